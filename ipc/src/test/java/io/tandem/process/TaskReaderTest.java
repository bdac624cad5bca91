package io.tandem.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.InvalidClassException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TaskReaderTest {
  private static List<Object> ran = List.of();

  @Test
  void aTaskRunsWithWhatItCaptured() throws Exception {
    int number = 7;
    var map = Map.of("k", new int[][] {{1}, {2, 3}});

    read(() -> ran = List.of(number, map.get("k")[1][1], int.class)).run();

    assertEquals(List.of(7, 3, int.class), ran);
  }

  @Test
  void anArrayLargerThanThePayloadIsRefused() {
    byte[] marked = new byte[1234];
    byte[] task = SerializedTask.of("p", () -> ran = List.of(marked)).bytes();
    patchInt(task, 1234, Integer.MAX_VALUE - 8);

    assertThrows(
        InvalidClassException.class,
        () -> TaskReader.read(task, TaskReaderTest.class.getClassLoader()));
  }

  private static Action read(Action task) throws Exception {
    byte[] bytes = SerializedTask.of("p", task).bytes();
    return TaskReader.read(bytes, TaskReaderTest.class.getClassLoader());
  }

  private static void patchInt(byte[] bytes, int from, int to) {
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    for (int i = 0; i + Integer.BYTES <= bytes.length; i++) {
      if (buffer.getInt(i) == from) {
        buffer.putInt(i, to);
        return;
      }
    }
    throw new AssertionError("There is no int " + from);
  }
}
