package io.tandem.tests.value;

import static java.util.stream.Collectors.joining;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tandem.value.Length;
import java.io.IOException;
import java.lang.reflect.Array;
import java.lang.reflect.RecordComponent;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.tools.ToolProvider;

/// Record classes compiled from structs, and random records of them.
final class RandomRecords implements AutoCloseable {
  private static final String OUTER = "Records";

  private final URLClassLoader loader;
  private final List<Class<? extends Record>> types = new ArrayList<>();

  /// @param folder for the classes
  RandomRecords(List<Part.Struct> structs, Path folder) throws Exception {
    compile(structs, folder);
    URL[] here = {folder.toUri().toURL()};
    loader = new URLClassLoader(here, RandomRecords.class.getClassLoader());
    for (Part.Struct struct : structs) {
      types.add(loader.loadClass(OUTER + "$" + struct.name()).asSubclass(Record.class));
    }
  }

  private static void compile(List<Part.Struct> structs, Path folder) throws IOException {
    Path source = folder.resolve(OUTER + ".java");
    String records =
        structs.stream()
            .flatMap(Part.Struct::structs)
            .map(RandomRecords::declare)
            .collect(joining());
    Files.writeString(
        source, "import %s;%nclass %s {%n%s}%n".formatted(Length.class.getName(), OUTER, records));
    String classPath = System.getProperty("java.class.path");
    int failed =
        ToolProvider.getSystemJavaCompiler()
            .run(null, null, null, "-proc:none", "-cp", classPath, source.toString());
    assertEquals(0, failed, "the compiler says why");
  }

  private static String declare(Part.Struct struct) {
    return "  private record %s(%s) {}%n"
        .formatted(struct.name(), struct.declare(Part::inJava).collect(joining(", ")));
  }

  /// Their classes, in the order of the structs.
  List<Class<? extends Record>> types() {
    return types;
  }

  /// A random record.
  static <R> R make(Class<R> type, Random random) {
    try {
      RecordComponent[] components = type.getRecordComponents();
      Class<?>[] parameters =
          Stream.of(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
      Object[] values = Stream.of(components).map(part -> value(part, random)).toArray();
      var constructor = type.getDeclaredConstructor(parameters);
      constructor.setAccessible(true);
      return constructor.newInstance(values);
    } catch (ReflectiveOperationException e) {
      throw new AssertionError(e);
    }
  }

  private static Object value(RecordComponent component, Random random) {
    Class<?> type = component.getType();
    Length length = component.getAnnotation(Length.class);
    if (length == null) {
      return single(type, random);
    }
    if (type == String.class) {
      return text(length.value(), random);
    }
    Object array = Array.newInstance(type.componentType(), length.value());
    for (int i = 0; i < length.value(); i++) {
      Array.set(array, i, single(type.componentType(), random));
    }
    return array;
  }

  private static Object single(Class<?> type, Random random) {
    return switch (type.getName()) {
      case "boolean" -> random.nextBoolean();
      case "byte" -> (byte) random.nextInt();
      case "short" -> (short) random.nextInt();
      case "char" -> (char) random.nextInt();
      case "int" -> random.nextInt();
      case "long" -> random.nextLong();
      case "float" -> (float) random.nextGaussian();
      case "double" -> random.nextGaussian();
      default -> make(type, random);
    };
  }

  private static String text(int mostBytes, Random random) {
    var text = new StringBuilder();
    while (true) {
      int length = text.length();
      text.appendCodePoint(
          switch (random.nextInt(5)) {
            case 0 -> random.nextInt(0x80, 0x800);
            case 1 -> random.nextInt(0x800, 0xD800);
            case 2 -> random.nextInt(0x10000, 0x110000);
            default -> random.nextInt(1, 0x80);
          });
      boolean fits = text.toString().getBytes(StandardCharsets.UTF_8).length <= mostBytes;
      if (!fits || random.nextInt(10) == 0) {
        text.setLength(fits ? text.length() : length);
        return text.toString();
      }
    }
  }

  /// The single numbers and strings of a record, in the order of its components.
  static Stream<Object> leaves(Object part) {
    if (part instanceof Record struct) {
      return Stream.of(struct.getClass().getRecordComponents())
          .flatMap(component -> leaves(get(component, struct)));
    }
    if (part.getClass().isArray()) {
      return IntStream.range(0, Array.getLength(part))
          .boxed()
          .flatMap(i -> leaves(Array.get(part, i)));
    }
    return Stream.of(part);
  }

  private static Object get(RecordComponent component, Record struct) {
    try {
      var accessor = component.getAccessor();
      accessor.setAccessible(true);
      return accessor.invoke(struct);
    } catch (ReflectiveOperationException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public void close() throws IOException {
    loader.close();
  }
}
