/// Processes that talk: starting JVMs on tasks and watching over them.
@org.jspecify.annotations.NullMarked
module io.tandem.ipc {
  requires transitive io.tandem.core;
  requires static jdk.jfr;
  requires static transitive org.jspecify;
  requires com.sun.jna;
  requires java.management;

  exports io.tandem.codec;
  exports io.tandem.list;
  exports io.tandem.manager;
  exports io.tandem.pipe;
  exports io.tandem.pool;
  exports io.tandem.process;
  exports io.tandem.queue;

  uses io.tandem.codec.Codec;

  provides io.tandem.inspect.Viewer with
      io.tandem.list.SharedListViewer,
      io.tandem.pipe.PipeViewer,
      io.tandem.pool.ParcelViewer,
      io.tandem.pool.WorkerViewer,
      io.tandem.queue.QueueViewer;
}
