/// Memory that several processes share: scopes and raw blocks, Agrona's buffers, rings and counters
/// over them. The handles of its objects are open to the codec of `io.tandem.ipc`.
@org.jspecify.annotations.NullMarked
@SuppressWarnings({"requires-automatic", "requires-transitive-automatic", "module"})
module io.tandem.core {
  requires transitive org.agrona;
  requires static jdk.jfr;
  requires static transitive org.jspecify;

  exports io.tandem.inspect;
  exports io.tandem.linux to
      io.tandem.ipc;
  exports io.tandem.lock to
      io.tandem.ipc;
  exports io.tandem.memory;
  exports io.tandem.park;
  exports io.tandem.peer;
  exports io.tandem.ring;
  exports io.tandem.sync;
  exports io.tandem.value;
  exports io.tandem.word;

  opens io.tandem.memory to
      io.tandem.ipc;
  opens io.tandem.ring to
      io.tandem.ipc;
  opens io.tandem.sync to
      io.tandem.ipc;
  opens io.tandem.value to
      io.tandem.ipc;

  uses io.tandem.inspect.Viewer;

  provides io.tandem.inspect.Viewer with
      io.tandem.ring.BroadcastViewer,
      io.tandem.ring.RingViewer,
      io.tandem.sync.BarrierViewer,
      io.tandem.sync.EventViewer,
      io.tandem.sync.LatchViewer,
      io.tandem.sync.ReadWriteLockViewer,
      io.tandem.sync.SemaphoreViewer,
      io.tandem.sync.SharedConditionViewer,
      io.tandem.sync.SharedLockViewer,
      io.tandem.value.ArrayViewer,
      io.tandem.value.SharedStringViewer,
      io.tandem.value.StructArrayViewer,
      io.tandem.value.StructValueViewer,
      io.tandem.value.ValueViewer;
}
