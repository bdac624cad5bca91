package io.tandem.park;

import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.spi.AbstractSelectableChannel;
import java.nio.channels.spi.AbstractSelector;
import java.nio.channels.spi.SelectorProvider;
import java.util.Set;

/// Runs code when a thread is interrupted: a selector, the one thing in a native call that Java
/// wakes then. It selects nothing.
abstract class InterruptHook extends AbstractSelector {
  InterruptHook() {
    super(SelectorProvider.provider());
  }

  /// From here on [#onInterrupt] runs when this thread is interrupted, and at once if it already
  /// is. It may still run shortly after [#disarm].
  final void arm() {
    begin();
  }

  final void disarm() {
    end();
  }

  /// On the interrupting thread.
  abstract void onInterrupt();

  @Override
  public final Selector wakeup() {
    onInterrupt();
    return this;
  }

  // ---- what is never called ----

  @Override
  protected final void implCloseSelector() {}

  @Override
  protected final SelectionKey register(
      AbstractSelectableChannel channel, int operations, Object attachment) {
    throw new UnsupportedOperationException();
  }

  @Override
  public final Set<SelectionKey> keys() {
    return Set.of();
  }

  @Override
  public final Set<SelectionKey> selectedKeys() {
    return Set.of();
  }

  @Override
  public final int selectNow() {
    throw new UnsupportedOperationException();
  }

  @Override
  public final int select(long timeout) {
    throw new UnsupportedOperationException();
  }

  @Override
  public final int select() {
    throw new UnsupportedOperationException();
  }
}
