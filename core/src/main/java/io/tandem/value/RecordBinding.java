package io.tandem.value;

import static java.lang.foreign.MemoryLayout.PathElement.groupElement;
import static java.lang.invoke.MethodHandles.collectArguments;
import static java.lang.invoke.MethodHandles.dropArguments;
import static java.lang.invoke.MethodHandles.empty;
import static java.lang.invoke.MethodHandles.filterArguments;
import static java.lang.invoke.MethodHandles.foldArguments;
import static java.lang.invoke.MethodHandles.insertArguments;
import static java.lang.invoke.MethodHandles.permuteArguments;
import static java.lang.invoke.MethodType.methodType;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.invoke.VarHandle;
import java.lang.invoke.VarHandle.AccessMode;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/// Binds a record class to its struct, once: its constructor and accessors to the places where its
/// components lie.
final class RecordBinding {
  /// What a method handle may have, less what binding needs.
  private static final int MOST_SLOTS = 240;

  private static final MethodType AT = methodType(void.class, MemorySegment.class, long.class);
  private static final MethodHandle PLUS;
  private static final MethodHandle READ;
  private static final MethodHandle CHECK;
  private static final MethodHandle WRITE;

  static {
    var lookup = MethodHandles.lookup();
    try {
      PLUS = lookup.findStatic(Long.class, "sum", methodType(long.class, long.class, long.class));
      READ = lookup.findVirtual(Access.class, "read", AT.changeReturnType(Object.class));
      CHECK = lookup.findVirtual(Access.class, "check", methodType(void.class, Object.class));
      WRITE = lookup.findVirtual(Access.class, "write", AT.appendParameterTypes(Object.class));
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private RecordBinding() {}

  /// A component: its accessor, and how a value of it is read, checked and written.
  private record Part(
      MethodHandle accessor, MethodHandle read, MethodHandle check, MethodHandle write) {}

  /// @throws IllegalArgumentException if the record is closed to this module, or has too many parts
  static <R> Access<R> bind(Class<R> type, Shape.Struct shape, StructLayout layout) {
    MethodType parameters = parametersOf(type);
    MethodHandles.Lookup lookup = RecordLookup.in(type);
    try {
      MethodHandle constructor = lookup.findConstructor(type, parameters);
      var parts = new ArrayList<Part>();
      for (int i = 0; i < parameters.parameterCount(); i++) {
        Method accessor = type.getRecordComponents()[i].getAccessor();
        Shape.Member member = shape.members().get(i);
        String path = type.getSimpleName() + "." + member.name();
        parts.add(part(path, lookup.unreflect(accessor), member, layout));
      }
      return HiddenClasses.access(reader(constructor, parts), checker(type, parts), writer(parts));
    } catch (ReflectiveOperationException e) {
      throw RecordLookup.refused(type, e);
    }
  }

  private static MethodType parametersOf(Class<?> type) {
    MethodType parameters = methodType(void.class);
    int slots = 0;
    for (RecordComponent component : type.getRecordComponents()) {
      Class<?> each = component.getType();
      parameters = parameters.appendParameterTypes(each);
      slots += each == long.class || each == double.class ? 2 : 1;
    }
    if (slots > MOST_SLOTS) {
      throw new IllegalArgumentException(
          "Cannot lay out %s as a C struct: it has %d components. "
                  .formatted(type.getName(), parameters.parameterCount())
              + "Use at most %d; long and double count twice. Group some in a record."
                  .formatted(MOST_SLOTS));
    }
    return parameters;
  }

  private static Part part(
      String path, MethodHandle accessor, Shape.Member member, StructLayout layout) {
    Class<?> type = accessor.type().returnType();
    if (member.shape() instanceof CType) {
      VarHandle place = layout.varHandle(groupElement(member.name()));
      return new Part(
          accessor,
          place.toMethodHandle(AccessMode.GET),
          empty(methodType(void.class, type)),
          place.toMethodHandle(AccessMode.SET));
    }
    Access<?> access = access(path, type, member.shape());
    long offset = layout.byteOffset(groupElement(member.name()));
    MethodHandle plus = insertArguments(PLUS, 0, offset);
    return new Part(
        accessor,
        filterArguments(READ.bindTo(access), 1, plus).asType(AT.changeReturnType(type)),
        CHECK.bindTo(access).asType(methodType(void.class, type)),
        filterArguments(WRITE.bindTo(access), 1, plus).asType(AT.appendParameterTypes(type)));
  }

  private static Access<?> access(String path, Class<?> type, Shape shape) {
    return switch (shape) {
      case Shape.Text(int length) -> new TextAccess(path, length);
      case Shape.Array(CType element, int length) ->
          new PrimitivesAccess(path, element.layout(), length);
      case Shape.Array(Shape _, int length) ->
          new RecordsAccess<>(path, StructMapping.of(type.componentType()), length);
      case Shape.Struct _ -> new RecordAccess<>(path, StructMapping.of(type).access());
      case CType _ -> throw new AssertionError(path);
    };
  }

  // ---- all parts together; each reads or writes at (memory, offset) ----

  private static MethodHandle reader(MethodHandle constructor, List<Part> parts) {
    int count = parts.size();
    MethodHandle rest = dropArguments(constructor, count, AT.parameterList());
    for (int i = count - 1; i >= 0; i--) {
      MethodHandle read = collectArguments(rest, i, parts.get(i).read);
      MethodType once = read.type().dropParameterTypes(i + 2, i + 4);
      rest = permuteArguments(read, once, atTwice(i));
    }
    return rest;
  }

  /// So many arguments as they are, and then memory and offset twice.
  private static int[] atTwice(int before) {
    IntStream twice = IntStream.of(before, before + 1, before, before + 1);
    return IntStream.concat(IntStream.range(0, before), twice).toArray();
  }

  private static MethodHandle checker(Class<?> type, List<Part> parts) {
    MethodHandle all = empty(methodType(void.class, type));
    for (Part part : parts.reversed()) {
      all = foldArguments(all, filterArguments(part.check, 0, part.accessor));
    }
    return all;
  }

  private static MethodHandle writer(List<Part> parts) {
    return parts.stream()
        .map(part -> filterArguments(part.write, 2, part.accessor))
        .reduce((first, second) -> foldArguments(second, first))
        .orElseThrow();
  }
}
