package io.tandem.codec;

import java.io.IOException;
import java.io.InputStream;
import java.io.ObjectOutputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.classfile.Attributes;
import java.lang.classfile.ClassFile;
import java.lang.classfile.TypeKind;
import java.lang.classfile.attribute.CodeAttribute;
import java.lang.classfile.attribute.LocalVariableTableAttribute;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.lang.invoke.MethodHandleInfo;
import java.lang.invoke.SerializedLambda;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What a lambda or a bound method reference took along, for the message that one of it cannot
/// cross.
final class LambdaCaptures {
  private final SerializedLambda form;
  private final ClassLoader loader;

  private LambdaCaptures(SerializedLambda form, ClassLoader loader) {
    this.form = form;
    this.loader = loader;
  }

  /// @param form of a lambda
  static LambdaCaptures of(Object lambda, SerializedLambda form) {
    return new LambdaCaptures(form, lambda.getClass().getClassLoader());
  }

  /// The captures of a serializable lambda, or null for any other object.
  static @Nullable LambdaCaptures of(Object object) {
    if (!object.getClass().isHidden()) {
      return null;
    }
    SerializedLambda form = SerializedForm.of(object);
    return form == null ? null : of(object, form);
  }

  int count() {
    return form.getCapturedArgCount();
  }

  @Nullable Object value(int index) {
    return form.getCapturedArg(index);
  }

  /// What is wrong with the lambda, if that is wrong with a capture.
  Blame tell(int index, Blame blame) {
    if (!startsWithThis() || index > 0) {
      return blame.behind("of what the lambda captured, " + label(index));
    }
    return blame
        .behind(
            "the lambda uses a field or method of %s, so it captured `this`, and this"
                .formatted(value(0).getClass().getName()))
        .advise("Copy what it needs into a local variable first.");
  }

  /// Whether capture 0 is the object around the lambda, taken because the body uses it.
  private boolean startsWithThis() {
    return isBound() && isLambdaBody();
  }

  /// How to name a capture in a message: by its variable where the class file tells.
  private String label(int index) {
    if (isBound() && index == 0) {
      return "the receiver of the method reference ::" + form.getImplMethodName();
    }
    String variable = isLambdaBody() ? variableNames().get(slot(index)) : null;
    return variable != null ? "the variable " + variable : "captured value " + (index + 1);
  }

  private boolean isBound() {
    return count() > 0
        && form.getImplMethodKind() != MethodHandleInfo.REF_invokeStatic
        && form.getImplMethodKind() != MethodHandleInfo.REF_newInvokeSpecial;
  }

  private boolean isLambdaBody() {
    return form.getImplMethodName().startsWith("lambda$");
  }

  /// The captures are the body's first parameters, after its `this`.
  private int slot(int index) {
    List<ClassDesc> types =
        MethodTypeDesc.ofDescriptor(form.getImplMethodSignature()).parameterList();
    int slot = startsWithThis() ? 1 : 0;
    int parameter = startsWithThis() ? index - 1 : index;
    for (ClassDesc type : types.subList(0, parameter)) {
      slot += TypeKind.from(type).slotSize();
    }
    return slot;
  }

  private Map<Integer, String> variableNames() {
    Map<Integer, String> names = new HashMap<>();
    body()
        .flatMap(code -> code.findAttribute(Attributes.localVariableTable()))
        .map(LocalVariableTableAttribute::localVariables)
        .orElse(List.of())
        .stream()
        .filter(variable -> variable.startPc() == 0)
        .forEach(variable -> names.put(variable.slot(), variable.name().stringValue()));
    return names;
  }

  private Optional<CodeAttribute> body() {
    try (InputStream in = loader.getResourceAsStream(form.getImplClass() + ".class")) {
      if (in == null) {
        return Optional.empty();
      }
      return ClassFile.of().parse(in.readAllBytes()).methods().stream()
          .filter(method -> method.methodName().equalsString(form.getImplMethodName()))
          .findFirst()
          .flatMap(method -> method.findAttribute(Attributes.code()));
    } catch (IOException | IllegalArgumentException _) {
      return Optional.empty(); // the message does without names
    }
  }

  /// Serializes a lambda to nowhere, to see the form that its class keeps to itself.
  private static final class SerializedForm extends ObjectOutputStream {
    private @Nullable SerializedLambda seen;

    private SerializedForm() throws IOException {
      super(OutputStream.nullOutputStream());
      enableReplaceObject(true);
    }

    static @Nullable SerializedLambda of(Object lambda) {
      try (var out = new SerializedForm()) {
        out.writeObject(lambda);
        return out.seen;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    protected @Nullable Object replaceObject(Object object) {
      seen = object instanceof SerializedLambda form ? form : null;
      return null; // so that no capture is written
    }
  }
}
