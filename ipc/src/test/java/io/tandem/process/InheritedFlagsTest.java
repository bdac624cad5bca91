package io.tandem.process;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InheritedFlagsTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "--add-opens=java.base/java.lang=ALL-UNNAMED",
        "--add-exports=java.base/sun.nio.ch=ALL-UNNAMED",
        "--add-reads=a=b",
        "--add-modules=ALL-SYSTEM",
        "--enable-preview",
        "--enable-native-access=ALL-UNNAMED",
        "-Dmy.setting=1",
        "-Xss2m",
        "-Xmx1g",
        "-XX:+UseZGC",
        "-XX:MaxMetaspaceSize=64m",
        "-XX:+HeapDumpOnOutOfMemoryError",
        "-XX:ErrorFile=/var/crash/hs_err_%p.log",
        "-XX:SharedArchiveFile=/app.jsa",
        "-Xlog:gc",
        "-Xlog:gc*:stderr:time",
        "-Xlog:disable"
      })
  void whatEveryProcessCanUseIsInherited(String flag) {
    assertEquals(List.of(flag), InheritedFlags.of(List.of(flag), List.of()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-agentlib:jdwp=transport=dt_socket,server=y,address=5005",
        "-Xrunjdwp:transport=dt_socket",
        "-Xdebug",
        "-javaagent:agent.jar",
        "-agentpath:/lib/profiler.so=file=out.jfr",
        "-Dcom.sun.management.jmxremote.port=9010",
        "-Xms1g",
        "-XX:InitialRAMPercentage=50",
        "-XX:+AlwaysPreTouch",
        "-XX:StartFlightRecording=filename=a.jfr",
        "-Xlog:gc:gc.log",
        "-Xlog:gc:file=gc.log:time",
        "-Xloggc:gc.log",
        "-XX:HeapDumpPath=/tmp/no/such/heap.hprof",
        "-XX:ErrorFile=/tmp/hs_err.log",
        "-XX:ArchiveClassesAtExit=app.jsa",
        "-XX:AOTCacheOutput=app.aot",
        "--module-path=mods",
        "-Djdk.module.main=app",
        "-Djdk.internal.javac.source=25",
        "-Dtandem.process=worker",
        "-Dtandem.scope=handle",
        "-Dtandem.parent=1025"
      })
  void whatOnlyOneProcessCanUseIsNot(String flag) {
    assertEquals(List.of(), InheritedFlags.of(List.of(flag), List.of()));
  }

  @Test
  void heapDumpsIntoADirectoryAreInherited(@TempDir Path directory) {
    List<String> flags = List.of("-XX:HeapDumpPath=" + directory);
    assertEquals(flags, InheritedFlags.of(flags, List.of()));
  }

  @Test
  void aCollectorOfTheChildReplacesTheInheritedOne() {
    assertEquals(
        List.of("-Xmx1g"),
        InheritedFlags.of(List.of("-XX:+UseZGC", "-Xmx1g"), List.of("-XX:+UseSerialGC")));
  }

  @Test
  void aHeapLimitOfTheChildReplacesAllInheritedOnes() {
    assertEquals(
        List.of("-Xss1m"),
        InheritedFlags.of(
            List.of("-Xmx1g", "-XX:MaxRAMPercentage=50", "-Xss1m"),
            List.of("-XX:MaxRAMPercentage=10")));
  }

  @Test
  void pathsAreMadeAbsoluteAndTheOrderIsKept() {
    String here = Path.of("").toAbsolutePath().toString();
    assertEquals(
        List.of(
            "--patch-module=m=" + here + "/a:/b", "-Dx=1", "--upgrade-module-path=" + here + "/up"),
        InheritedFlags.of(
            List.of("--patch-module=m=a:/b", "-Dx=1", "--upgrade-module-path=up"), List.of()));
    assertEquals(
        List.of("-Xbootclasspath/a:" + here + "/boot.jar", "-XX:AOTCache=" + here + "/app.aot"),
        InheritedFlags.of(
            List.of("-Xbootclasspath/a:boot.jar", "-XX:AOTCache=app.aot"), List.of()));
  }
}
