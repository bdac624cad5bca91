package io.tandem.process;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// In a child, the loader of the classes that came with its tasks.
final class ShippedClasses extends ClassLoader {
  private final Map<String, byte[]> classes = new ConcurrentHashMap<>();

  ShippedClasses(Map<String, byte[]> classes, ClassLoader parent) {
    super("shipped", parent);
    this.classes.putAll(classes);
  }

  void add(Map<String, byte[]> more) {
    classes.putAll(more);
  }

  @Override
  protected Class<?> findClass(String name) throws ClassNotFoundException {
    byte[] bytes = classes.get(name);
    if (bytes == null) {
      throw new ClassNotFoundException(name);
    }
    return defineClass(name, bytes, 0, bytes.length);
  }

  /// Gives the classes' bytes out again, for the child's own children.
  @Override
  public @Nullable InputStream getResourceAsStream(String name) {
    String className = name.replaceFirst("\\.class$", "").replace('/', '.');
    byte[] bytes = classes.get(className);
    return bytes != null ? new ByteArrayInputStream(bytes) : super.getResourceAsStream(name);
  }
}
