package io.tandem.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;

/// What every bounded `java.util.concurrent.BlockingQueue` does. Two handles stand for two users.
@Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
public abstract class BlockingQueueContract {
  private static final long SHORT_MILLIS = 20;

  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  /// Makes a queue for that many.
  protected abstract <E> BlockingQueue<E> make(int capacity);

  /// Another view of the same queue.
  protected abstract <E> BlockingQueue<E> again(BlockingQueue<E> queue);

  @AfterEach
  void endThreads() {
    threads.shutdownNow();
  }

  @TestFactory
  Stream<DynamicTest> itIsAQueue() {
    return QueueSuite.of(
        () -> {
          Queue<String> queue = make(100);
          return queue;
        });
  }

  @Test
  void elementsComeOutInTheirOrder() throws Exception {
    BlockingQueue<String> queue = make(10);
    queue.put("one");
    assertTrue(queue.offer("two"));
    assertTrue(queue.offer("three", 1, TimeUnit.SECONDS));
    assertTrue(queue.add("four"));

    BlockingQueue<String> other = again(queue);
    assertEquals("one", other.peek());
    assertEquals("one", other.take());
    assertEquals("two", other.poll());
    assertEquals("three", other.poll(1, TimeUnit.SECONDS));
    assertEquals("four", other.remove());
    assertNull(other.peek());
    assertNull(other.poll());
    assertThrows(NoSuchElementException.class, other::remove);
    assertThrows(NoSuchElementException.class, other::element);
  }

  @Test
  void itHoldsExactlyItsCapacity() throws Exception {
    for (int capacity : List.of(1, 3, 4, 7)) {
      BlockingQueue<Integer> queue = make(capacity);
      for (int round = 0; round < 10; round++) {
        for (int i = 0; i < capacity; i++) {
          assertEquals(capacity - i, queue.remainingCapacity());
          assertTrue(queue.offer(i));
          assertEquals(i + 1, queue.size());
        }
        assertEquals(0, queue.remainingCapacity());
        assertFalse(queue.offer(99));
        assertFalse(queue.offer(99, SHORT_MILLIS, TimeUnit.MILLISECONDS));
        assertThrows(IllegalStateException.class, () -> queue.add(99));
        for (int i = 0; i < capacity; i++) {
          assertEquals(i, queue.take());
        }
        assertTrue(queue.isEmpty());
      }
    }
  }

  @Test
  void thereIsNoNull() {
    BlockingQueue<String> queue = make(2);

    assertThrows(NullPointerException.class, () -> queue.put(null));
    assertThrows(NullPointerException.class, () -> queue.offer(null));
    assertThrows(NullPointerException.class, () -> queue.add(null));
    assertThrows(NullPointerException.class, () -> queue.offer(null, 1, TimeUnit.SECONDS));
    assertThrows(NullPointerException.class, () -> queue.drainTo(null));
    assertTrue(queue.isEmpty());
  }

  @Test
  void aTimedPollOfAnEmptyQueueEndsInItsTime() throws Exception {
    BlockingQueue<String> queue = make(2);
    long start = System.nanoTime();

    assertNull(queue.poll(SHORT_MILLIS, TimeUnit.MILLISECONDS));
    assertTrue(System.nanoTime() - start >= TimeUnit.MILLISECONDS.toNanos(SHORT_MILLIS));
    assertNull(queue.poll(0, TimeUnit.SECONDS));
    assertNull(queue.poll(-1, TimeUnit.SECONDS));
  }

  @Test
  void takeWaitsForAnElement() throws Exception {
    BlockingQueue<String> queue = make(2);
    Future<String> taken = threads.submit(() -> again(queue).take());
    Future<String> polled = threads.submit(() -> again(queue).poll(1, TimeUnit.MINUTES));

    queue.put("a");
    queue.put("b");

    assertEquals(java.util.Set.of("a", "b"), java.util.Set.of(taken.get(), polled.get()));
  }

  @Test
  void putWaitsForRoom() throws Exception {
    BlockingQueue<String> queue = make(1);
    queue.put("a");
    Future<?> put = threads.submit(() -> untilDone(() -> again(queue).put("b")));
    assertEquals("a", queue.take());
    put.get();
    Future<Boolean> offered = threads.submit(() -> again(queue).offer("c", 1, TimeUnit.MINUTES));
    assertEquals("b", queue.take());

    assertTrue(offered.get());
    assertEquals("c", queue.take());
  }

