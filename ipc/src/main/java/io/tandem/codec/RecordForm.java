package io.tandem.codec;

import static java.lang.invoke.MethodType.methodType;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/// The way into a class of records and out of it: its accessors and its canonical constructor,
/// found once.
final class RecordForm {
  private static final String LANG = "java.lang.";
  private static final Module HERE = RecordForm.class.getModule();
  private static final MethodType GETTER = methodType(Object.class, Object.class);
  private static final MethodType MAKER = methodType(Object.class, Object[].class);

  private final Class<?> type;
  private final int tag;
  private final RecordComponent[] components;
  private final int[] tags;
  private final @Nullable MethodHandle[] getters; // made when first asked for: decoding needs none
  private final MethodHandle maker;

  private RecordForm(Class<?> type) throws ReflectiveOperationException {
    this.type = type;
    tag = HandleForm.isHandle(type) ? Tag.HANDLE : Tag.RECORD;
    components = type.getRecordComponents();
    tags = new int[components.length];
    getters = new MethodHandle[components.length];
    MethodType parameters = methodType(void.class);
    for (int i = 0; i < components.length; i++) {
      Class<?> component = components[i].getType();
      tags[i] = component.isPrimitive() ? tagOf(component) : TypeForm.NONE;
      parameters = parameters.appendParameterTypes(component);
    }
    MethodHandle constructor = lookupIn(type).findConstructor(type, parameters);
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
    String found = "is a %s of the module %s, which is closed".formatted(type.getName(), module);
    return new Blame(found, cause)
        .advise("Add to its module-info.java: opens %s%s;".formatted(type.getPackageName(), to));
  }

  /// Its components, as in its declaration.
  String text() {
    var text = new StringJoiner(", ", "(", ")");
    for (RecordComponent component : components) {
      String type = component.getType().getTypeName();
      String shown = type.startsWith(LANG) ? type.substring(LANG.length()) : type;
      text.add(shown + " " + component.getName());
    }
    return text.toString();
  }

  /// What it begins with.
  int tag() {
    return tag;
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
      MethodHandle getter = getters[component];
      return (Object) (getter != null ? getter : newGetter(component)).invokeExact(whole);
    } catch (Throwable e) {
      throw new Blame("is not to be had, as its accessor throws " + e, e);
    }
  }

  private MethodHandle newGetter(int component) throws IllegalAccessException {
    Method accessor = components[component].getAccessor();
    MethodHandle getter = lookupIn(type).unreflect(accessor).asType(GETTER);
    getters[component] = getter;
    return getter;
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
