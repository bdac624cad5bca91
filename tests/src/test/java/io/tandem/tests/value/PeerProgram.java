package io.tandem.tests.value;

import static java.util.stream.Collectors.joining;

import io.tandem.tests.ChildJvm;
import io.tandem.tests.Tools;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// A program in another language that has the same structs as the test, one of each, side by side
/// at multiples of 64 bytes in a block of shared memory.
///
/// It prints for each struct its size and alignment, and then each leaf with its offset, on
/// `layout`; each leaf's value on `dump`; and sets the leaves to [Leaves#changed] on `change`.
record PeerProgram(List<String> command) {
  /// Compiles a program in C.
  ///
  /// @param declarations of the same structs, by the library
  static PeerProgram inC(List<Part.Struct> structs, List<String> declarations, Path folder)
      throws Exception {
    String gcc = Tools.require("gcc").toString();
    var text = new StringBuilder(C_BEGINS);
    structs.stream().flatMap(Part.Struct::structs).forEach(struct -> text.append(typeInC(struct)));
    var all = new StringBuilder();
    for (int i = 0; i < structs.size(); i++) {
      String name = structs.get(i).name();
      text.append(functionsInC(structs.get(i)));
      text.append(
          "_Static_assert(sizeof(%s) == sizeof(struct %s), \"declaration\");%n"
              .formatted(declarations.get(i), name));
      all.append("  EACH(%s)%n".formatted(name));
    }
    text.append(C_ENDS.formatted(all));
    Path source = Files.writeString(folder.resolve("structs.c"), text);
    String program = folder.resolve("structs").toString();
    try (var compiler =
        ChildJvm.start(List.of(gcc, "-Wall", "-Werror", "-o", program, source.toString()))) {
      compiler.awaitSuccess();
    }
    return new PeerProgram(List.of(program));
  }

  private static String typeInC(Part.Struct struct) {
    String parts = struct.declare(Part::inC).map(part -> part + "; ").collect(joining());
    return "struct %s { %s};%n".formatted(struct.name(), parts);
  }

  private static String functionsInC(Part.Struct struct) {
    String name = struct.name();
    List<Part.Leaf> leaves = struct.leaves("").toList();
    var layout = new StringBuilder();
    var dump = new StringBuilder();
    var change = new StringBuilder();
    for (int i = 0; i < leaves.size(); i++) {
      String path = leaves.get(i).path();
      Part part = leaves.get(i).part();
      layout.append("  offset(\"%s\", offsetof(struct %s, %1$s));%n".formatted(path, name));
      dump.append("  %s%n".formatted(printInC(part, "s->" + path)));
      change.append("  %s%n".formatted(changeInC(part, "s->" + path, i)));
    }
    return """
    static void layout_%1$s(void) {
      printf("%%zu %%zu\\n", sizeof(struct %1$s), _Alignof(struct %1$s));
    %2$s}
    static void dump_%1$s(const struct %1$s *s) {
    %3$s}
    static void change_%1$s(struct %1$s *s) {
    %4$s}
    """
        .formatted(name, layout, dump, change);
  }

  private static String printInC(Part part, String place) {
    return switch (part) {
      case Part.Number.FLOAT -> "float32(%s);".formatted(place);
      case Part.Number.DOUBLE -> "float64(%s);".formatted(place);
      case Part.Number _ -> "integer(%s);".formatted(place);
      default -> "text(%s, sizeof %1$s);".formatted(place);
    };
  }

  private static String changeInC(Part part, String place, int index) {
    return switch (part) {
      case Part.Number.BOOLEAN -> "%s = %d;".formatted(place, index % 2);
      case Part.Number number when number.isFloating() -> "%s = %d.25;".formatted(place, index);
      case Part.Number number -> "%s = (%s) mixed(%d);".formatted(place, number.inC(""), index);
      default -> "set_text(%s, sizeof %1$s, %d);".formatted(place, index);
    };
  }

  /// Writes a program in Python.
  static PeerProgram inPython(List<Part.Struct> structs, Path folder) throws Exception {
    String python = Tools.require("python3").toString();
    String types =
        structs.stream()
            .flatMap(Part.Struct::structs)
            .map(PeerProgram::typeInPython)
            .collect(joining());
    String all = structs.stream().map(Part.Struct::name).collect(joining(", "));
    Path source =
        Files.writeString(
            folder.resolve("structs.py"), PYTHON_BEGINS + types + PYTHON_ENDS.formatted(all));
    return new PeerProgram(List.of(python, source.toString()));
  }

  private static String typeInPython(Part.Struct struct) {
    String parts =
        struct
            .declare((part, name) -> "('%s', %s)".formatted(name, part.inPython()))
            .collect(joining(", "));
    return "class %s(Structure):%n    _fields_ = [%s]%n".formatted(struct.name(), parts);
  }

