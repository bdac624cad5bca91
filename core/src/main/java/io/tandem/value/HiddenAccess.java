package io.tandem.value;

import static java.lang.constant.ConstantDescs.DEFAULT_NAME;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;

/// The access to one record class, through handles that are constants to the compiler: others would
/// be called, not inlined, and cost ten times as much.
///
/// Only [HiddenClasses] uses it, as a pattern: each record class gets a hidden copy with static
/// fields of its own.
final class HiddenAccess implements Access<Object> {
  private static final MethodHandle READ = handle(0);
  private static final MethodHandle CHECK = handle(1);
  private static final MethodHandle WRITE = handle(2);

  HiddenAccess() {}

  private static MethodHandle handle(int index) {
    try {
      return MethodHandles.classDataAt(
          MethodHandles.lookup(), DEFAULT_NAME, MethodHandle.class, index);
    } catch (IllegalAccessException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public Object read(MemorySegment memory, long offset) {
    try {
      return (Object) READ.invokeExact(memory, offset);
    } catch (Throwable e) {
      throw unchecked(e);
    }
  }

  @Override
  public void check(Object struct) {
    try {
      CHECK.invokeExact(struct);
    } catch (Throwable e) {
      throw unchecked(e);
    }
  }

  @Override
  public void write(MemorySegment memory, long offset, Object struct) {
    try {
      WRITE.invokeExact(memory, offset, struct);
    } catch (Throwable e) {
      throw unchecked(e);
    }
  }

  /// What constructors and accessors of records throw is unchecked: they may declare nothing else.
  private static RuntimeException unchecked(Throwable thrown) {
    if (thrown instanceof Error error) {
      throw error;
    }
    return thrown instanceof RuntimeException e ? e : new IllegalStateException(thrown);
  }
}
