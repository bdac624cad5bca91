package io.tandem.tests;

import java.io.IOException;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;

/// A JVM from which a [ClassCache] is made: it loads all classes of some jars, and shares a value,
/// which loads those of the JDK that most processes need.
final class Trainee {
  private static final String ENDING = ".class";

  private Trainee() {}

  public static void main(String... jars) throws Exception {
    for (String jar : jars) {
      for (String name : classes(jar)) {
        load(name);
      }
    }
    Class<?> value = Class.forName("io.tandem.value.IntValue");
    Object shared = value.getMethod("create", int.class).invoke(null, 1);
    value.getMethod("free").invoke(shared);
  }

  private static List<String> classes(String path) throws IOException {
    try (var jar = new JarFile(path)) {
      return jar.stream()
          .map(JarEntry::getName)
          .filter(name -> name.endsWith(ENDING) && !name.contains("-"))
          .map(name -> name.substring(0, name.length() - ENDING.length()).replace('/', '.'))
          .toList();
    }
  }

  private static void load(String name) {
    try {
      Class.forName(name, false, Trainee.class.getClassLoader());
    } catch (ClassNotFoundException | LinkageError e) {
      // It needs what is not there, such as an optional library.
    }
  }
}
