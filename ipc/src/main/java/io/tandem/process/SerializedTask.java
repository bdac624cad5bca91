package io.tandem.process;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.OutputStream;
import java.util.LinkedHashSet;
import java.util.Set;

/// A task in the form in which it travels.
///
/// @param bytes the action, in Java serialization
/// @param classes the classes it is made of
record SerializedTask(byte[] bytes, Set<Class<?>> classes) {

  /// Serializes a task for another JVM.
  ///
  /// @throws IllegalArgumentException if it captures what cannot be serialized; the message names
  ///   it
  /// @throws IllegalStateException if its code exists in JShell only
  static SerializedTask of(String processName, Action task) {
    var bytes = new ByteArrayOutputStream();
    Set<Class<?>> classes = new LinkedHashSet<>();
    try (var out = new Writer(bytes, classes)) {
      out.writeObject(task);
    } catch (IOException e) {
      throw UnserializableTask.explain(processName, task, e);
    }
    classes.forEach(type -> refuseJShell(processName, type));
    return new SerializedTask(bytes.toByteArray(), classes);
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

  /// Notes every class that is written. A lambda's is the class around it.
  private static final class Writer extends ObjectOutputStream {
    private final Set<Class<?>> classes;

    Writer(OutputStream out, Set<Class<?>> classes) throws IOException {
      super(out);
      this.classes = classes;
    }

    @Override
    protected void annotateClass(Class<?> type) {
      classes.add(type);
    }

    @Override
    protected void annotateProxyClass(Class<?> type) {
      classes.addAll(Set.of(type.getInterfaces()));
    }
  }
}
