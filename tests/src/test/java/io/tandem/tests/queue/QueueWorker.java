package io.tandem.tests.queue;

import io.tandem.codec.Codec;
import io.tandem.lock.WordLock;
import io.tandem.memory.SharedScope;
import io.tandem.park.Parker;
import io.tandem.park.Waiting;
import io.tandem.queue.JoinableQueue;
import io.tandem.queue.Lease;
import io.tandem.queue.QueueOptions;
import io.tandem.word.SegmentWords;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/// A process at a queue, which does one thing until it is killed.
final class QueueWorker {
  static final String QUEUE = "queue";
  static final QueueOptions OPTIONS =
      QueueOptions.DEFAULT
          .withMessages(64)
          .withBytes(16 * 1024)
          .withCodec(Codec.bytes())
          .tellingAbandoned();

  private static final long PUT_LOCK_AT = 128;

  private final SharedScope scope;
  private final JoinableQueue<byte[]> queue;

  private QueueWorker(SharedScope scope) {
    this.scope = scope;
    this.queue = JoinableQueue.open(scope, QUEUE, OPTIONS);
  }

  /// @param arguments the scope, what to do, and the number of this worker
  public static void main(String[] arguments) throws Exception {
    try (var scope = SharedScope.attach(arguments[0])) {
      new QueueWorker(scope).run(arguments[1], Integer.parseInt(arguments[2]));
    }
  }

  private void run(String what, int worker) throws Exception {
    switch (what) {
      case "put" -> put(worker);
      case "take" -> take(worker);
      case "lease" -> lease(worker);
      case "mebibyte" -> queue.put(new byte[1 << 20]);
      case "wait" -> waitForRoom();
      case "hold" -> hold();
      case "keep" -> keep();
      default -> throw new IllegalArgumentException(what);
    }
  }

  private void put(int worker) throws Exception {
    var random = new Random(worker);
    var received = new Received(scope);
    System.out.println("works");
    for (int number = 0; number < Received.MESSAGES; number++) {
      queue.put(Received.message(worker, number, random));
      received.notePut(worker, number);
    }
    System.in.transferTo(System.out); // until it is killed
  }

  private void take(int worker) throws Exception {
    var random = new Random(worker);
    var received = new Received(scope);
    System.out.println("works");
    while (true) {
      received.note(queue.take(), true);
      List<byte[]> more = new ArrayList<>();
      int _ = queue.drainTo(more, random.nextInt(2)); // one at a time is at risk
      more.forEach(each -> received.note(each, true));
    }
  }

  private void lease(int worker) throws InterruptedException {
    var random = new Random(worker);
    var received = new Received(scope);
    System.out.println("works");
    while (true) {
      try (Lease<byte[]> lease = queue.lease()) {
        if (random.nextInt(10) > 0) {
          received.note(lease.value(), false);
          lease.ack();
        }
      }
    }
  }

  /// Waits, with many threads, to put messages that are too long for the ring.
  private void waitForRoom() throws Exception {
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      threads.add(Thread.ofPlatform().start(this::putForEver));
    }
    while (threads.stream().filter(QueueWorker::waits).count() < threads.size()) {
      Thread.yield();
    }
    System.out.println("waits");
    int _ = System.in.read();
  }

  private void putForEver() {
    try {
      while (true) {
        queue.put(new byte[12_000]);
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static boolean waits(Thread thread) {
    return Arrays.stream(thread.getStackTrace())
        .anyMatch(frame -> frame.getClassName().equals(Waiting.class.getName()));
  }

  /// Stays in the middle of putting.
  private void hold() throws Exception {
    var words = new SegmentWords(queue.block().segment());
    var lock = new WordLock(words, PUT_LOCK_AT, scope.peers(), Parker.of(scope.peers()));
    lock.lock();
    System.out.println("holds");
    int _ = System.in.read();
    lock.unlock();
    System.out.println("released");
  }

  /// Leases a message and keeps it.
  private void keep() throws Exception {
    Lease<byte[]> lease = queue.lease();
    System.out.println("attempt " + lease.attempt());
    int _ = System.in.read();
  }
}
