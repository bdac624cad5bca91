package io.tandem.codec;

import java.lang.reflect.GenericArrayType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.lang.reflect.WildcardType;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// The records and enums that values of a class are made of, as far as declarations tell: the
/// class, the subclasses that a sealed one permits, and the types of components, also those of
/// elements and type arguments.
final class DeclaredTypes {
  private final Set<Class<?>> seen = new HashSet<>();
  private final List<TypeForm> found = new ArrayList<>();

  private DeclaredTypes() {}

  /// @return in the order of the declarations, the class first if it is a record or an enum
  static List<TypeForm> of(Class<?> type) {
    var types = new DeclaredTypes();
    types.add(type);
    return List.copyOf(types.found);
  }

  private void add(Type type) {
    switch (type) {
      case Class<?> array when array.isArray() -> add(array.componentType());
      case Class<?> one -> addClass(one);
      case GenericArrayType array -> add(array.getGenericComponentType());
      case WildcardType any -> addAll(any.getUpperBounds());
      case ParameterizedType generic -> {
        add(generic.getRawType());
        addAll(generic.getActualTypeArguments());
      }
      default -> {} // a variable, which may be anything
    }
  }

  private void addAll(Type[] types) {
    for (Type each : types) {
      add(each);
    }
  }

  private void addClass(Class<?> type) {
    if (!seen.add(type)) {
      return;
    }
    if (type.isEnum() || type.isRecord()) {
      addForm(type);
    } else if (type.isSealed()) {
      addAll(type.getPermittedSubclasses());
    }
  }

  private void addForm(Class<?> type) {
    try {
      found.add(TypeForm.of(type));
    } catch (Blame _) {
      return; // closed: a value with one of these is refused, which is when it matters
    }
    if (type.isRecord()) {
      for (RecordComponent component : type.getRecordComponents()) {
        add(component.getGenericType());
      }
    }
  }
}
