package io.tandem.park;

import io.tandem.word.Words;
import java.util.function.IntSupplier;

/// Where to sleep until a [Waitable] is ready, for those who make one.
///
/// Whoever makes it ready changes the word and then wakes all who sleep on it: somebody who waits
/// for several things takes none of them away, and so must not be the only one that is woken.
///
/// ```java
/// try (var scope = SharedScope.open("orders")) {
///   var words = new SegmentWords(scope.openBlock("gate", ObjectType.RAW, 8).segment());
///   // Whoever opens the gate: words.setIntRelease(0, 1), then wakeAll.
///   var point = new WaitPoint(Parker.of(scope.peers()), words, 0, () -> 0);
/// }
/// ```
///
/// @param parker that its other side wakes by
/// @param words that the word is in: shared ones, or memory of this process
/// @param offset of the word
/// @param announceSleep as [Wait#announceSleep]: has the other side wake from now on, before the
///   next [Waitable#isReady], and returns what the word holds as long as sleeping is right
public record WaitPoint(Parker parker, Words words, long offset, IntSupplier announceSleep) {
  /// Takes a parker of [Parker#during] for the one behind it, which others have, too, and checks
  /// before each sleep instead.
  public WaitPoint {
    if (parker instanceof CheckingParker checking) {
      IntSupplier announce = announceSleep;
      announceSleep =
          () -> {
            checking.requireCurrent();
            return announce.getAsInt();
          };
      parker = checking.parker();
    }
  }
}
