package io.tandem.bench.peers;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Scanner;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.MessageHandler;

/// One of two processes with a transport between them. It answers each line of its input with one
/// line, and ends with its input.
///
/// ```text
/// send BYTES NANOS MANY messages for so long from so many threads, then the end; how many
/// receive               until the end; how many, and in how many nanoseconds
/// share                 as receive, beside another process that receives the others
/// ping BYTES NANOS GAP  round trips for so long, with so many nanoseconds of sleep between two,
///                       then the end; how many, and their p50, p99 and p99.9 in nanoseconds
/// echo                  sends back until the end; how often this thread slept
/// ```
final class JvmSide {
  static final int LONGEST = 1 << 16;

  private static final int LIMIT = 256;
  private static final int BATCH = 64;
  private static final int END_BYTES = 1;
  private static final int MARKS = 1 << 7; // the bit above says which sender it was

  private final Transport.Sender sender;
  private final List<Transport.Sender> senders;
  private final Transport.Receiver receiver;
  private final Latencies latencies = new Latencies();
  private boolean over;

  private JvmSide(List<Transport.Sender> senders, Transport.Receiver receiver) {
    this.senders = senders;
    this.sender = senders.getFirst();
    this.receiver = receiver;
  }

  /// @param arguments the kind of transport, its folder, and `left` or `right`
  public static void main(String... arguments) throws InterruptedException, ExecutionException {
    BlockingQueue<String> lines = lines();
    boolean left = arguments[2].equals("left");
    TransportKind kind = TransportKind.valueOf(arguments[0]);
    var transport = Transport.open(kind, Path.of(arguments[1]));
    var side =
        new JvmSide(
            Stream.generate(() -> transport.sender(left ? "there" : "back"))
                .limit(kind.mostSenders())
                .toList(),
            transport.receiver(left ? "back" : "there"));
    System.out.println("ready");
    while (true) {
      System.out.println(side.answer(new Scanner(lines.take())));
    }
  }

  /// The lines of the input. A side that spins does not look there: so another thread does, and
  /// ends the process at the input's end.
  private static BlockingQueue<String> lines() {
    var lines = new LinkedBlockingQueue<String>();
    Thread.ofPlatform()
        .daemon()
        .start(
            () -> {
              try (var input = new BufferedReader(new InputStreamReader(System.in))) {
                input.lines().forEach(lines::add);
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              } finally {
                Runtime.getRuntime().halt(0);
              }
            });
    return lines;
  }

  private String answer(Scanner question) throws InterruptedException, ExecutionException {
    over = false;
    return switch (question.next()) {
      case "send" -> send(question.nextInt(), question.nextLong(), question.nextInt());
      case "receive" -> receive(new Copy(true));
      case "share" -> receive(new Copy(false));
      case "ping" -> ping(question.nextInt(), question.nextLong(), question.nextLong());
      case "echo" -> echo();
      default -> throw new IllegalArgumentException("There is no such question");
    };
  }

  private String send(int bytes, long nanos, int many)
      throws InterruptedException, ExecutionException {
    List<FutureTask<Long>> tasks =
        IntStream.range(0, many)
            .mapToObj(i -> new FutureTask<>(() -> send(senders.get(i), i, bytes, nanos)))
            .toList();
    tasks.stream().skip(1).forEach(task -> Thread.ofPlatform().daemon().start(task));
    tasks.getFirst().run();
    long count = 0;
    for (FutureTask<Long> task : tasks) {
      count += task.get();
    }
    end();
    return Long.toString(count);
  }

  private static long send(Transport.Sender sender, int number, int bytes, long nanos) {
    MutableDirectBuffer message = sender.message(bytes);
    long start = System.nanoTime();
    long count = 0;
    do {
      for (int i = 0; i < BATCH; i++) {
        mark(message, bytes, markOf(number, count++));
        sender.send(message, bytes);
      }
      sender.flush();
    } while (System.nanoTime() - start < nanos);
    return count;
  }

  private static byte markOf(int sender, long count) {
    return (byte) (sender * MARKS + count % MARKS);
  }

  private static void mark(MutableDirectBuffer message, int bytes, byte mark) {
    message.putByte(0, mark);
    message.putByte(bytes / 2, mark);
    message.putByte(bytes - 1, mark);
  }

  private void end() {
    sender.send(sender.message(END_BYTES), END_BYTES);
    sender.flush();
  }

  private String receive(Copy copy) {
    while (!over) {
      receiver.receive(copy, LIMIT);
    }
    return copy.count + " " + (System.nanoTime() - copy.start);
  }

  private String ping(int bytes, long nanos, long gap) {
    MutableDirectBuffer message = sender.message(bytes);
    var reply = new Copy(true);
    long start = System.nanoTime();
    latencies.clear();
    while (!latencies.isFull() && System.nanoTime() - start < nanos) {
      if (gap > 0) {
        LockSupport.parkNanos(gap);
      }
      mark(message, bytes, markOf(0, reply.count));
      long sent = System.nanoTime();
      sender.send(message, bytes);
      sender.flush();
      while (receiver.receive(reply, 1) == 0) {
        // It waits for itself.
      }
      latencies.add(System.nanoTime() - sent);
    }
    end();
    return latencies.toString();
  }

  private String echo() {
    MutableDirectBuffer reply = sender.message(LONGEST);
    MessageHandler sendBack =
        (_, buffer, index, length) -> {
          if (length == END_BYTES) {
            over = true;
          } else {
            reply.putBytes(0, buffer, index, length);
            sender.send(reply, length);
            sender.flush();
          }
        };
    long before = sleeps();
    while (!over) {
      receiver.receive(sendBack, 1);
    }
    return Long.toString(sleeps() - before);
  }

  /// How often this thread gave its CPU away to wait.
  private static long sleeps() {
    try (var lines = Files.lines(Path.of("/proc/thread-self/status"))) {
      return lines
          .filter(line -> line.startsWith("voluntary_ctxt_switches:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
          .sum();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Copies each message out and looks at the copy's first, middle and last byte.
  private final class Copy implements MessageHandler {
    private final boolean alone;
    private final byte[] copy = new byte[LONGEST];
    private final long[] counts = new long[2]; // by sender
    private long start = System.nanoTime();
    private long count;

    /// @param alone whether no message goes to another process
    Copy(boolean alone) {
      this.alone = alone;
    }

    @Override
    public void onMessage(int type, MutableDirectBuffer buffer, int index, int length) {
      if (length == END_BYTES) {
        over = true;
        return;
      }
      if (count == 0) {
        start = System.nanoTime();
      }
      buffer.getBytes(index, copy, 0, length);
      count++;
      int number = (copy[0] & MARKS) == 0 ? 0 : 1;
      byte expected = alone ? markOf(number, counts[number]++) : copy[0];
      if (copy[0] != expected || copy[length / 2] != expected || copy[length - 1] != expected) {
        throw new IllegalStateException("Message %d is torn".formatted(count));
      }
    }
  }
}
