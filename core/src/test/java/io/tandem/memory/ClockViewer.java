package io.tandem.memory;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.tandem.inspect.Details;
import io.tandem.inspect.PeerView;
import io.tandem.inspect.Viewer;
import java.lang.foreign.MemorySegment;
import java.util.function.IntFunction;

/// A viewer from outside the library: of an owner and a time, and of nothing that is shorter.
public final class ClockViewer implements Viewer {
  static final ObjectType TYPE = new ObjectType("clock", 1);

  record ClockView(PeerView owner, long time) implements Details {
    @Override
    public String text() {
      return owner.text() + " at " + time;
    }
  }

  @Override
  public boolean isFor(String tag, int version) {
    return tag.equals(TYPE.tag()) && version == TYPE.version();
  }

  @Override
  public Details view(MemorySegment memory, IntFunction<PeerView> peers) {
    int owner = (int) memory.get(JAVA_LONG, 0);
    return new ClockView(peers.apply(owner), memory.get(JAVA_LONG, Long.BYTES));
  }
}
