package io.tandem.demos.programs;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tandem.demos.programs.ChatGuest.Line;
import io.tandem.memory.SegmentBuffer;
import io.tandem.memory.SharedScope;
import io.tandem.park.Waitable;
import io.tandem.process.JvmProcess;
import io.tandem.queue.SharedQueue;
import io.tandem.ring.BroadcastProducer;
import io.tandem.ring.BroadcastRing;
import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Who runs a [ChatRoom]: all talk to it, and it tells all.
final class ChatHost implements AutoCloseable {
  private static final Duration LONG = Duration.ofHours(1);

  private final SharedQueue<Line> said = SharedQueue.create();
  private final BroadcastRing ring = BroadcastRing.create(SharedScope.ofProcessTree(), 1 << 16);
  private final BroadcastProducer speaker = ring.producer();
  private final Map<String, JvmProcess> guests = new HashMap<>();

  /// Waits until all have greeted each other, or are gone.
  void welcome(String name) throws InterruptedException {
    guests.put(name, JvmProcess.start(name, new ChatGuest(name, said, ring)));
    Set<String> silent = new HashSet<>(guests.keySet());
    while (guests.containsKey(name) && !silent.isEmpty()) {
      Line line = next();
      silent.removeIf(who -> who.equals(line.who()) && line.text().endsWith(name));
      silent.retainAll(guests.keySet());
    }
  }

  void kill(String name) throws InterruptedException {
    JvmProcess guest = guests.get(name);
    if (guest != null) {
      guest.kill();
    }
    awaitEnd(name);
  }

  void sendHome(String name) throws InterruptedException {
    tell(ChatGuest.goodNight(name));
    awaitEnd(name);
  }

  private void awaitEnd(String name) throws InterruptedException {
    while (guests.containsKey(name)) {
      next();
    }
  }

  /// Waits until somebody says something or is gone, and tells all.
  private Line next() throws InterruptedException {
    List<Waitable> things = new ArrayList<>(guests.values());
    things.add(said);
    while (Waitable.awaitAny(LONG, things).isEmpty()) {}
    Line line = said.poll(); // first, as who is gone has said it before
    return tell(line == null ? farewell() : line);
  }

  private Line farewell() {
    var all = guests.values().stream();
    JvmProcess gone = all.filter(guest -> !guest.isAlive()).findFirst().orElseThrow();
    guests.remove(gone.name());
    return new Line("Host", gone.name() + " is gone: " + gone.exitStatus().orElseThrow());
  }

  private Line tell(Line line) {
    System.out.println(line);
    byte[] bytes = line.toString().getBytes(UTF_8);
    speaker.send(1, new SegmentBuffer(MemorySegment.ofArray(bytes)), 0, bytes.length);
    return line;
  }

  /// The rest hear that nothing more will come, and leave.
  @Override
  public void close() {
    speaker.close();
    guests.values().forEach(JvmProcess::close);
  }
}
