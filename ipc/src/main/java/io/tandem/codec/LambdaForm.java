package io.tandem.codec;

import java.io.Serializable;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.SerializedLambda;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Lambdas and method references, by the same two methods that Java serialization calls: the
/// `writeReplace` of the lambda says what it is, and the `$deserializeLambda$` of the class around
/// it makes it again. To read one by Java serialization would take a new JVM 15 ms more, most of
/// them for the logging that only its filters use.
final class LambdaForm {
  private static final ClassValue<@Nullable Method> REPLACE =
      new ClassValue<>() {
        @Override
        protected @Nullable Method computeValue(Class<?> type) {
          return find(type, "writeReplace");
        }
      };

  /// By handles, which are called by code that the JDK has: for reflection a new JVM makes some, 3
  /// ms.
  private static final ClassValue<@Nullable MethodHandle> MAKE =
      new ClassValue<>() {
        @Override
        protected @Nullable MethodHandle computeValue(Class<?> type) {
          Method method = find(type, "$deserializeLambda$", SerializedLambda.class);
          return method == null ? null : handleOf(method);
        }
      };

  private LambdaForm() {}

  private static @Nullable Method find(Class<?> type, String name, Class<?>... parameters) {
    try {
      Method method = type.getDeclaredMethod(name, parameters);
      return method.trySetAccessible() ? method : null;
    } catch (NoSuchMethodException _) {
      return null;
    }
  }

  private static MethodHandle handleOf(Method method) {
    try {
      return MethodHandles.lookup().unreflect(method);
    } catch (IllegalAccessException e) {
      throw new AssertionError(e); // it was made accessible
    }
  }

  /// Writes a lambda, unless it or something that it captured is for Java serialization.
  ///
  /// @param depth in which it is already
  /// @param classes where all classes are noted that are named, or null
  /// @return whether it was written; otherwise nothing was
  static boolean write(Serializable value, Output out, int depth, @Nullable Set<Class<?>> classes) {
    SerializedLambda lambda = formOf(value);
    if (lambda == null) {
      return false;
    }
    Site site = Site.of(value.getClass(), lambda);
    if (MAKE.get(site.around) == null || capturesForJava(lambda)) {
      return false;
    }
    Output captured = captured(value, lambda, depth, classes);
    if (classes != null) {
      classes.add(site.around);
    }
    out.writeBytes(site.head);
    out.append(captured);
    return true;
  }

  private static @Nullable SerializedLambda formOf(Serializable value) {
    Method replace = value.getClass().isHidden() ? REPLACE.get(value.getClass()) : null;
    try {
      return replace != null && replace.invoke(value) instanceof SerializedLambda form
          ? form
          : null;
    } catch (IllegalAccessException | InvocationTargetException e) {
      return null;
    }
  }

  /// The place in a class where lambdas are made: all of them are of one hidden class, and differ
  /// only in what they captured.
  ///
  /// @param around that class
  /// @param head what is written of each before what it captured
  private record Site(Class<?> around, byte[] head) {
    private static final ClassValue<@Nullable Site[]> KNOWN =
        new ClassValue<>() {
          @Override
          protected @Nullable Site[] computeValue(Class<?> type) {
            return new Site[1];
          }
        };

    static Site of(Class<?> type, SerializedLambda lambda) {
      @Nullable Site[] room = KNOWN.get(type);
      Site site = room[0]; // racy: one that is made twice is the same
      if (site == null) {
        site = new Site(around(type, lambda), head(lambda));
        room[0] = site;
      }
      return site;
    }

    private static Class<?> around(Class<?> type, SerializedLambda lambda) {
      try {
        String name = lambda.getCapturingClass().replace('/', '.');
        return Class.forName(name, false, type.getClassLoader());
      } catch (ClassNotFoundException e) {
        throw new AssertionError(e); // the lambda was made there
      }
    }

    private static byte[] head(SerializedLambda lambda) {
      var out = new Output();
      out.writeByte(Tag.LAMBDA);
      out.writeUtf8(lambda.getCapturingClass());
      out.writeUtf8(lambda.getFunctionalInterfaceClass());
      out.writeUtf8(lambda.getFunctionalInterfaceMethodName());
      out.writeUtf8(lambda.getFunctionalInterfaceMethodSignature());
      out.writeByte(lambda.getImplMethodKind());
      out.writeUtf8(lambda.getImplClass());
      out.writeUtf8(lambda.getImplMethodName());
      out.writeUtf8(lambda.getImplMethodSignature());
      out.writeUtf8(lambda.getInstantiatedMethodType());
      out.writeLength(lambda.getCapturedArgCount());
      return out.toBytes();
    }
  }

  /// Whether some of what it captured is for Java serialization, which then sees what is captured
  /// twice.
  private static boolean capturesForJava(SerializedLambda lambda) {
    for (int i = 0; i < lambda.getCapturedArgCount(); i++) {
      Object each = lambda.getCapturedArg(i);
      boolean asked = each instanceof Serializable && !(each instanceof Record);
      if (asked && TypeForm.of(each.getClass()).tag == Tag.JAVA) {
        return true;
      }
    }
    return false;
  }

  /// What it captured, as a frame of its own.
  private static Output captured(
      Serializable value, SerializedLambda lambda, int depth, @Nullable Set<Class<?>> classes) {
    var encoder = new DataEncoder(depth + 1, classes);
    for (int i = 0; i < lambda.getCapturedArgCount(); i++) {
      try {
        encoder.encode(lambda.getCapturedArg(i));
      } catch (Blame e) {
        throw LambdaCaptures.of(value, lambda).tell(i, e);
      }
    }
    return encoder.output();
  }

  /// Reads what [#write] wrote behind the tag.
  static Object read(Input in, DataCodec codec, DataDecoder captures) {
    String capturing = in.readText();
    Class<?> around = codec.requireLambda(capturing.replace('/', '.'));
    String type = in.readText();
    String method = in.readText();
    String signature = in.readText();
    int kind = in.readByte();
    String implClass = in.readText();
    String implMethod = in.readText();
    String implSignature = in.readText();
    String instantiated = in.readText();
    Object[] captured = captures.readElements();
    return make(
        new SerializedLambda(
            around,
            type,
            method,
            signature,
            kind,
            implClass,
            implMethod,
            implSignature,
            instantiated,
            captured),
        around);
  }

  private static Object make(SerializedLambda lambda, Class<?> around) {
    MethodHandle maker = MAKE.get(around);
    if (maker == null) {
      throw Input.malformed("%s makes no lambdas", around.getName());
    }
    Object made;
    try {
      made = (Object) maker.invokeExact(lambda);
    } catch (Error e) {
      throw e; // of a static initializer, say
    } catch (Throwable e) {
      throw new CodecException.Malformed(
          "Cannot decode a lambda: %s has no such one: %s. ".formatted(around.getName(), e)
              + "Give both ends the same version of it.",
          e);
    }
    if (made == null) {
      throw Input.malformed("%s made no lambda", around.getName());
    }
    return made;
  }
}