  /// Runs it.
  ///
  /// @param mode what it is to do
  /// @param block the name of the shared memory
  /// @return what it prints
  List<String> run(String mode, String block) throws Exception {
    var arguments = new ArrayList<>(command);
    arguments.addAll(List.of(mode, block));
    try (var program = ChildJvm.start(arguments)) {
      List<String> lines = program.awaitEnd();
      if (program.process().exitValue() != 0) {
        throw new AssertionError("Failed: " + String.join("\n", lines));
      }
      return lines;
    }
  }

  private static final String C_BEGINS =
      """
      #include <fcntl.h>
      #include <stddef.h>
      #include <stdint.h>
      #include <stdio.h>
      #include <string.h>
      #include <sys/mman.h>
      #include <sys/stat.h>

      static void offset(const char *path, size_t at) { printf("%s %zu\\n", path, at); }
      static void integer(int64_t value) { printf("%lld\\n", (long long) value); }
      static void float32(float value) {
        uint32_t bits;
        memcpy(&bits, &value, sizeof bits);
        printf("%x\\n", bits);
      }
      static void float64(double value) {
        uint64_t bits;
        memcpy(&bits, &value, sizeof bits);
        printf("%llx\\n", (unsigned long long) bits);
      }
      static void text(const char *value, size_t size) {
        for (size_t i = 0; i < size; i++) printf("%02x", (unsigned char) value[i]);
        printf("\\n");
      }
      static uint64_t mixed(uint64_t index) { return index * 0x9E3779B97F4A7C15u; }
      static void set_text(char *place, size_t size, int index) {
        memset(place, 0, size);
        snprintf(place, size, "%d", index);
      }
      static void (*used[])() = {
        (void (*)()) offset, (void (*)()) integer, (void (*)()) float32, (void (*)()) float64,
        (void (*)()) text, (void (*)()) mixed, (void (*)()) set_text,
      };
      """;

  private static final String C_ENDS =
      """
      #define EACH(S) \\
        at = (at + 63) / 64 * 64; \\
        if (mode == 'l') layout_##S(); \\
        if (mode == 'd') dump_##S((struct S *) (memory + at)); \\
        if (mode == 'c') change_##S((struct S *) (memory + at)); \\
        at += sizeof(struct S);

      int main(int count, char **arguments) {
        char file[256];
        struct stat status;
        snprintf(file, sizeof file, "/dev/shm/%%s", arguments[2]);
        int descriptor = open(file, O_RDWR);
        if (!used[0] || descriptor < 0 || fstat(descriptor, &status)) return 1;
        char *memory =
            mmap(0, status.st_size, PROT_READ | PROT_WRITE, MAP_SHARED, descriptor, 0);
        if (memory == MAP_FAILED) return 1;
        char mode = arguments[1][0];
        size_t at = 0;
      %s  return 0;
      }
      """;

  private static final String PYTHON_BEGINS =
      """
      import os, struct, sys
      from ctypes import *
      from multiprocessing import resource_tracker, shared_memory

      def leaves(parent, base, path):
          for name, kind in parent._fields_:
              offset = base + getattr(type(parent), name).offset
              yield from part(parent, name, kind, offset, path + name)

      def part(parent, key, kind, offset, path):
          if issubclass(kind, Structure):
              yield from leaves(get(parent, key), offset, path + '.')
          elif issubclass(kind, Array) and kind._type_ is not c_char:
              array, size = get(parent, key), sizeof(kind._type_)
              for i in range(kind._length_):
                  yield from part(array, i, kind._type_, offset + i * size, f'{path}[{i}]')
          else:
              yield parent, key, kind, offset, path

      def get(parent, key):
          return parent[key] if isinstance(key, int) else getattr(parent, key)

      def put(parent, key, value):
          if isinstance(key, int):
              parent[key] = value
          else:
              setattr(parent, key, value)

      def printed(kind, value):
          if kind is c_float:
              return '%x' % struct.unpack('=I', struct.pack('=f', value))
          if kind is c_double:
              return '%x' % struct.unpack('=Q', struct.pack('=d', value))
          if issubclass(kind, Array):
              return value.hex().ljust(2 * sizeof(kind), '0')
          return int(value)

      def changed(kind, index):
          if kind is c_bool:
              return index % 2
          if kind in (c_float, c_double):
              return index + 0.25
          if issubclass(kind, Array):
              return str(index)[:sizeof(kind) - 1].encode()
          return index * 0x9E3779B97F4A7C15

      """;

  private static final String PYTHON_ENDS =
      """

      mode = sys.argv[1]
      block = shared_memory.SharedMemory(name=sys.argv[2])
      resource_tracker.unregister('/' + block.name, 'shared_memory')
      at = 0
      for kind in [%s]:
          at = (at + 63) // 64 * 64
          if mode == 'layout':
              print(sizeof(kind), alignment(kind))
          shared = kind.from_buffer(block.buf, at)
          for i, (parent, key, leaf, offset, path) in enumerate(leaves(shared, 0, '')):
              if mode == 'layout':
                  print(path, offset)
              elif mode == 'dump':
                  print(printed(leaf, get(parent, key)))
              else:
                  put(parent, key, changed(leaf, i))
          at += sizeof(kind)
      sys.stdout.flush()
      os._exit(0)
      """;
}
