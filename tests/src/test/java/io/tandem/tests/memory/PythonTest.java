package io.tandem.tests.memory;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tandem.memory.MemoryException;
import io.tandem.memory.SharedMemory;
import io.tandem.tests.ChildJvm;
import io.tandem.tests.Tools;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Blocks of shared memory, made by Java and used by Python, and the other way round.
@Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class PythonTest {
  private static final String ATTACH =
      """
      import sys
      from multiprocessing import shared_memory, resource_tracker
      block = shared_memory.SharedMemory(name=sys.argv[1])
      resource_tracker.unregister('/' + block.name, 'shared_memory')
      print('size', block.size, flush=True)
      print('sum', sum(block.buf), flush=True)
      block.buf[0] = 200
      block.buf[block.size - 1] = 201
      block.close()
      """;
  private static final String CREATE =
      """
      import sys
      from multiprocessing import shared_memory
      block = shared_memory.SharedMemory(create=True, size=int(sys.argv[1]))
      block.buf[0] = 7
      block.buf[block.size - 1] = 9
      print('name', block.name, flush=True)
      sys.stdin.readline()
      print('first', block.buf[0], flush=True)
      block.close()
      block.unlink()
      """;

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 4096, 5000, 1_000_000})
  void pythonAttachesToABlockMadeInJava(int size) throws Exception {
    try (var block = SharedMemory.create(size)) {
      try {
        assertTrue(block.name().matches("psm_[0-9a-f]{8}"), block.name());
        assertEquals(size, Files.size(Path.of("/dev/shm", block.name())));
        block.segment().fill((byte) 3);
        try (var python = python(ATTACH, block.name())) {
          assertEquals("" + size, python.awaitLine("size "));
          assertEquals("" + 3L * size, python.awaitLine("sum "));
          python.awaitSuccess();
        }
        if (size > 1) {
          assertEquals((byte) 200, block.segment().get(JAVA_BYTE, 0));
        }
        assertEquals((byte) 201, block.segment().get(JAVA_BYTE, size - 1));
      } finally {
        assertTrue(block.unlink());
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 4096, 5000, 1_000_000})
  void javaAttachesToABlockMadeInPython(int size) throws Exception {
    try (var python = python(CREATE, Integer.toString(size))) {
      String name = python.awaitLine("name ");
      try (var block = SharedMemory.attach(name)) {
        assertEquals(size, block.size());
        assertEquals(9, block.segment().get(JAVA_BYTE, size - 1));
        assertThrows(MemoryException.Exists.class, () -> SharedMemory.create(name, 1));
        block.segment().set(JAVA_BYTE, 0, (byte) 11);
        python.say("go on");
        assertEquals("11", python.awaitLine("first "));
        python.awaitSuccess();
        assertEquals(11, block.segment().get(JAVA_BYTE, 0), "unlinked, and still mapped");
      }
      assertThrows(MemoryException.Missing.class, () -> SharedMemory.attach(name));
    }
  }

  @Test
  void pythonDoesNotFindWhatJavaUnlinked() throws Exception {
    try (var block = SharedMemory.create(10)) {
      block.unlink();
      try (var python = python(ATTACH, block.name())) {
        assertTrue(String.join("", python.awaitEnd()).contains("FileNotFoundError"));
      }
    }
  }

  private static ChildJvm python(String script, String argument) throws Exception {
    String python = Tools.require("python3").toString();
    return ChildJvm.start(new ArrayList<>(List.of(python, "-c", script, argument)));
  }
}
