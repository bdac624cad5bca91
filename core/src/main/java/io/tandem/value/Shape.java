package io.tandem.value;

import static java.lang.foreign.MemoryLayout.paddingLayout;
import static java.lang.foreign.MemoryLayout.sequenceLayout;
import static java.lang.foreign.MemoryLayout.structLayout;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.util.stream.Collectors.joining;

import java.lang.foreign.MemoryLayout;
import java.lang.foreign.StructLayout;
import java.util.ArrayList;
import java.util.List;

/// A type of C: what lies in memory, without any class of Java.
///
/// Its declaration in C says all there is to know of it, by the rules of x86-64 and aarch64 under
/// Linux: each member at the next multiple of its alignment, the end at a multiple of the largest.
/// So that text is what structs are told apart by, across processes and programs.
sealed interface Shape permits CType, Shape.Text, Shape.Array, Shape.Struct {
  /// What the declaration of a struct begins with.
  String STRUCT = "struct {";

  /// Where it puts what.
  MemoryLayout layout();

  /// Its declaration in C.
  ///
  /// @param declarator what is declared: a name, with the lengths of the arrays around it
  String declaration(String declarator);

  /// A string: UTF-8, and zeros up to its length.
  record Text(int length) implements Shape {
    @Override
    public MemoryLayout layout() {
      return sequenceLayout(length, JAVA_BYTE);
    }

    @Override
    public String declaration(String declarator) {
      return "char %s[%d]".formatted(declarator, length);
    }
  }

  /// Several of one type.
  record Array(Shape element, int length) implements Shape {
    @Override
    public MemoryLayout layout() {
      return sequenceLayout(length, element.layout());
    }

    @Override
    public String declaration(String declarator) {
      return element.declaration("%s[%d]".formatted(declarator, length));
    }
  }

  /// A part of a struct.
  record Member(String name, Shape shape) {}

  /// Several parts, in this order.
  record Struct(List<Member> members) implements Shape {
    public Struct {
      members = List.copyOf(members);
    }

    @Override
    public StructLayout layout() {
      var parts = new ArrayList<MemoryLayout>();
      long end = 0;
      long alignment = 1;
      for (Member member : members) {
        MemoryLayout part = member.shape.layout();
        end = pad(parts, end, part.byteAlignment()) + part.byteSize();
        alignment = Math.max(alignment, part.byteAlignment());
        parts.add(part.withName(member.name));
      }
      long _ = pad(parts, end, alignment);
      return structLayout(parts.toArray(MemoryLayout[]::new));
    }

    /// @return the next multiple of the alignment
    private static long pad(List<MemoryLayout> parts, long end, long alignment) {
      long padding = -end & alignment - 1;
      if (padding > 0) {
        parts.add(paddingLayout(padding));
      }
      return end + padding;
    }

    @Override
    public String declaration(String declarator) {
      return (this + " " + declarator).strip();
    }

    @Override
    public String toString() {
      return members.stream()
          .map(member -> member.shape.declaration(member.name) + ";")
          .collect(joining(" ", STRUCT + " ", " }"));
    }
  }
}
