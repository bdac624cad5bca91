package io.tandem.demos.job;

import io.tandem.demos.text.LineReader;
import io.tandem.demos.text.TextProducer;
import io.tandem.demos.words.TextConsumer;
import io.tandem.demos.words.WordCounter;
import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/// What reads and what counts in a job: the word count's own parts, or classes of the user's.
public final class Parts implements Serializable {
  private static final long serialVersionUID = 1;

  private final @Nullable String producer;
  private final @Nullable String consumer;

  /// Checks that both can be made.
  ///
  /// @param producer the name of a [TextProducer], or null for [LineReader]
  /// @param consumer the name of a [TextConsumer], or null for [WordCounter]
  /// @throws IllegalArgumentException saying what is wrong with a class
  public Parts(@Nullable String producer, @Nullable String consumer) {
    if (producer != null) {
      make(producer, TextProducer.class);
    }
    if (consumer != null) {
      make(consumer, TextConsumer.class);
    }
    this.producer = producer;
    this.consumer = consumer;
  }

  /// Whether files are read by the word count's own reader.
  boolean readsLines() {
    return producer == null;
  }

  /// Makes a producer.
  ///
  /// @param pieceBytes as for [LineReader]
  TextProducer newProducer(int pieceBytes) {
    return producer == null ? new LineReader(pieceBytes) : make(producer, TextProducer.class);
  }

  TextConsumer newConsumer() {
    return consumer == null ? new WordCounter() : make(consumer, TextConsumer.class);
  }

  private static <T> T make(String name, Class<T> type) {
    try {
      return Class.forName(name).asSubclass(type).getConstructor().newInstance();
    } catch (ClassNotFoundException e) {
      throw unusable(name, "it is not on the class path; add it with CLASSPATH=...", e);
    } catch (ClassCastException e) {
      throw unusable(name, "it does not implement " + type.getName(), e);
    } catch (ReflectiveOperationException | LinkageError e) {
      throw unusable(
          name, "it needs to be public, with a public constructor without parameters", e);
    }
  }

  private static IllegalArgumentException unusable(String name, String why, Throwable cause) {
    return new IllegalArgumentException("Cannot use class %s: %s.".formatted(name, why), cause);
  }
}
