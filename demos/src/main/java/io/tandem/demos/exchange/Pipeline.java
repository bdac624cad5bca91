package io.tandem.demos.exchange;

import io.tandem.park.Waitable;
import io.tandem.process.ExitStatus;
import io.tandem.process.JvmProcess;
import io.tandem.ring.OneToOneRing;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Processes in a row, each with a ring to the next one.
///
/// @param rings one fewer than stages
record Pipeline(List<JvmProcess> stages, List<OneToOneRing> rings) {
  private static final Duration LONG = Duration.ofHours(1);

  /// Waits until all have ended. Where one dies, those before it would wait for ever for room in
  /// its ring, and are ended; those behind it do what was sent, and end by themselves.
  ///
  /// @return whether none died
  boolean await() throws InterruptedException {
    List<JvmProcess> running = new ArrayList<>(stages);
    Set<JvmProcess> stopped = new HashSet<>();
    boolean whole = true;
    while (!running.isEmpty()) {
      for (JvmProcess ended : Waitable.awaitAny(LONG, running)) {
        running.remove(ended);
        ExitStatus status = ended.exitStatus().orElseThrow();
        if (!status.isSuccess() && !stopped.contains(ended)) {
          System.out.println(ended.name() + " is gone: " + status);
          List<JvmProcess> before = stages.subList(0, stages.indexOf(ended));
          before.forEach(JvmProcess::kill);
          stopped.addAll(before);
          endStreamOf(ended);
          whole = false;
        }
      }
    }
    return whole;
  }

  /// The death of a producer ends the stream; one that dies before it is the producer is waited
  /// for.
  private void endStreamOf(JvmProcess dead) {
    int place = stages.indexOf(dead);
    if (place < rings.size()) {
      rings.get(place).producer().close();
    }
  }
}
