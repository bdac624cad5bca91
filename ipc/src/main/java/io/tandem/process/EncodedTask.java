package io.tandem.process;

import io.tandem.codec.CodecException;
import io.tandem.codec.DataCodec;
import java.util.LinkedHashSet;
import java.util.Set;

/// A task in the form in which it travels.
///
/// @param bytes the action, by the codec for objects
/// @param classes the classes it is made of
record EncodedTask(byte[] bytes, Set<Class<?>> classes) {

  /// Encodes a task for another JVM.
  ///
  /// @throws IllegalArgumentException if it captures what cannot cross; the message names it
  /// @throws IllegalStateException if its code exists in JShell only
  static EncodedTask of(String processName, Action task) {
    Set<Class<?>> classes = new LinkedHashSet<>();
    byte[] bytes;
    try {
      bytes = DataCodec.encode(task, classes).toBytes();
    } catch (CodecException.Unencodable e) {
      throw new IllegalArgumentException(
          "Cannot start process '%s': its task cannot be sent to another JVM, for %s"
              .formatted(processName, e.reason()),
          e);
    }
    classes.forEach(type -> refuseJShell(processName, type));
    return new EncodedTask(bytes, classes);
  }

  private static void refuseJShell(String processName, Class<?> type) {
    ClassLoader loader = type.getClassLoader();
    if (loader != null && loader.getClass().getName().startsWith("jdk.jshell.")) {
      throw new IllegalStateException(
          ("Cannot start process '%s': %s was typed into JShell, and such code exists only in"
               + " JShell's own memory, so no other JVM can run it. Put it in a file and run that,"
               + " for example with: java -cp ... Hello.java")
              .formatted(processName, type.getName()));
    }
  }
}
