package io.tandem.demos.programs;

import io.tandem.pipe.Connection;
import io.tandem.pipe.Pipe;
import io.tandem.process.JvmProcess;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/// Two processes with a pipe between them: one sends, the other receives until it gets "END".
///
/// Answers the Python program of a pipe in "Multiprocessing in Python, Set 2", of the same
/// messages. It needs its "END": there the main program still has both ends open, so a receiver
/// would wait for more. Here an end belongs to the process that uses it, and the receiver could as
/// well go on until an `EOFException`.
@Command(
    name = "pipe-messages",
    description =
        "One process sends messages through a pipe, another one receives them.%n"
            + "prints: Received the message: hello")
public final class PipeMessages implements Callable<Integer> {
  private static final String END = "END";

  @Override
  public Integer call() throws InterruptedException {
    var messages = List.of("hello", "hey", "hru?", END);
    try (var pipe = Pipe.duplex()) {
      Connection parent = pipe.first();
      Connection child = pipe.second();
      var p1 = JvmProcess.start("p1", () -> sendAll(messages, parent));
      var p2 = JvmProcess.start("p2", () -> receiveAll(child));
      p1.join();
      p2.join();
    }
    return 0;
  }

  private static void sendAll(List<String> messages, Connection connection)
      throws IOException, InterruptedException {
    for (String message : messages) {
      connection.send(message);
      System.out.println("Sent the message: " + message);
    }
    connection.close();
  }

  private static void receiveAll(Connection connection) throws IOException, InterruptedException {
    while (connection.receive() instanceof String message && !message.equals(END)) {
      System.out.println("Received the message: " + message);
    }
  }
}
