package io.tandem.process;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.constantpool.ClassEntry;
import java.lang.classfile.constantpool.PoolEntry;
import java.lang.classfile.constantpool.Utf8Entry;
import java.net.URL;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Finds the classes a child cannot load because no file holds them: `java Hello.java` compiles
/// into the memory of its own JVM. Their bytes are sent along with the task.
///
/// For those who send a child more tasks after its start, as a pool does.
///
/// **Sharing.** Any thread.
///
/// **Errors.** `IllegalArgumentException` for a class whose loader does not give out its bytes.
///
/// ```java
/// Map<String, byte[]> classes = MemoryClasses.reachableFrom(Set.of(String.class)); // none
/// ```
public final class MemoryClasses {
  private static final ClassValue<Boolean> IN_MEMORY =
      new ClassValue<>() {
        @Override
        protected Boolean computeValue(Class<?> type) {
          return look(type);
        }
      };

  private static final Set<String> ON_DISK = Set.of("file", "jar", "jrt", "nested");
  private static final Pattern IN_DESCRIPTOR = Pattern.compile("L([\\w/$]+)[;<]");

  private final Map<String, byte[]> found = new LinkedHashMap<>();
  private final Set<String> seen = new HashSet<>();
  private final Deque<Class<?>> pending = new ArrayDeque<>();

  private MemoryClasses() {}

  /// The bytes, by binary name, of the classes among `roots` and all they refer to, directly or
  /// not, that are in memory only.
  public static Map<String, byte[]> reachableFrom(Set<Class<?>> roots) {
    var search = new MemoryClasses();
    roots.forEach(search::consider);
    while (!search.pending.isEmpty()) {
      search.take(search.pending.pop());
    }
    return search.found;
  }

  /// Lets this child, and its further tasks, load classes that its parent has in memory only.
  /// Called by the thread that decodes those tasks: its context class loader finds them from now
  /// on.
  ///
  /// @param classes their bytes, by binary name
  public static void receive(Map<String, byte[]> classes) {
    Thread thread = Thread.currentThread();
    ClassLoader loader = thread.getContextClassLoader();
    if (loader instanceof ShippedClasses shipped) {
      shipped.add(classes);
    } else {
      thread.setContextClassLoader(new ShippedClasses(classes, loader));
    }
  }

  private void consider(Class<?> type) {
    Class<?> element = type;
    while (element.isArray()) {
      element = element.componentType();
    }
    if (seen.add(element.getName()) && isInMemory(element)) {
      pending.push(element);
    }
  }

  /// Whether no file holds a class, which a child therefore cannot find.
  public static boolean isInMemory(Class<?> type) {
    return IN_MEMORY.get(type);
  }

  private static boolean look(Class<?> type) {
    ClassLoader loader = type.getClassLoader();
    if (loader == null
        || loader == ClassLoader.getSystemClassLoader()
        || loader == ClassLoader.getPlatformClassLoader()) {
      return false;
    }
    URL file = loader.getResource(fileOf(type));
    return file == null || !ON_DISK.contains(file.getProtocol());
  }

  private void take(Class<?> type) {
    byte[] bytes = bytesOf(type);
    found.put(type.getName(), bytes);
    for (PoolEntry entry : ClassFile.of().parse(bytes).constantPool()) {
      switch (entry) {
        case ClassEntry referred -> consider(referred.asInternalName(), type.getClassLoader());
        case Utf8Entry text -> considerDescriptor(text.stringValue(), type.getClassLoader());
        default -> {}
      }
    }
  }

  private void considerDescriptor(String text, ClassLoader loader) {
    Matcher names = IN_DESCRIPTOR.matcher(text);
    while (names.find()) {
      consider(names.group(1), loader);
    }
  }

  /// Loads rather than looks up: the source launcher compiles a further file when a class of it is
  /// first loaded, and has no bytes before.
  private void consider(String internalName, ClassLoader loader) {
    String name = internalName.replace('/', '.');
    if (seen.contains(name) || name.startsWith("[")) {
      return; // an array's element is found by its descriptor
    }
    try {
      consider(Class.forName(name, false, loader));
    } catch (ClassNotFoundException | LinkageError _) {
      seen.add(name); // not a class, or one that the parent could not use either
    }
  }

  private static byte[] bytesOf(Class<?> type) {
    try (InputStream in = type.getClassLoader().getResourceAsStream(fileOf(type))) {
      if (in == null) {
        throw new IllegalArgumentException(
            ("Class %s exists only in the memory of this JVM and its loader %s does not give out"
                    + " its bytes, so no other JVM can run it. Put it in a file on the class path.")
                .formatted(type.getName(), type.getClassLoader().getClass().getName()));
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read the bytes of class " + type.getName(), e);
    }
  }

  private static String fileOf(Class<?> type) {
    return type.getName().replace('.', '/') + ".class";
  }
}
