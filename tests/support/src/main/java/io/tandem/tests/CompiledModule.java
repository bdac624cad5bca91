package io.tandem.tests;

import java.lang.module.ModuleFinder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.function.Supplier;
import javax.tools.ToolProvider;

/// A named module `acme` with a public record `acme.Quote(int price)`, compiled on the spot. Even
/// if it is closed it gives one out, as a service.
public final class CompiledModule {
  private static final String RECORD =
      """
      package acme;
      import java.util.function.Supplier;
      public record Quote(int price) implements Supplier<Object> {
        public static Supplier<Object> provider() {
          return () -> new Quote(7);
        }
        public Object get() {
          return this;
        }
      }
      """;

  private CompiledModule() {}

  /// Compiles and loads it.
  ///
  /// @param folder that is empty
  /// @param directive of its declaration, such as `opens acme;`, or nothing
  /// @return a record of price 7
  public static Record quote(Path folder, String directive) throws Exception {
    String declaration =
        "module acme { provides java.util.function.Supplier with acme.Quote; %s }"
            .formatted(directive);
    Path module = Files.writeString(folder.resolve("module-info.java"), declaration);
    Path record = Files.writeString(folder.resolve("Quote.java"), RECORD);
    Path classes = folder.resolve("classes");
    int failed =
        ToolProvider.getSystemJavaCompiler()
            .run(
                null,
                null,
                null,
                "-proc:none",
                "-d",
                classes.toString(),
                module.toString(),
                record.toString());
    if (failed != 0) {
      throw new AssertionError("The compiler says why");
    }
    return load(classes);
  }

  private static Record load(Path classes) {
    ModuleLayer boot = ModuleLayer.boot();
    var configuration =
        boot.configuration().resolve(ModuleFinder.of(classes), ModuleFinder.of(), Set.of("acme"));
    ModuleLayer layer =
        ModuleLayer.defineModulesWithOneLoader(
                configuration, List.of(boot), ClassLoader.getSystemClassLoader())
            .layer();
    Supplier<?> provided = ServiceLoader.load(layer, Supplier.class).findFirst().orElseThrow();
    return (Record) provided.get();
  }
}
