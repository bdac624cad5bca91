package io.tandem.tests.value;

import java.util.List;
import java.util.Locale;
import java.util.function.BiFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// What a struct may have as a part, in three languages.
sealed interface Part {
  /// The single numbers and strings in it, in the order in which they lie.
  ///
  /// @param path where it is itself
  Stream<Leaf> leaves(String path);

  /// Its declaration in Java.
  String inJava(String name);

  /// Its declaration in C.
  String inC(String name);

  /// Its type in Python.
  String inPython();

  /// @param part a number or a string
  record Leaf(String path, Part part) {}

  /// A primitive.
  enum Number implements Part {
    BOOLEAN("_Bool", "c_bool"),
    BYTE("int8_t", "c_int8"),
    SHORT("int16_t", "c_int16"),
    CHAR("uint16_t", "c_uint16"),
    INT("int32_t", "c_int32"),
    LONG("int64_t", "c_int64"),
    FLOAT("float", "c_float"),
    DOUBLE("double", "c_double");

    private final String inC;
    private final String inPython;

    Number(String inC, String inPython) {
      this.inC = inC;
      this.inPython = inPython;
    }

    boolean isFloating() {
      return this == FLOAT || this == DOUBLE;
    }

    @Override
    public Stream<Leaf> leaves(String path) {
      return Stream.of(new Leaf(path, this));
    }

    @Override
    public String inJava(String name) {
      return name().toLowerCase(Locale.ROOT) + " " + name;
    }

    @Override
    public String inC(String name) {
      return inC + " " + name;
    }

    @Override
    public String inPython() {
      return inPython;
    }
  }

  /// A string in UTF-8.
  record Text(int length) implements Part {
    @Override
    public Stream<Leaf> leaves(String path) {
      return Stream.of(new Leaf(path, this));
    }

    @Override
    public String inJava(String name) {
      return "@Length(%d) String %s".formatted(length, name);
    }

    @Override
    public String inC(String name) {
      return "char %s[%d]".formatted(name, length);
    }

    @Override
    public String inPython() {
      return "c_char * %d".formatted(length);
    }
  }

  /// An array.
  ///
  /// @param element a number or a struct
  record Several(Part element, int length) implements Part {
    @Override
    public Stream<Leaf> leaves(String path) {
      return IntStream.range(0, length)
          .boxed()
          .flatMap(i -> element.leaves("%s[%d]".formatted(path, i)));
    }

    @Override
    public String inJava(String name) {
      return "@Length(%d) %s".formatted(length, element.inJava("[] " + name));
    }

    @Override
    public String inC(String name) {
      return element.inC("%s[%d]".formatted(name, length));
    }

    @Override
    public String inPython() {
      return "%s * %d".formatted(element.inPython(), length);
    }
  }

  /// A struct, whose parts are named `p0`, `p1` and so on.
  ///
  /// @param name of the type in all languages
  record Struct(String name, List<Part> parts) implements Part {
    @Override
    public Stream<Leaf> leaves(String path) {
      String prefix = path.isEmpty() ? "p" : path + ".p";
      return IntStream.range(0, parts.size()).boxed().flatMap(i -> parts.get(i).leaves(prefix + i));
    }

    @Override
    public String inJava(String name) {
      return this.name + " " + name;
    }

    @Override
    public String inC(String name) {
      return "struct %s %s".formatted(this.name, name);
    }

    @Override
    public String inPython() {
      return name;
    }

    /// The structs within it, and last itself.
    Stream<Struct> structs() {
      return Stream.concat(parts.stream().flatMap(Struct::within), Stream.of(this));
    }

    private static Stream<Struct> within(Part part) {
      return switch (part) {
        case Struct struct -> struct.structs();
        case Several(Part element, int _) -> within(element);
        case Number _, Text _ -> Stream.empty();
      };
    }

    /// Declares each part.
    ///
    /// @param declare gets a part and its name
    Stream<String> declare(BiFunction<Part, String, String> declare) {
      return IntStream.range(0, parts.size()).mapToObj(i -> declare.apply(parts.get(i), "p" + i));
    }
  }
}
