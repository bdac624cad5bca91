package io.tandem.inspect;

import java.lang.foreign.MemorySegment;
import java.util.function.IntFunction;

/// Turns the memory of one type of object into what a tool shows of it. Provided as a service by
/// the package that owns the type.
///
/// **Errors.** Others write the memory while it is read, and it may be damaged or freed: a viewer
/// checks every length before it follows it, and ends every loop. What it throws all the same
/// leaves the object without details.
///
/// ```java
/// var viewer = new Viewer() {
///   record Clock(long ticks) implements Details {
///     public String text() {
///       return ticks + " ticks";
///     }
///   }
///
///   public boolean isFor(String tag, int version) {
///     return tag.equals("clock") && version == 1;
///   }
///
///   public Details view(MemorySegment memory, IntFunction<PeerView> peers) {
///     return new Clock(memory.get(ValueLayout.JAVA_LONG, 0));
///   }
/// };
/// ```
public interface Viewer {
  /// Whether it knows objects of a type.
  ///
  /// @param tag of the object's type
  /// @param version of the object's layout
  boolean isFor(String tag, int version);

  /// Reads one object.
  ///
  /// @param memory of the object, all of it, which cannot be written
  /// @param peers the process that an owner is, as shared words name it
  Details view(MemorySegment memory, IntFunction<PeerView> peers);
}
