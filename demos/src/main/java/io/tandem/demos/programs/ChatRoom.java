package io.tandem.demos.programs;

import io.tandem.park.Waitable;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/// Guests who come, talk, leave and are killed, each in a process of its own.
///
/// What they say goes through a queue to the host, and from there through a broadcast ring to all:
/// everybody hears the same in the same order, and who is slow keeps nobody waiting. In Python the
/// host would have a pipe to each. Both wait for messages and for the ends of processes at once,
/// that with `connection.wait`, this with [Waitable#awaitAny].
@Command(
    name = "chat-room",
    description =
        "Guests in processes of their own come, talk, leave and are killed.%n"
            + "prints: Host: Bob is gone: signal 9 (SIGKILL)")
public final class ChatRoom implements Callable<Integer> {
  @Override
  public Integer call() throws InterruptedException {
    try (var host = new ChatHost()) {
      host.welcome("Ann");
      host.welcome("Bob");
      host.welcome("Cyd");
      host.kill("Bob");
      host.welcome("Dan");
      host.sendHome("Cyd");
    }
    return 0;
  }
}
