package io.tandem.tests.value;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tandem.tests.CompiledModule;
import io.tandem.value.Structs;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Records of named modules, which say who may use them.
class ClosedModuleTest {
  @TempDir private Path folder;

  @Test
  void aRecordOfAClosedPackageIsRefusedWithTheLineToAdd() throws Exception {
    Class<? extends Record> closed = CompiledModule.quote(folder, "").getClass();

    var refused = assertThrows(IllegalArgumentException.class, () -> Structs.layoutOf(closed));

    String message = refused.getMessage();
    String start =
        "Cannot use record acme.Quote: its module acme does not let it be made from outside. "
            + "Add to its module-info.java: opens acme";
    assertTrue(message.startsWith(start), message);
  }

  @Test
  void aRecordOfAnOpenPackageIsUsed() throws Exception {
    assertEquals(
        4, Structs.layoutOf(CompiledModule.quote(folder, "opens acme;").getClass()).byteSize());
  }

  @Test
  void aPublicRecordOfAnExportedPackageIsUsed() throws Exception {
    assertEquals(
        4, Structs.layoutOf(CompiledModule.quote(folder, "exports acme;").getClass()).byteSize());
  }
}
