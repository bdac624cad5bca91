package io.tandem.demos.programs;

import static java.util.concurrent.TimeUnit.SECONDS;

import io.tandem.process.JvmProcess;
import io.tandem.sync.OwnerDiedException;
import io.tandem.sync.SharedEvent;
import io.tandem.sync.SharedLock;
import io.tandem.value.IntArray;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/// A process is killed while it holds a lock: in Python all others hang, here the next one repairs.
///
/// It dies between the two halves of a transfer. Python's `Lock` is a semaphore of the kernel,
/// which does not know who has it, so that nobody ever gives it back; the same program is run with
/// `python3`, where there is one, and ended after a while.
@Command(
    name = "crash-holding-lock",
    description =
        "A process is killed in mid-transfer: the next one is told, and repairs.%n"
            + "prints: After the repair: accounts [70, 30]")
public final class CrashHoldingLock implements Callable<Integer> {
  private static final int PYTHON_SECONDS = 2;
  private static final Duration LONG = Duration.ofSeconds(30); // should the other not start
  private static final String WHY =
      """
      The process took 30 from one account, and was killed before it gave them to the other.
      Python's lock stays locked for ever, and whoever wants it hangs.
      Here the kernel tells of the death at once, and the next to lock gets an OwnerDiedException:
      the lock is free, and what it guards may be half done. It repairs that, and goes on.
      """;
  private static final String PYTHON =
      """
      import multiprocessing, os, signal
      context = multiprocessing.get_context('fork')
      lock = context.Lock()
      def die():
          lock.acquire()
          os.kill(os.getpid(), signal.SIGKILL)
      child = context.Process(target=die); child.start(); child.join()
      print('waits', flush=True)
      lock.acquire()
      """;

  @Override
  public Integer call() throws InterruptedException {
    int sum = sumAfterCrash();
    runPython();
    System.out.print(WHY);
    return sum == 100 ? 0 : 1;
  }

  private static int sumAfterCrash() throws InterruptedException {
    var accounts = IntArray.of(100, 0);
    var lock = SharedLock.create();
    var halfDone = SharedEvent.create();
    var first = JvmProcess.start(() -> transferHalf(accounts, lock, halfDone));
    halfDone.await(LONG);
    first.kill();
    System.out.println("Killed holding the lock: accounts " + accounts + ", 30 are missing");
    JvmProcess.start(() -> repair(accounts, lock)).join();
    System.out.println("After the repair: accounts " + accounts);
    return accounts.stream().sum();
  }

  private static void transferHalf(IntArray accounts, SharedLock lock, SharedEvent halfDone)
      throws InterruptedException {
    lock.lock();
    accounts.getAndAdd(0, -30);
    halfDone.set();
    Thread.sleep(LONG); // it is killed here, before accounts.getAndAdd(1, 30)
  }

  private static void repair(IntArray accounts, SharedLock lock) {
    try {
      lock.lock();
      lock.unlock();
    } catch (OwnerDiedException e) {
      System.out.println("The next one is told: " + e.getMessage());
      lock.recover(() -> accounts.set(1, 100 - accounts.get(0)));
    }
  }

  private static void runPython() throws InterruptedException {
    try {
      Process python = new ProcessBuilder("python3", "-c", PYTHON).start();
      boolean waits = "waits".equals(python.inputReader().readLine());
      boolean ended = python.waitFor(PYTHON_SECONDS, SECONDS);
      python.destroyForcibly().waitFor();
      String found = ended ? "the lock is free" : "the next one hangs";
      System.out.println("Python: " + (waits ? found : "the program failed, and shows nothing"));
    } catch (IOException e) {
      System.out.println("Python: there is no python3 to compare with");
    }
  }
}
