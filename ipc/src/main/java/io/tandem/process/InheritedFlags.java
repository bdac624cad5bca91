package io.tandem.process;

import io.tandem.memory.SharedScope;
import io.tandem.peer.StaticInitializers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/// Which of its own JVM flags a parent hands on to its children.
///
/// Handed on: module exports, opens and reads, preview features, system properties, heap and stack
/// limits, the choice of collector, tuning. Not handed on: what only one process can have (a
/// debugger's or JMX port, an agent, a log, recording, archive or dump file), what would cost each
/// child the parent's memory at once (`-Xms` and the like), and what the launcher itself adds.
final class InheritedFlags {
  private static final List<String> DROPPED =
      List.of(
          "-agentlib:",
          "-agentpath:",
          "-javaagent:",
          "-Xrun",
          "-Xdebug",
          "-Dcom.sun.management.",
          "-XX:+ManagementServer",
          "-Xms",
          "-XX:InitialHeapSize=",
          "-XX:MinHeapSize=",
          "-XX:InitialRAMPercentage=",
          "-XX:InitialRAMFraction=",
          "-XX:+AlwaysPreTouch",
          "-XX:StartFlightRecording",
          "-XX:FlightRecorderOptions",
          "-XX:+FlightRecorder",
          "-Xloggc:",
          "-XX:LogFile=",
          "-XX:+LogVMOutput",
          "-Xshare:dump",
          "-XX:ArchiveClassesAtExit=",
          "-XX:+AutoCreateSharedArchive",
          "-XX:+RecordDynamicDumpInfo",
          "-XX:DumpLoadedClassList=",
          "-XX:AOTMode=",
          "-XX:AOTConfiguration=",
          "-XX:AOTCacheOutput=",
          "-Djava.class.path=",
          "--module-path=",
          "-Djdk.module.",
          "-Djdk.internal.",
          "-Djdk.launcher.",
          "-Dsun.java.",
          "-D" + StaticInitializers.PROCESS_NAME + "=",
          "-D" + SharedScope.PROCESS_TREE + "=",
          "-D" + ParentWatch.PARENT + "=",
          "-Dloader.main=");

  private static final Pattern COLLECTOR = Pattern.compile("-XX:[+-]Use\\w+GC");
  private static final Pattern HEAP_LIMIT =
      Pattern.compile("-Xmx.*|-mx.*|-XX:Max(HeapSize|RAM|RAMPercentage|RAMFraction)=.*");
  private static final List<String> READ_FILES =
      List.of("-XX:SharedArchiveFile=", "-XX:AOTCache=", "-XX:Flags=", "-XX:CompileCommandFile=");
  private static final Set<String> STANDARD_OUTPUTS = Set.of("", "stdout", "stderr");

  private InheritedFlags() {}

  /// The flags to hand on.
  ///
  /// @param own this JVM's flags, as `RuntimeMXBean.getInputArguments` tells them
  /// @param overriding the child's own flags: one collector or heap limit among them replaces all
  ///   inherited ones, because the JVM refuses two collectors and lets `-Xmx` win over percentages
  static List<String> of(List<String> own, List<String> overriding) {
    return own.stream()
        .filter(flag -> DROPPED.stream().noneMatch(flag::startsWith))
        .filter(flag -> !writesToOneFile(flag) && !AotCache.isOurs(flag))
        .filter(flag -> !isReplaced(COLLECTOR, flag, overriding))
        .filter(flag -> !isReplaced(HEAP_LIMIT, flag, overriding))
        .map(InheritedFlags::withAbsolutePaths)
        .toList();
  }

  private static boolean isReplaced(Pattern kind, String flag, List<String> overriding) {
    return kind.matcher(flag).matches()
        && overriding.stream().anyMatch(other -> kind.matcher(other).matches());
  }

  private static boolean writesToOneFile(String flag) {
    if (flag.startsWith("-Xlog:")) {
      String[] parts = flag.split(":", 4);
      return parts.length > 2 && !STANDARD_OUTPUTS.contains(parts[2]);
    }
    if (flag.startsWith("-XX:HeapDumpPath=")) {
      return !Files.isDirectory(Path.of(valueOf(flag))); // in a directory, dumps are named by pid
    }
    return flag.startsWith("-XX:ErrorFile=") && !flag.contains("%p");
  }

  private static String withAbsolutePaths(String flag) {
    if (flag.startsWith("--upgrade-module-path=")) {
      return "--upgrade-module-path=" + CodePath.absolute(valueOf(flag));
    }
    if (flag.startsWith("--patch-module=")) {
      String[] parts = valueOf(flag).split("=", 2);
      return "--patch-module=" + parts[0] + "=" + CodePath.absolute(parts[1]);
    }
    if (flag.startsWith("-Xbootclasspath/a:")) {
      int colon = flag.indexOf(':') + 1;
      return flag.substring(0, colon) + CodePath.absolute(flag.substring(colon));
    }
    for (String file : READ_FILES) {
      if (flag.startsWith(file)) {
        return file + CodePath.absolute(valueOf(flag));
      }
    }
    return flag;
  }

  private static String valueOf(String flag) {
    return flag.substring(flag.indexOf('=') + 1);
  }
}
