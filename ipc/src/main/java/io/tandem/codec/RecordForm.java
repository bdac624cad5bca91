package io.tandem.codec;

import static java.lang.invoke.MethodType.methodType;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.RecordComponent;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/// The way into a class of records and out of it: its accessors and its canonical constructor,
/// found once.
final class RecordForm {
  private static final Module HERE = RecordForm.class.getModule();
  private static final MethodType GETTER = methodType(Object.class, Object.class);
  private static final MethodType MAKER = methodType(Object.class, Object[].class);

  private final Class<?> type;
  private final RecordComponent[] components;
  private final int[] tags;
  private final MethodHandle[] getters;
  private final MethodHandle maker;

  private RecordForm(Class<?> type) throws ReflectiveOperationException {
    this.type = type;
    components = type.getRecordComponents();
    tags = new int[components.length];
    getters = new MethodHandle[components.length];
    MethodHandles.Lookup lookup = lookupIn(type);
    MethodType parameters = methodType(void.class);
    for (int i = 0; i < components.length; i++) {
      Class<?> component = components[i].getType();
      tags[i] = component.isPrimitive() ? tagOf(component) : TypeForm.NONE;
      getters[i] = lookup.unreflect(components[i].getAccessor()).asType(GETTER);
      parameters = parameters.appendParameterTypes(component);
    }
    MethodHandle constructor = lookup.findConstructor(type, parameters);
    maker = constructor.asSpreader(Object[].class, components.length).asType(MAKER);
  }

  private static int tagOf(Class<?> primitive) {
    return TypeForm.of(methodType(primitive).wrap().returnType()).tag;
  }

  /// @throws Blame if its module does not let it be used from here
  static RecordForm of(Class<?> type) {
    try {
      return new RecordForm(type);
    } catch (ReflectiveOperationException e) {
      throw closed(type, e);
    }
  }

  /// Full access where the record's package is open, else what is public.
  private static MethodHandles.Lookup lookupIn(Class<?> type) {
    HERE.addReads(type.getModule());
    try {
      return MethodHandles.privateLookupIn(type, MethodHandles.lookup());
    } catch (IllegalAccessException _) {
      return MethodHandles.lookup();
    }
  }

  private static Blame closed(Class<?> type, ReflectiveOperationException cause) {
    String module = type.getModule().isNamed() ? type.getModule().getName() : "of the class path";
    String to = HERE.isNamed() ? " to " + HERE.getName() : "";
    return new Blame(
        "is a %s of the module %s, which is closed".formatted(type.getName(), module),
        "Add to its module-info.java: opens %s%s;".formatted(type.getPackageName(), to),
        cause);
  }

  /// Its components, as in its declaration.
  String text() {
    var text = new StringJoiner(", ", "(", ")");
    for (RecordComponent component : components) {
      String type = component.getType().getTypeName();
      text.add(type.replaceFirst("^java\\.lang\\.(\\w+)", "$1") + " " + component.getName());
    }
    return text.toString();
  }

  int length() {
    return tags.length;
  }

  Class<?> typeOf(int component) {
    return components[component].getType();
  }

  String nameOf(int component) {
    return components[component].getName();
  }

  /// The tag of a primitive component, which is not written; else [TypeForm#NONE].
  int primitive(int component) {
    return tags[component];
  }

  @Nullable Object get(Object whole, int component) {
    try {
      return (Object) getters[component].invokeExact(whole);
    } catch (Throwable e) {
      throw new Blame("is not to be had, as its accessor throws " + e, e);
    }
  }

  Object make(@Nullable Object[] values) {
    try {
      return (Object) maker.invokeExact(values);
    } catch (StackOverflowError e) {
      throw e;
    } catch (Throwable e) {
      throw new CodecException.Malformed(
          "Cannot make a %s of what was sent: its constructor throws %s. "
                  .formatted(type.getName(), e)
              + "Check it before it is sent.",
          e);
    }
  }
}
