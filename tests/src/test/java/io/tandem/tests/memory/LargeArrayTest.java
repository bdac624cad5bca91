package io.tandem.tests.memory;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.tandem.memory.SharedScope;
import io.tandem.tests.ChildJvm;
import io.tandem.tests.PrivateRoot;
import io.tandem.value.ByteArray;
import java.io.IOException;
import java.nio.file.Files;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// An array that no Java array can be as long as. It takes 2 GiB, so only where there are 4.
@Timeout(value = 120, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class LargeArrayTest {
  private static final long LENGTH = (1L << 31) + 16;

  private final PrivateRoot root = PrivateRoot.open();

  @AfterEach
  void nothingIsLeft() {
    root.close();
  }

  @Test
  void anArrayMayBeLongerThanAJavaArray() throws Exception {
    assumeTrue(freeBytes() > 2 * LENGTH, "too little room for an array of 2 GiB");
    try (var scope = SharedScope.anonymous(1)) {
      var array = ByteArray.create(scope, LENGTH);
      array.set(LENGTH - 1, (byte) -1);

      try (var child = ChildJvm.start(AddAtTheEnd.class, Handles.toText(array))) {
        child.awaitSuccess();
      }

      assertEquals(LENGTH, array.length());
      assertEquals(42, array.get(LENGTH - 1));
      assertEquals(42, array.segment().get(JAVA_BYTE, LENGTH - 1));
      assertEquals("[0, 42]", array.slice(LENGTH - 2, LENGTH).toString());
      assertEquals(0, array.get(LENGTH - 1 - (1L << 31)), "no index lost its highest bits");
      assertThrows(IndexOutOfBoundsException.class, () -> array.get(LENGTH));
      var e = assertThrows(IllegalStateException.class, array::toArray);
      assertTrue(e.getMessage().startsWith("Cannot copy 2147483664 elements into one Java array"));
      array.free();
    }
  }

  static final class AddAtTheEnd {
    public static void main(String... arguments) throws Exception {
      var array = (ByteArray) Handles.fromText(arguments[0]);
      array.getAndAdd(array.length() - 1, 43);
    }
  }

  private long freeBytes() throws IOException {
    return Files.getFileStore(root.folder()).getUsableSpace();
  }
}
