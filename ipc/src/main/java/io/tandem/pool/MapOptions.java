package io.tandem.pool;

/// How the items of a map or a stream go to the workers: in chunks.
///
/// ```java
/// var options = MapOptions.USUAL.withChunkSize(100);
/// ```
///
/// @param chunkSize how many items go together, or 0 for as many as take some 2 ms, as measured
/// @param lookAhead how many chunks for each worker may be on their way, or done and not asked for
/// @param task what is special about each chunk; a timeout is for all of it
public record MapOptions(int chunkSize, int lookAhead, TaskOptions task) {
  /// Chunks by measured time, and 4 for each worker on their way.
  public static final MapOptions USUAL = new MapOptions(0, 4, TaskOptions.USUAL);

  /// Checks them.
  ///
  /// @throws IllegalArgumentException if the size is negative, or the look-ahead is not positive
  public MapOptions {
    if (chunkSize < 0) {
      throw new IllegalArgumentException(
          "Cannot make chunks of %d items: use 1 or more, or 0 to have it measured."
              .formatted(chunkSize));
    }
    if (lookAhead < 1) {
      throw new IllegalArgumentException(
          "Cannot look %d chunks ahead: use 1 or more.".formatted(lookAhead));
    }
  }

  /// These, and a size of chunks.
  public MapOptions withChunkSize(int chunkSize) {
    return new MapOptions(chunkSize, lookAhead, task);
  }

  /// These, and a number of chunks to look ahead.
  public MapOptions withLookAhead(int lookAhead) {
    return new MapOptions(chunkSize, lookAhead, task);
  }

  /// These, and options of each chunk's task.
  public MapOptions withTask(TaskOptions task) {
    return new MapOptions(chunkSize, lookAhead, task);
  }
}
