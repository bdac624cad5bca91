package io.tandem.value;

import static java.lang.invoke.MethodType.methodType;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.List;
import java.util.Objects;

/// Makes hidden copies of [HiddenAccess].
final class HiddenClasses {
  private static final MethodType READ = methodType(Object.class, MemorySegment.class, long.class);
  private static final MethodType CHECK = methodType(void.class, Object.class);
  private static final MethodType WRITE =
      methodType(void.class, MemorySegment.class, long.class, Object.class);
  private static final byte[] PATTERN = bytesOf("HiddenAccess.class");

  private HiddenClasses() {}

  @SuppressWarnings("unchecked")
  static <R> Access<R> access(MethodHandle read, MethodHandle check, MethodHandle write) {
    var handles = List.of(read.asType(READ), check.asType(CHECK), write.asType(WRITE));
    try {
      MethodHandles.Lookup copy =
          MethodHandles.lookup().defineHiddenClassWithClassData(PATTERN, handles, true);
      MethodHandle make = copy.findConstructor(copy.lookupClass(), methodType(void.class));
      return (Access<R>) make.asType(methodType(Access.class)).invokeExact();
    } catch (Throwable e) {
      throw new AssertionError(e);
    }
  }

  private static byte[] bytesOf(String file) {
    try (InputStream bytes = HiddenClasses.class.getResourceAsStream(file)) {
      return Objects.requireNonNull(bytes, file).readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
