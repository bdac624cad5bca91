package io.tandem.demos.programs;

import io.tandem.process.Action;
import io.tandem.queue.SharedQueue;
import io.tandem.ring.BroadcastRing;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// Somebody in a [ChatRoom]: greets who comes, and leaves when told good night, or when the host is
/// gone.
///
/// @param said what all say to the host
/// @param told what the host tells all
record ChatGuest(String name, SharedQueue<Line> said, BroadcastRing told) implements Action {
  private static final Duration LONG = Duration.ofHours(1);
  private static final String COMING = "I am ";

  record Line(String who, String text) {
    @Override
    public String toString() {
      return who + ": " + text;
    }
  }

  /// What the host says for somebody to leave.
  static Line goodNight(String name) {
    return new Line("Host", "Good night, " + name);
  }

  @Override
  public void run() throws InterruptedException {
    var reader = told.reader();
    List<String> heard = new ArrayList<>();
    said.put(new Line(name, COMING + name));
    while (!heard.contains(goodNight(name).toString()) && !reader.isEndOfStream()) {
      reader.poll(
          (_, bytes, at, n) -> hear(bytes.getStringWithoutLengthUtf8(at, n), heard), 1, LONG);
    }
    System.out.println(
        "%s heard %d lines, lost %d bytes".formatted(name, heard.size(), reader.lostBytes()));
  }

  /// A reader begins with the latest line: it is not for who came after it.
  private void hear(String line, List<String> heard) {
    boolean isMine = line.equals(new Line(name, COMING + name).toString());
    if (isMine || !heard.isEmpty()) {
      heard.add(line);
    }
    String who = line.substring(0, line.indexOf(':'));
    if (!isMine && !heard.isEmpty() && line.equals(new Line(who, COMING + who).toString())) {
      said.add(new Line(name, "Hello, " + who));
    }
  }
}
