package io.tandem.tests.memory;

import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tandem.memory.MemoryException;
import io.tandem.memory.ObjectType;
import io.tandem.memory.SharedBlock;
import io.tandem.memory.SharedScope;
import io.tandem.tests.ChildJvm;
import io.tandem.tests.PrivateRoot;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// A scope and its objects, seen from a second JVM.
@Timeout(value = 120, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class OtherProcessTest {
  private static final ObjectType TYPE = new ObjectType("test", 1);

  private final PrivateRoot root = PrivateRoot.open();

  @AfterEach
  void nothingIsLeft() {
    root.close();
  }

  @Test
  void aHandleIsTheSameObjectInAnotherProcessWithoutANativeCall() throws Exception {
    try (var scope = SharedScope.anonymous(1)) {
      SharedBlock block = scope.allocate(TYPE, 8);
      block.segment().set(JAVA_LONG, 0, 41);

      List<String> output;
      try (var child =
          ChildJvm.start(List.of("-verbose:class"), Increment.class, Handles.toText(block))) {
        output = child.awaitEnd();
      }

      assertEquals(42, block.segment().get(JAVA_LONG, 0));
      assertTrue(loads(output, "io.tandem.memory.ScopeMapping"));
      assertFalse(loads(output, "io.tandem.memory.Libc"), "attaching must not link libc");
    }
  }

  private static boolean loads(List<String> output, String name) {
    return output.stream().anyMatch(line -> line.contains(" " + name + " source:"));
  }

  static final class Increment {
    public static void main(String... arguments) throws Exception {
      SharedBlock block = (SharedBlock) Handles.fromText(arguments[0]);
      block.segment().set(JAVA_LONG, 0, block.segment().get(JAVA_LONG, 0) + 1);
    }
  }

  @Test
  void growthIsSeenByAProcessThatAttachedBefore() throws Exception {
    try (var scope = SharedScope.create("grows", 1);
        var child = ChildJvm.start(Echo.class)) {
      child.awaitLine("ready");
      for (long bytes = 1000; bytes < 50_000_000; bytes *= 3) {
        SharedBlock ours = scope.allocate(TYPE, bytes);
        ours.segment().set(JAVA_LONG, 0, bytes);
        child.say(Handles.toText(ours));
        assertEquals("" + bytes, child.awaitLine("value "));
        SharedBlock theirs = (SharedBlock) Handles.fromText(child.awaitLine("made "));
        assertEquals(bytes, theirs.byteSize());
        assertEquals(bytes, theirs.segment().get(JAVA_LONG, 0));
        theirs.free();
        theirs.scope().close();
      }
      scope.unlink();
    }
  }

  /// Reads the object that each line names, and answers with one of the same size.
  static final class Echo {
    public static void main(String... arguments) throws Exception {
      try (var scope = SharedScope.attach("grows");
          var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
        System.out.println("ready");
        for (String line = in.readLine(); line != null; line = in.readLine()) {
          SharedBlock block = (SharedBlock) Handles.fromText(line);
          System.out.println("value " + block.segment().get(JAVA_LONG, 0));
          SharedBlock made = scope.allocate(TYPE, block.byteSize());
          made.segment().set(JAVA_LONG, 0, made.byteSize());
          System.out.println("made " + Handles.toText(made));
        }
      }
    }
  }

  @Test
  void anObjectFreedElsewhereIsStaleHere() throws Exception {
    try (var scope = SharedScope.create("grows", 1);
        var child = ChildJvm.start(Echo.class)) {
      child.awaitLine("ready");
      SharedBlock first = scope.allocate(TYPE, 100);
      child.say(Handles.toText(first));
      SharedBlock theirs = (SharedBlock) Handles.fromText(child.awaitLine("made "));
      theirs.free();

      assertThrows(MemoryException.Stale.class, theirs::free);
      theirs.scope().close();
      scope.unlink();
    }
  }

  @Test
  void anUnnamedObjectInAStaticInitialiserOfAChildIsRefused() throws Exception {
    var flags = List.of("-Dtandem.process=worker-1");
    try (var child = ChildJvm.start(flags, Refused.class)) {
      assertEquals(
          "Cannot make an anonymous SharedScope in the static initialiser of %s: "
                  .formatted(Refused.Holder.class.getName())
              + "process 'worker-1' runs it again, so it would be another one than the parent's. "
              + "Pass it into the task as a local, or name it.",
          child.awaitLine("refused "));
      assertTrue(child.awaitLine("refused ").startsWith("Cannot make an unnamed shared object in"));
      child.awaitLine("named ones are allowed");
      child.awaitSuccess();
    }
  }

  static final class Refused {
    static final class Holder {
      static final SharedScope SCOPE = SharedScope.anonymous(1);
    }

    static final class ObjectHolder {
      static final SharedBlock BLOCK = SharedScope.open("named").allocate(TYPE, 1);
    }

    static final class NamedHolder {
      static final SharedBlock BLOCK = SharedScope.open("named").openBlock("object", TYPE, 1);
    }

    public static void main(String... arguments) {
      print(() -> Holder.SCOPE.close());
      print(() -> ObjectHolder.BLOCK.free());
      NamedHolder.BLOCK.scope().unlink();
      System.out.println("named ones are allowed");
    }

    private static void print(Runnable use) {
      try {
        use.run();
      } catch (ExceptionInInitializerError e) {
        System.out.println("refused " + e.getCause().getMessage());
      }
    }
  }

  @Test
  void aChildInheritsTheScopeOfItsProcessTree() throws Exception {
    try (var parent = ChildJvm.start(Tree.class)) {
      String id = parent.awaitLine("id ");
      var flag = "-Dtandem.scope=" + parent.awaitLine("handle ");
      try (var child = ChildJvm.start(List.of(flag), Tree.class)) {
        assertEquals(id, child.awaitLine("id "));
        child.say("end");
        child.awaitSuccess();
      }
      parent.say("end");
      parent.awaitSuccess();
    }
  }

  static final class Tree {
    public static void main(String... arguments) throws Exception {
      try (var first = SharedScope.ofProcessTree();
          var second = SharedScope.ofProcessTree()) {
        System.out.println("id " + first.id());
        System.out.println("handle " + second.handle());
        first.allocate(TYPE, 1);
        System.in.read();
      }
    }
  }
}
