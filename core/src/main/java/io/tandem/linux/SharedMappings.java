package io.tandem.linux;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/// Which files the processes of one user share by mapping them for writing, as `/proc` shows:
/// without processes whose maps may not be read, and without those of other pid namespaces.
public final class SharedMappings {
  private static final Path PROCESSES = Path.of("/proc");
  private static final String DELETED = " (deleted)";
  private static final int FIELDS = 6;

  private final List<Mapping> all;

  private SharedMappings(List<Mapping> all) {
    this.all = all;
  }

  /// A file that a process has mapped.
  ///
  /// @param device as `/proc` writes it: hexadecimal `major:minor`
  /// @param path of the file, with `(deleted)` behind it if it has that no more
  private record Mapping(long pid, String device, String inode, String path) {}

  /// Looks at all processes of a user, once.
  ///
  /// @return empty where there is no such `/proc`
  public static Optional<SharedMappings> of(int user) {
    if (!Files.isReadable(PROCESSES.resolve("self/maps"))) {
      return Optional.empty();
    }
    var all = new ArrayList<Mapping>();
    try (DirectoryStream<Path> processes = Files.newDirectoryStream(PROCESSES, "[0-9]*")) {
      for (Path process : processes) {
        addAll(process, user, all);
      }
    } catch (IOException | DirectoryIteratorException e) {
      return Optional.empty();
    }
    return Optional.of(new SharedMappings(all));
  }

  private static void addAll(Path process, int user, List<Mapping> all) {
    try {
      if ((int) Files.getAttribute(process, "unix:uid") == user) {
        long pid = Long.parseLong(process.getFileName().toString());
        String maps = Files.readString(process.resolve("maps"), StandardCharsets.ISO_8859_1);
        maps.lines().forEach(line -> addShared(pid, line, all));
      }
    } catch (IOException e) {
      // It has ended, or keeps its maps to itself.
    }
  }

  /// Lines are `start-end rw-s offset device inode path`.
  private static void addShared(long pid, String line, List<Mapping> all) {
    String[] fields = line.split(" +", FIELDS);
    if (fields.length == FIELDS && fields[1].startsWith("rw") && fields[1].endsWith("s")) {
      all.add(new Mapping(pid, fields[3], fields[4], fields[5]));
    }
  }

  /// The processes that have a file mapped.
  ///
  /// @throws IOException if the file is gone
  public List<Long> pidsOf(Path file) throws IOException {
    Map<String, Object> attributes =
        Files.readAttributes(file, "unix:dev,ino", LinkOption.NOFOLLOW_LINKS);
    String inode = attributes.get("ino").toString();
    String device = device((long) attributes.get("dev"));
    return pids(
        all.stream()
            .filter(mapping -> mapping.inode.equals(inode))
            // Some file systems have a device of their own for each volume; then the path tells.
            .filter(mapping -> mapping.device.equals(device) || isPath(mapping, file))
            .toList());
  }

  /// The processes that have a file mapped which is not there any more, and others of its
  /// directory, there or not.
  ///
  /// @param file the path that it had
  public List<Long> pidsOfDeleted(Path file) {
    String deleted = file + DELETED;
    List<Mapping> beside =
        all.stream().filter(mapping -> mapping.path.startsWith(file.getParent() + "/")).toList();
    return pids(
        beside.stream()
            .filter(mapping -> mapping.path.equals(deleted))
            .filter(gone -> beside.stream().anyMatch(other -> isOther(other, gone)))
            .toList());
  }

  private static boolean isOther(Mapping other, Mapping one) {
    return other.pid == one.pid && !other.path.equals(one.path);
  }

  private static boolean isPath(Mapping mapping, Path file) {
    return mapping.path.equals(file.toString());
  }

  private static List<Long> pids(List<Mapping> mappings) {
    return List.copyOf(new TreeSet<>(mappings.stream().map(Mapping::pid).toList()));
  }

  private static String device(long dev) {
    long major = dev >>> 8 & 0xfff | dev >>> 32 & ~0xfffL;
    long minor = dev & 0xff | dev >>> 12 & ~0xffL;
    return "%02x:%02x".formatted(major, minor & 0xffffffffL);
  }
}
