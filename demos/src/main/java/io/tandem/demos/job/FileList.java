package io.tandem.demos.job;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.tandem.demos.text.TextFile;
import io.tandem.memory.ObjectType;
import io.tandem.memory.SharedBlock;
import io.tandem.memory.SharedScope;
import java.io.Serializable;
import java.lang.foreign.MemorySegment;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The files of a job, in shared memory: each producer reads the entries it needs, none the whole
/// list.
///
/// The block holds the number of files, then for each the offset of its entry, then the entries:
/// size, length of the path, path in UTF-8. All numbers are `long`. It is written before any
/// process starts and never again.
final class FileList implements Serializable {
  private static final long serialVersionUID = 1;
  private static final ObjectType TYPE = new ObjectType("files", 1);
  private static final String URI_START = "file:"; // an absolute path starts otherwise

  private final SharedBlock block;

  private FileList(SharedBlock block) {
    this.block = block;
  }

  static FileList create(SharedScope scope, List<TextFile> files) {
    List<byte[]> paths = files.stream().map(file -> nameOf(file.path()).getBytes(UTF_8)).toList();
    long head = (1L + files.size()) * Long.BYTES;
    long bytes = head + paths.stream().mapToLong(path -> 2 * Long.BYTES + path.length).sum();
    SharedBlock block = scope.allocate(TYPE, bytes);
    MemorySegment memory = block.segment();
    memory.set(JAVA_LONG_UNALIGNED, 0, files.size());
    long at = head;
    for (int i = 0; i < files.size(); i++) {
      byte[] path = paths.get(i);
      memory.set(JAVA_LONG_UNALIGNED, (1L + i) * Long.BYTES, at);
      memory.set(JAVA_LONG_UNALIGNED, at, files.get(i).size());
      memory.set(JAVA_LONG_UNALIGNED, at + Long.BYTES, path.length);
      MemorySegment.copy(path, 0, memory, JAVA_BYTE, at + 2 * Long.BYTES, path.length);
      at += 2 * Long.BYTES + path.length;
    }
    return new FileList(block);
  }

  long size() {
    return block.segment().get(JAVA_LONG_UNALIGNED, 0);
  }

  List<TextFile> subList(int first, int count) {
    var some = new ArrayList<TextFile>(count);
    for (int i = first; i < first + count; i++) {
      some.add(get(i));
    }
    return some;
  }

  TextFile get(long index) {
    MemorySegment memory = block.segment();
    long at = memory.get(JAVA_LONG_UNALIGNED, (1 + index) * Long.BYTES);
    long length = memory.get(JAVA_LONG_UNALIGNED, at + Long.BYTES);
    byte[] path = memory.asSlice(at + 2 * Long.BYTES, length).toArray(JAVA_BYTE);
    return new TextFile(pathOf(new String(path, UTF_8)), memory.get(JAVA_LONG_UNALIGNED, at));
  }

  /// The path as text, or as a URI if it has bytes that are none: so it means the same file again.
  private static String nameOf(Path path) {
    Path absolute = path.toAbsolutePath();
    String text = absolute.toString();
    return Path.of(text).equals(absolute) ? text : absolute.toUri().toString();
  }

  private static Path pathOf(String name) {
    return name.startsWith(URI_START) ? Path.of(URI.create(name)) : Path.of(name);
  }
}
