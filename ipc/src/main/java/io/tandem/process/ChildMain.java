package io.tandem.process;

import io.tandem.codec.Codec;
import io.tandem.memory.SharedScope;
import io.tandem.peer.ExitStep;
import java.io.File;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Arrays;

/// What a child JVM runs first: it ties its life to the parent's, fetches its task, runs it. Its
/// start is the cost of a process, so nothing here touches JNA, logging or streams.
final class ChildMain {
  private ChildMain() {}

  /// Called by the `java` command.
  ///
  /// @param args the argument file to remove, and behind it the order, unless this is a spare
  public static void main(String[] args) throws Throwable {
    new File(args[0]).delete();
    Lifeline lifeline = Lifeline.hold();
    try {
      Order order =
          args.length == 1
              ? Spare.await(lifeline)
              : Order.of(Arrays.copyOfRange(args, 1, args.length));
      if (order.registers()) {
        Registration.begin();
      }
      if (args.length > 1) {
        ParentWatch.begin(lifeline);
      }
      LaunchFile launch =
          LaunchFile.open(System.getProperty(SharedScope.PROCESS_TREE), order.position());
      Runtime.getRuntime().addShutdownHook(new ExitHook(launch));
      ExitStep.LEAVE_KERNEL.add(lifeline::leaveStdin);
      Action task = receive(launch);
      launch.setRunning();
      task.run();
    } catch (Throwable failure) {
      report(failure);
      throw failure; // ends main as an exception ends any Java program: code 1
    }
  }

  private static Action receive(LaunchFile launch) throws Exception {
    Payload payload = Payload.decode(launch.payload());
    CurrentProcess.becomeChild(payload);
    if (!payload.classes().isEmpty()) {
      ClassLoader loader = ChildMain.class.getClassLoader();
      Thread.currentThread().setContextClassLoader(new ShippedClasses(payload.classes(), loader));
    }
    return (Action) Codec.data().decode(payload.task());
  }

  /// Prints the stack trace under the process's name, and keeps the JVM from printing it again.
  private static void report(Throwable failure) {
    var text = new StringWriter();
    failure.printStackTrace(new PrintWriter(text, true));
    boolean gone = System.err == null; // as the task may have set it so
    var err = gone ? new PrintStream(new FileOutputStream(FileDescriptor.err)) : System.err;
    err.print("Process " + CurrentProcess.name() + ":\n" + text);
    Thread.currentThread().setUncaughtExceptionHandler((_, _) -> {});
  }
}
