package io.tandem.pool;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// The future of a task. No thread of the pool ever completes it, as that runs the code of others:
/// what depends on it, and what is decoded. The pool only settles it. Then a thread that waits for
/// it or asks for it completes it, or else the default executor.
///
/// `slot` is null, then the thread that waits first, if there is one, and in the end the outcome.
/// Whoever changes it from that thread to another value has to complete it, or make that thread do
/// so. When it is done it lets go of the task and the outcome, as somebody may keep it for long;
/// then `slot` is only how long the task took.
final class TaskFuture<T> extends CompletableFuture<T> implements Runnable {
  private static final VarHandle SLOT;
  private static final VarHandle HOOK;
  private static final long SLICE_NANOS = MILLISECONDS.toNanos(50);
  private static final long HELP_NANOS = MILLISECONDS.toNanos(2); // more than a help may take

  static {
    try {
      MethodHandles.Lookup lookup = MethodHandles.lookup();
      SLOT = lookup.findVarHandle(TaskFuture.class, "slot", Object.class).withInvokeExactBehavior();
      HOOK =
          lookup.findVarHandle(TaskFuture.class, "hook", Runnable.class).withInvokeExactBehavior();
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  int items = 1; // of a map or a stream that it stands for, or just this one

  private volatile @Nullable PendingTask task; // until it is done
  private volatile @Nullable Object slot;
  private volatile @Nullable Runnable hook; // taken by whoever runs it

  TaskFuture(PendingTask task) {
    this.task = task;
  }

  // ---- the pool ----

  /// Says what became of the task: once.
  void settle(Outcome outcome) {
    Object before = SLOT.getAndSet(this, (Object) outcome);
    if (before instanceof Thread waiter) {
      if (waiter != Thread.currentThread()) {
        LockSupport.unpark(waiter);
      }
    } else {
      defaultExecutor().execute(this);
    }
    runHook();
  }

  // ---- those who wait for one of several ----

  /// How many nanoseconds its worker took for it, or 0 if it has returned nothing so far.
  long workNanos() {
    Object now = slot;
    return now instanceof Outcome outcome
        ? outcome.workNanos()
        : now instanceof Long nanos ? nanos : 0;
  }

  /// Has something run when it is settled or done, once, by any thread, also one of the pool's: it
  /// must neither wait nor run the code of others. Whoever waits for what depends on a future may
  /// wait for a thread of the default executor, and all of those may wait for him.
  ///
  /// @param hook the only one
  void whenSettled(Runnable hook) {
    this.hook = hook;
    if (slot instanceof Outcome || super.isDone()) {
      runHook();
    }
  }

  private void runHook() {
    if (hook != null) {
      Runnable taken = (Runnable) HOOK.getAndSet(this, (Runnable) null);
      if (taken != null) {
        taken.run();
      }
    }
  }

  boolean isSettled() {
    return slot instanceof Outcome || super.isDone();
  }

  // ---- whoever completes it ----

  /// Completes it with its outcome.
  @Override
  @SuppressWarnings("unchecked")
  public void run() {
    if (!(slot instanceof Outcome outcome)) {
      return; // another thread has done it
    }
    try {
      complete((T) outcome.get());
    } catch (CancellationException | CompletionException thrown) { // the task's, not this future's
      completeExceptionally(new CompletionException(thrown));
    } catch (Throwable thrown) {
      completeExceptionally(thrown);
    }
    slot = outcome.workNanos();
    task = null;
  }

  /// Whoever asks need not wait for the executor.
  private void completeIfSettled() {
    if (slot instanceof Outcome && !super.isDone()) {
      run();
    }
  }

  private void awaitOutcome(long deadline, boolean interruptibly) {
    Thread self = Thread.currentThread();
    if (isDone()) {
      return;
    }
    if (!SLOT.compareAndSet(this, (Object) null, (Object) self)) {
      completeIfSettled(); // this moment; or else another thread waits
      return;
    }
    PendingTask awaited = task;
    if (awaited != null && !self.isVirtual() && deadline - System.nanoTime() > HELP_NANOS) {
      awaited.help(deadline);
    }
    boolean interrupted = false;
    while (slot == self && !super.isDone()) {
      long left = deadline - System.nanoTime();
      interrupted |= Thread.interrupted();
      if (left <= 0 || interrupted && interruptibly) {
        break;
      }
      LockSupport.parkNanos(this, Math.min(left, SLICE_NANOS));
    }
    if (interrupted) {
      self.interrupt();
    }
    if (!SLOT.compareAndSet(this, (Object) self, (Object) null)) {
      run();
    }
  }

  private static long endOfTime() {
    return System.nanoTime() + Long.MAX_VALUE;
  }

  @Override
  public T get() throws InterruptedException, ExecutionException {
    awaitOutcome(endOfTime(), true);
    return super.get();
  }

  @Override
  public T get(long timeout, TimeUnit unit)
      throws InterruptedException, ExecutionException, TimeoutException {
    long deadline = System.nanoTime() + unit.toNanos(timeout);
    awaitOutcome(deadline, true);
    return super.get(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
  }

  @Override
  public T join() {
    awaitOutcome(endOfTime(), false);
    return super.join();
  }

  @Override
  public boolean isDone() {
    completeIfSettled();
    return super.isDone();
  }

  @Override
  public boolean isCancelled() {
    completeIfSettled();
    return super.isCancelled();
  }

  @Override
  public boolean isCompletedExceptionally() {
    completeIfSettled();
    return super.isCompletedExceptionally();
  }

  @Override
  public T getNow(T valueIfAbsent) {
    completeIfSettled();
    return super.getNow(valueIfAbsent);
  }

  @Override
  public T resultNow() {
    completeIfSettled();
    return super.resultNow();
  }

  @Override
  public Throwable exceptionNow() {
    completeIfSettled();
    return super.exceptionNow();
  }

  @Override
  public State state() {
    completeIfSettled();
    return super.state();
  }

  // ---- those who do not wait for the outcome ----

  /// Cancels the task: it is not started any more. If it runs, it is interrupted if that is asked
  /// for, and its worker is killed if it goes on in spite of that; otherwise its result is dropped.
  ///
  /// @param interrupt whether to interrupt it
  @Override
  public boolean cancel(boolean interrupt) {
    completeIfSettled();
    PendingTask dropped = task;
    boolean cancelled = super.cancel(interrupt);
    if (cancelled && dropped != null) {
      dropped.drop(interrupt);
      tellOthers();
      task = null;
    }
    return cancelled;
  }

  @Override
  public boolean complete(T value) {
    boolean completed = super.complete(value);
    tellOthers();
    return completed;
  }

  @Override
  public boolean completeExceptionally(Throwable thrown) {
    boolean completed = super.completeExceptionally(thrown);
    tellOthers();
    return completed;
  }

  private void tellOthers() {
    if (slot instanceof Thread waiter) {
      LockSupport.unpark(waiter);
    }
    runHook();
  }
}
