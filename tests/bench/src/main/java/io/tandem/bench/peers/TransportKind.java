package io.tandem.bench.peers;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/// The transports by name, with what their JVMs need.
enum TransportKind {
  /// Ours, never sleeping.
  TANDEM_SPIN("tandem, spin", List.of()),

  /// Ours, waiting as it does by default.
  TANDEM("tandem", List.of()),

  /// Ours for several producers, never sleeping.
  TANDEM_MANY("tandem many-to-one, spin", List.of()),

  /// Our queue, for any number of producers and consumers, by `put` and `take`.
  QUEUE("queue", List.of()),

  /// Our queue, by `add`, `flush` and `drain` of its bytes.
  QUEUE_BATCH("queue, in batches", List.of()),

  /// Our queue of small records, with its default codec.
  RECORDS("queue of records", List.of()),

  /// Our pipe, by its blocking calls.
  PIPE("pipe", List.of()),

  /// A Unix-domain socket, with one write for each message.
  SOCKET("Java Unix socket", List.of()),

  /// A Unix-domain socket, with one write for many messages.
  SOCKET_BATCH("Java Unix socket, in batches", List.of()),

  /// TCP on this machine, with one write for each message.
  TCP("Java TCP", List.of()),

  /// A pipe of the kernel's, as standard input and output are, with one write for each message.
  FIFO("Java stdio pipe", List.of()),

  AGRONA_SPIN("Agrona, busy spin", Flags.AGRONA),

  /// Agrona, with an idle strategy that spins, yields and parks.
  AGRONA_BACKOFF("Agrona, backoff", Flags.AGRONA),

  /// Agrona's ring for several producers.
  AGRONA_MANY("Agrona many-to-one, busy spin", Flags.AGRONA),

  AERON("Aeron IPC", Flags.AGRONA),

  CHRONICLE("Chronicle Queue", Flags.CHRONICLE);

  private final String title;
  private final List<String> flags;

  TransportKind(String title, List<String> flags) {
    this.title = title;
    this.flags = flags;
  }

  /// The flags that a JVM with this transport needs beside those of ours.
  List<String> flags() {
    return flags;
  }

  /// How many threads may send on one of its streams.
  int mostSenders() {
    return this == TANDEM_MANY || this == AGRONA_MANY ? 2 : 1;
  }

  @Override
  public String toString() {
    return title;
  }

  private static final class Flags {
    static final List<String> AGRONA =
        List.of("--add-exports=java.base/jdk.internal.misc=ALL-UNNAMED");

    /// What Chronicle's documentation asks for; its analytics and its talk stay off.
    static final List<String> CHRONICLE =
        Stream.of(
                AGRONA,
                exports("java.base/jdk.internal.ref", "java.base/sun.nio.ch"),
                exports("jdk.unsupported/sun.misc", "jdk.compiler/com.sun.tools.javac.file"),
                opens("jdk.compiler/com.sun.tools.javac", "java.base/java.lang"),
                opens("java.base/java.lang.reflect", "java.base/java.io", "java.base/java.util"),
                List.of(
                    "--sun-misc-unsafe-memory-access=allow",
                    "-Dslf4j.internal.verbosity=ERROR",
                    "-Dchronicle.analytics.disable=true",
                    "-Dchronicle.disk.monitor.disable=true"))
            .flatMap(List::stream)
            .toList();

    private static List<String> exports(String... packages) {
      return toUnnamed("--add-exports=", packages);
    }

    private static List<String> opens(String... packages) {
      return toUnnamed("--add-opens=", packages);
    }

    private static List<String> toUnnamed(String option, String... packages) {
      return Arrays.stream(packages).map(name -> option + name + "=ALL-UNNAMED").toList();
    }
  }
}
