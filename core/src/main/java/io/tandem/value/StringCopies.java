package io.tandem.value;

import io.tandem.word.Words;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/// The content of a [SharedString], so that nobody ever sees half of one.
///
/// There are two copies. A writer, under the lock, fills the one that is not current, and then says
/// in one store that it is. If it dies before that, nothing has happened; nobody needs to repair
/// anything. So readers need no lock, and wait for nobody: they read the current copy, and start
/// again if `current` has changed since. If it has not, no writer has begun to write where they
/// read: that would have been the second change.
///
/// [TwoCopies] keeps one of its two at a fixed place, for other languages, and so writes everything
/// twice; nobody looks for a string there, and a long one would pay for it.
///
/// **Orders.** The release store of `current` pairs with the acquire load before a copy is read. A
/// fence keeps the loads of the copy before the second look at `current`; another keeps a writer's
/// stores behind the change before, which made its copy the other one.
record StringCopies(Words words, int capacity) {
  /// @param bytes of the content
  /// @param raw whether the text in it ends before the first zero
  record Content(byte[] bytes, boolean raw) {}

  /// The content, from some moment during the call.
  Content get() {
    while (true) {
      Content content = tryGet();
      if (content != null) {
        return content;
      }
      Thread.onSpinWait();
    }
  }

  private @Nullable Content tryGet() {
    long current = words.getLongAcquire(SharedStringLayout.CURRENT_AT); // acquire: pairs with set
    int length = Math.min(SharedStringLayout.length(current), capacity);
    var bytes = new byte[length];
    long copyAt = SharedStringLayout.copyAt(SharedStringLayout.copy(current), capacity);
    words.copyOut(copyAt, MemorySegment.ofArray(bytes), 0, length);
    VarHandle.loadLoadFence();
    boolean unchanged = words.getLong(SharedStringLayout.CURRENT_AT) == current;
    return unchanged ? new Content(bytes, SharedStringLayout.isRaw(current)) : null;
  }

  /// Only under the lock.
  ///
  /// @param bytes at most the capacity
  void set(byte[] bytes, boolean raw) {
    long current = words.getLong(SharedStringLayout.CURRENT_AT);
    VarHandle.releaseFence();
    long copyAt = SharedStringLayout.copyAt(SharedStringLayout.copy(current) ^ 1, capacity);
    words.copyIn(copyAt, MemorySegment.ofArray(bytes), 0, bytes.length);
    long next = SharedStringLayout.next(current, bytes.length, raw);
    words.setLongRelease(SharedStringLayout.CURRENT_AT, next); // release: pairs with get
  }
}
