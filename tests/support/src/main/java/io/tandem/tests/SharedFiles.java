package io.tandem.tests;

import static java.nio.file.FileVisitResult.CONTINUE;
import static java.nio.file.FileVisitResult.SKIP_SUBTREE;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The files of this user in a shared folder such as `/dev/shm` whose names say that they are ours:
/// `tandem...`, and `psm_...`, the name that Python gives to a block. Folders stay, and are ours
/// too.
final class SharedFiles {
  private final Path folder;

  SharedFiles(Path folder) {
    this.folder = folder;
  }

  /// Leaves out what a process that is not of this run has mapped, another build say, and what goes
  /// when this JVM ends: the private files, with a dot before their names, and the registry, if it
  /// has them mapped.
  ///
  /// @param ours the processes of this run
  Set<Path> notMappedByOthers(Set<ProcessHandle> ours) {
    Set<Path> files = list();
    if (files.isEmpty()) {
      return files;
    }
    String others =
        ProcessHandle.allProcesses()
            .filter(process -> !process.equals(ProcessHandle.current()))
            .filter(process -> !ours.contains(process))
            .map(SharedFiles::mapsOf)
            .collect(Collectors.joining());
    String own = mapsOf(ProcessHandle.current());
    return files.stream()
        .filter(file -> !isMapped(file, others))
        .filter(file -> !(goesWithItsProcess(file) && isMapped(file, own)))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static boolean goesWithItsProcess(Path file) {
    String name = file.getFileName().toString();
    return name.startsWith(".") || name.startsWith("@registry-");
  }

  private static boolean isMapped(Path file, String maps) {
    return maps.contains(" " + file + "\n");
  }

  private static String mapsOf(ProcessHandle process) {
    try {
      return Files.readString(
          Path.of("/proc/%d/maps".formatted(process.pid())), StandardCharsets.ISO_8859_1);
    } catch (IOException endedOrForeignOrNotLinux) {
      return "";
    }
  }

  private Set<Path> list() {
    var files = new TreeSet<Path>();
    if (Files.isDirectory(folder)) {
      try {
        Files.walkFileTree(folder, new Collector(files));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return files;
  }

  /// Collects ours, and steps over what vanishes meanwhile or belongs to others.
  private final class Collector extends SimpleFileVisitor<Path> {
    private final Set<Path> files;

    Collector(Set<Path> files) {
      this.files = files;
    }

    @Override
    public FileVisitResult preVisitDirectory(Path visited, BasicFileAttributes attributes) {
      return visited.equals(folder) || isOurs(visited) ? CONTINUE : SKIP_SUBTREE;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
      if (isOurs(file)) {
        files.add(file);
      }
      return CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException e) {
      return CONTINUE;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path visited, IOException e) {
      return CONTINUE;
    }

    private boolean isOurs(Path path) {
      String top = folder.relativize(path).getName(0).toString();
      if (top.startsWith(PrivateRoot.ANY) && !top.startsWith(PrivateRoot.PREFIX)) {
        return false; // another build's, which removes it when its tests are done
      }
      return Stream.of("tandem", "psm_").anyMatch(top::startsWith) && isOwn(path);
    }

    private static boolean isOwn(Path path) {
      try {
        String owner = Files.getOwner(path, LinkOption.NOFOLLOW_LINKS).getName();
        return owner.equals(System.getProperty("user.name"));
      } catch (IOException vanished) {
        return false;
      }
    }
  }
}
