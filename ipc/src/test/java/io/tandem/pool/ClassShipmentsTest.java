package io.tandem.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.lang.classfile.ClassFile;
import java.lang.constant.ClassDesc;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Classes that no file holds go to a worker once, and each name stands for one.
class ClassShipmentsTest {
  private final ClassShipments shipments = new ClassShipments();

  @Test
  void aClassIsSentOnceFromWhateverLoader() throws Exception {
    shipments.add(Set.of(load(0, true)));
    shipments.add(Set.of(load(0, true)));

    assertEquals(1, shipments.all().size());
    assertEquals(Set.of("Task"), shipments.all().getFirst().keySet());
  }

  @Test
  void anotherClassOfTheSameNameIsRejectedHoweverOften() throws Exception {
    shipments.add(Set.of(load(0, true)));

    for (int i = 0; i < 2; i++) {
      var rejected =
          assertThrows(
              RejectedExecutionException.class, () -> shipments.add(Set.of(load(1, true))));
      assertTrue(rejected.getMessage().contains("another class Task was sent before"));
    }
    assertEquals(1, shipments.all().size());
  }

  @Test
  void aClassWithoutBytesIsRejectedHoweverOften() throws Exception {
    Class<?> closed = load(0, false);

    for (int i = 0; i < 2; i++) {
      var rejected =
          assertThrows(RejectedExecutionException.class, () -> shipments.add(Set.of(closed)));
      assertTrue(rejected.getMessage().contains("Class Task exists only in the memory"));
    }
    assertEquals(0, shipments.all().size());
  }

  private static Class<?> load(int fields, boolean givesItsBytes) throws Exception {
    byte[] bytes =
        ClassFile.of()
            .build(
                ClassDesc.of("Task"),
                type -> {
                  for (int i = 0; i < fields; i++) {
                    type.withField("field" + i, ClassDesc.of("java.lang.String"), 0);
                  }
                });
    return new Memory(bytes, givesItsBytes).loadClass("Task");
  }

  private static final class Memory extends ClassLoader {
    private final byte[] bytes;
    private final boolean givesThem;

    Memory(byte[] bytes, boolean givesThem) {
      super(null);
      this.bytes = bytes;
      this.givesThem = givesThem;
    }

    @Override
    protected Class<?> findClass(String name) {
      return defineClass(name, bytes, 0, bytes.length);
    }

    @Override
    public @Nullable InputStream getResourceAsStream(String name) {
      return givesThem ? new ByteArrayInputStream(bytes) : null;
    }
  }
}
