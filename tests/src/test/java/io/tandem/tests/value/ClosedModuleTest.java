package io.tandem.tests.value;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tandem.value.Structs;
import java.lang.module.ModuleFinder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Records of named modules, which say who may use them.
class ClosedModuleTest {
  @TempDir private Path folder;

  @Test
  void aRecordOfAClosedPackageIsRefusedWithTheLineToAdd() throws Exception {
    Class<? extends Record> closed = compile("");

    var refused = assertThrows(IllegalArgumentException.class, () -> Structs.layoutOf(closed));

    String message = refused.getMessage();
    String start =
        "Cannot use record acme.Quote: its module acme does not let it be made from outside. "
            + "Add to its module-info.java: opens acme";
    assertTrue(message.startsWith(start), message);
  }

  @Test
  void aRecordOfAnOpenPackageIsUsed() throws Exception {
    assertEquals(4, Structs.layoutOf(compile("opens acme;")).byteSize());
  }

  @Test
  void aPublicRecordOfAnExportedPackageIsUsed() throws Exception {
    assertEquals(4, Structs.layoutOf(compile("exports acme;")).byteSize());
  }

  private Class<? extends Record> compile(String directive) throws Exception {
    Path module =
        Files.writeString(
            folder.resolve("module-info.java"), "module acme { %s }".formatted(directive));
    Path record =
        Files.writeString(
            folder.resolve("Quote.java"), "package acme; public record Quote(int price) {}");
    var compiler = ToolProvider.getSystemJavaCompiler();
    String output = folder.resolve("classes").toString();
    int failed =
        compiler.run(
            null, null, null, "-proc:none", "-d", output, module.toString(), record.toString());
    assertEquals(0, failed, "the compiler says why");
    ModuleLayer boot = ModuleLayer.boot();
    var configuration =
        boot.configuration()
            .resolve(ModuleFinder.of(Path.of(output)), ModuleFinder.of(), Set.of("acme"));
    return ModuleLayer.defineModulesWithOneLoader(
            configuration, List.of(boot), ClassLoader.getSystemClassLoader())
        .layer()
        .findLoader("acme")
        .loadClass("acme.Quote")
        .asSubclass(Record.class);
  }
}
