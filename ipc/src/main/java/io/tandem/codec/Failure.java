package io.tandem.codec;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How an exception travels from the process where it was thrown: itself, if it can, and beside it
/// what people want to know of it and its causes.
///
/// ```java
/// var failure = io.tandem.codec.Failure.of(new IllegalStateException("full"), "in process 'a'");
/// // sent, with any codec, and received
/// Throwable thrown = io.tandem.codec.Failure.decode(failure, io.tandem.codec.Codec.data());
/// System.out.println(thrown.getCause()); // io.tandem.codec.RemoteTrace: in process 'a'
/// ```
public final class Failure {
  private static final int MOST_CAUSES = 20;

  private Failure() {}

  // ---- where it is thrown ----

  /// Prepares any exception for its journey.
  ///
  /// @param where it was thrown, such as `in worker 'a' (pid 1)`
  /// @return what any codec for objects takes
  public static Object[] of(Throwable thrown, String where) {
    List<Object> portraits = new ArrayList<>();
    for (Throwable at = thrown; at != null && portraits.size() < MOST_CAUSES; at = causeOf(at)) {
      portraits.add(portrait(at));
    }
    return new Object[] {itself(thrown), portraits.toArray(), where};
  }

  private static byte @Nullable [] itself(Throwable thrown) {
    try {
      return Codec.data().encode(thrown).toBytes();
    } catch (RuntimeException | Error _) {
      return null; // its portrait goes
    }
  }

  private static Object[] portrait(Throwable thrown) {
    return new Object[] {thrown.getClass().getName(), messageOf(thrown), framesOf(thrown)};
  }

  private static @Nullable String messageOf(Throwable thrown) {
    try {
      return thrown.getMessage();
    } catch (RuntimeException | Error e) {
      return "its getMessage() throws a " + e.getClass().getName();
    }
  }

  private static @Nullable Throwable causeOf(Throwable thrown) {
    try {
      return thrown.getCause();
    } catch (RuntimeException | Error _) {
      return null;
    }
  }

  private static Object[] framesOf(Throwable thrown) {
    StackTraceElement[] frames = thrown.getStackTrace();
    Object[] texts = new Object[frames.length];
    for (int i = 0; i < frames.length; i++) {
      StackTraceElement frame = frames[i];
      texts[i] =
          new Object[] {
            frame.getClassName(), frame.getMethodName(), frame.getFileName(), frame.getLineNumber()
          };
    }
    return texts;
  }

  // ---- where it arrives ----

  /// The exception, with where it was thrown as its last cause, a [RemoteTrace]; or, if it could
  /// not travel, or the codec refuses it, a [RemoteException] in its place.
  ///
  /// @param failure what [#of] gave
  public static Throwable decode(Object[] failure, Codec codec) {
    Object[] portraits = (Object[]) failure[1];
    Throwable thrown = decode((byte[]) failure[0], codec);
    if (thrown == null) {
      thrown = restore(portraits, 0);
    }
    return withLastCause(
        thrown, new RemoteTrace((String) failure[2], frames((Object[]) portraits[0])));
  }

  private static @Nullable Throwable decode(byte @Nullable [] itself, Codec codec) {
    if (itself == null) {
      return null;
    }
    try {
      return withRoom((Throwable) codec.decode(itself));
    } catch (RuntimeException | Error _) { // its own code runs when it is read
      return null;
    }
  }

  /// The JVM makes its own errors without a constructor, and those take neither a cause nor what is
  /// suppressed.
  private static Throwable withRoom(Throwable thrown) {
    Error made =
        switch (thrown) {
          case StackOverflowError error -> new StackOverflowError(error.getMessage());
          case OutOfMemoryError error -> new OutOfMemoryError(error.getMessage());
          default -> null;
        };
    if (made == null || thrown.getClass() != made.getClass() || thrown.getCause() != null) {
      return thrown;
    }
    made.setStackTrace(thrown.getStackTrace());
    return made;
  }

  private static Throwable restore(Object[] portraits, int index) {
    Object[] portrait = (Object[]) portraits[index];
    var stand = new RemoteException((String) portrait[0], (String) portrait[1]);
    stand.setStackTrace(frames(portrait));
    if (index + 1 < portraits.length) {
      stand.initCause(restore(portraits, index + 1));
    }
    return stand;
  }

  private static StackTraceElement[] frames(Object[] portrait) {
    Object[] texts = (Object[]) portrait[2];
    var frames = new StackTraceElement[texts.length];
    for (int i = 0; i < texts.length; i++) {
      Object[] text = (Object[]) texts[i];
      frames[i] =
          new StackTraceElement(
              (String) text[0], (String) text[1], (String) text[2], (Integer) text[3]);
    }
    return frames;
  }

  private static Throwable withLastCause(Throwable thrown, Throwable cause) {
    Throwable last = thrown;
    for (int i = 0; i < MOST_CAUSES && last.getCause() != null; i++) {
      last = last.getCause();
    }
    try {
      last.initCause(cause);
    } catch (IllegalStateException | IllegalArgumentException _) {
      thrown.addSuppressed(cause); // its class allows no other cause than the one it has
    }
    return thrown;
  }
}
