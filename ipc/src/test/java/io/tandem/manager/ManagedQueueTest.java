package io.tandem.manager;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tandem.queue.BlockingQueueContract;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/// Queues on a server keep the contract of `BlockingQueue`, wherever they are.
@ParameterizedClass
@EnumSource(Place.class)
@TestInstance(TestInstance.Lifecycle.PER_METHOD)
class ManagedQueueTest extends BlockingQueueContract {
  @Parameter Place place;

  private static Place.Opened opened;

  @BeforeParameterizedClassInvocation
  static void open(Place place) throws IOException, InterruptedException {
    opened = place.open();
  }

  @AfterParameterizedClassInvocation
  static void close() {
    opened.close();
  }

  @Override
  protected <E> BlockingQueue<E> make(int capacity) {
    return opened.objects().queue(capacity);
  }

  @Override
  protected <E> BlockingQueue<E> again(BlockingQueue<E> queue) {
    return queue;
  }

  // ---- the object ----

  @Test
  void twoAreEqualIfTheyAreTheSameOnTheServer() {
    ManagedObjects objects = opened.objects();
    assertEquals(objects.queue("q"), objects.queue("q"));
    assertEquals(objects.deque("d"), objects.deque("d"));
    assertEquals(objects.joinableQueue("j"), objects.joinableQueue("j"));
    assertNotEquals(objects.queue("q"), objects.queue());
    assertEquals(objects.queue("q").hashCode(), objects.queue("q").hashCode());
    ManagedList<Object> list = objects.list();
    list.add(objects.queue("q"));
    assertTrue(list.contains(objects.queue("q")));
    assertTrue(list.remove(objects.queue("q")));
  }

  @Test
  void elementsThatAreClearedAreDone() throws Exception {
    ManagedJoinableQueue<Integer> queue = opened.objects().joinableQueue();
    queue.addAll(List.of(1, 2, 3));
    queue.take();
    queue.clear();
    assertEquals(1, queue.unfinishedTasks());
    queue.taskDone();
    assertTrue(queue.join(Duration.ZERO));
  }

  // ---- ends ----

  @Test
  void aDequeHasTwoEnds() throws Exception {
    ManagedDeque<Integer> deque = opened.objects().deque(4);
    deque.putFirst(2);
    deque.push(1);
    deque.putLast(3);
    deque.addLast(2);

    assertFalse(deque.offerFirst(0));
    assertFalse(deque.offerLast(5, 5, TimeUnit.MILLISECONDS));
    assertThrows(IllegalStateException.class, () -> deque.addFirst(0));
    assertEquals(List.of(1, 2, 3, 2), List.copyOf(deque));
    List<Integer> backwards = new ArrayList<>();
    deque.descendingIterator().forEachRemaining(backwards::add);
    assertEquals(List.of(2, 3, 2, 1), backwards);
    assertTrue(deque.removeLastOccurrence(2));
    assertFalse(deque.removeFirstOccurrence(9));
    assertEquals(1, deque.getFirst());
    assertEquals(3, deque.getLast());
    assertEquals(3, deque.takeLast());
    assertEquals(1, deque.pop());
    assertEquals(2, deque.pollLast(1, TimeUnit.SECONDS));
    assertNull(deque.pollLast(5, TimeUnit.MILLISECONDS));
    assertNull(deque.peekLast());
    assertThrows(NoSuchElementException.class, deque::removeLast);
    assertThrows(NoSuchElementException.class, deque::getFirst);
  }

  @Test
  void whatIsPutIsHandedOver() throws Exception {
    ManagedQueue<int[]> queue = opened.objects().queue();
    queue.put(new int[] {1});
    queue.take()[0]++;
    queue.put(new int[] {2});

    assertArrayEquals(new int[] {2}, queue.remove());
    assertThrows(IllegalArgumentException.class, () -> opened.objects().queue(0));
  }

  @Test
  void anElementAnywhereIsRemoved() {
    ManagedQueue<Integer> queue = opened.objects().queue();
    queue.addAll(List.of(1, 2, 3));

    assertTrue(queue.remove((Object) 2));
    assertFalse(queue.remove((Object) 2));
    assertEquals(List.of(1, 3), List.copyOf(queue));
  }

  // ---- tasks ----

  @Test
  void joinWaitsUntilAllIsDone() throws Exception {
    ManagedJoinableQueue<String> tasks = opened.objects().joinableQueue();
    tasks.join();
    tasks.put("one");
    tasks.put("two");
    Thread joins =
        Thread.startVirtualThread(
            () -> {
              try {
                tasks.join();
              } catch (InterruptedException e) {
                throw new AssertionError(e);
              }
            });
    tasks.take();
    tasks.taskDone();
    assertEquals(1, tasks.unfinishedTasks());
    assertFalse(tasks.join(Duration.ofMillis(5)));
    tasks.take();
    tasks.taskDone();
    joins.join();

    assertTrue(tasks.join(Duration.ZERO));
    assertThrows(IllegalStateException.class, tasks::taskDone);
  }

  // ---- clients that are gone ----

  @Test
  void aClientThatIsGoneTakesNothing() throws Exception {
    if (opened.others() == null) {
      return; // there are no clients
    }
    String name = "left-" + place;
    ManagedQueue<Integer> queue = opened.objects().queue(name);
    Manager other = opened.others().connect();
    ManagedQueue<Integer> theirs = other.queue(name);
    var waits = new Thread[3];
    for (int i = 0; i < waits.length; i++) {
      waits[i] =
          Thread.startVirtualThread(
              () -> {
                assertThrows(ManagerClosedException.class, theirs::take);
              });
    }
    ManagedSemaphore seen = opened.objects().semaphore("seen-" + place, 1);
    other.semaphore("seen-" + place, 1).acquire();
    Waits.await(waits.length, QueueReferent.class, "poll");
    other.close();
    seen.acquire(); // the server has seen it
    for (Thread thread : waits) {
      thread.join();
    }
    queue.addAll(List.of(1, 2, 3));

    assertEquals(1, queue.take());
    assertEquals(2, queue.take());
    assertEquals(3, queue.take());
  }
}