  private interface Interruptible {
    void run() throws InterruptedException;
  }

  private static Void untilDone(Interruptible work) throws InterruptedException {
    work.run();
    return null;
  }

  @Test
  void anInterruptEndsWaiting() throws Exception {
    BlockingQueue<String> queue = make(1);
    interrupt(() -> queue.take());
    interrupt(() -> queue.poll(1, TimeUnit.HOURS));
    queue.put("a");
    interrupt(() -> queue.put("b"));
    interrupt(() -> queue.offer("b", 1, TimeUnit.HOURS));

    assertEquals(List.of("a"), List.copyOf(queue));
  }

  private void interrupt(Interruptible waiting) throws Exception {
    var begins = new CountDownLatch(1);
    var interrupted = new CountDownLatch(1);
    Thread thread =
        Thread.ofPlatform()
            .daemon()
            .start(
                () -> {
                  begins.countDown();
                  try {
                    waiting.run();
                  } catch (InterruptedException e) {
                    interrupted.countDown();
                  }
                });
    begins.await();
    thread.interrupt();
    interrupted.await();
    Thread.currentThread().interrupt();
    assertThrows(InterruptedException.class, waiting::run);
    assertFalse(Thread.currentThread().isInterrupted());
  }

  @Test
  void drainToTakesAllOrSoMany() {
    BlockingQueue<Integer> queue = make(10);
    IntStream.range(0, 10).forEach(queue::add);
    var drained = new ArrayList<Integer>();

    assertEquals(3, queue.drainTo(drained, 3));
    assertEquals(List.of(0, 1, 2), drained);
    assertEquals(0, queue.drainTo(drained, 0));
    assertEquals(7, queue.drainTo(drained));
    assertEquals(IntStream.range(0, 10).boxed().toList(), drained);
    assertEquals(0, queue.drainTo(drained));
    assertThrows(IllegalArgumentException.class, () -> queue.drainTo(queue));
  }

  @Test
  void anIteratorGoesOverACopy() {
    BlockingQueue<Integer> queue = make(10);
    queue.addAll(List.of(1, 2, 3));
    Iterator<Integer> iterator = queue.iterator();
    queue.clear();

    assertEquals(1, iterator.next());
    assertThrows(UnsupportedOperationException.class, iterator::remove);
    assertEquals(2, iterator.next());
    assertEquals(3, iterator.next());
    assertFalse(iterator.hasNext());
    queue.addAll(List.of(4, 5));
    assertTrue(queue.contains(5));
    assertFalse(queue.contains(1));
    assertEquals(List.of(4, 5), List.of(queue.toArray()));
    assertFalse(queue.remove((Object) 7));
    assertThrows(UnsupportedOperationException.class, () -> queue.removeIf(each -> each == 4));
    assertEquals(2, queue.size());
  }

  @Test
  void whatManyPutManyTakeOnceAndEachOnesInOrder() throws Exception {
    int putters = 4;
    int each = 5_000;
    BlockingQueue<Long> queue = make(16);
    var taken = new ConcurrentLinkedQueue<Long>();
    List<Future<?>> all = new ArrayList<>();
    for (int p = 0; p < putters; p++) {
      long first = (long) p << 32;
      all.add(
          threads.submit(
              () -> {
                BlockingQueue<Long> mine = again(queue);
                for (long i = 0; i < each; i++) {
                  mine.put(first + i);
                }
                return null;
              }));
      all.add(
          threads.submit(
              () -> {
                BlockingQueue<Long> mine = again(queue);
                var last = new long[putters];
                for (int i = 0; i < each; i++) {
                  long value = mine.take();
                  int from = (int) (value >>> 32);
                  assertTrue((int) value >= last[from], "out of order");
                  last[from] = (int) value;
                  taken.add(value);
                }
                return null;
              }));
    }
    for (Future<?> one : all) {
      one.get();
    }

    assertEquals(
        LongStream.range(0, putters)
            .boxed()
            .flatMap(p -> LongStream.range(0, each).mapToObj(i -> (p << 32) + i))
            .toList(),
        taken.stream().sorted().toList());
    assertTrue(queue.isEmpty());
  }
}
