package io.tandem.tests.value;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tandem.memory.SharedScope;
import io.tandem.tests.ChildJvm;
import io.tandem.tests.PrivateRoot;
import io.tandem.tests.Tools;
import io.tandem.value.StructValue;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What `docs/c.md` tells programs in C to do, done by one.
@Timeout(value = 120, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class StructInCTest {
  private static final Path PAGE = Path.of("../docs/c.md");
  private static final Pattern CODE = Pattern.compile("```c\n(.*?)```", Pattern.DOTALL);
  private static final long CHANGES = 1_000;
  private static final long SEQUENCE_AT = 48;

  @TempDir private Path folder;
  private final PrivateRoot root = PrivateRoot.open();
  private final SharedScope scope = SharedScope.create("readings");
  private final StructValue<Reading> value = StructValue.open(scope, "reading", Reading.of(0));
  private String program = "";

  @BeforeEach
  void compile() throws Exception {
    String gcc = Tools.require("gcc").toString();
    var code = CODE.matcher(Files.readString(PAGE));
    assertTrue(code.find(), "no code in " + PAGE);
    Path source = Files.writeString(folder.resolve("reading.c"), code.group(1) + MAIN);
    program = folder.resolve("reading").toString();
    try (var compiler =
        ChildJvm.start(List.of(gcc, "-O2", "-Wall", "-Werror", "-o", program, source.toString()))) {
      compiler.awaitSuccess();
    }
  }

  @AfterEach
  void close() {
    scope.unlink();
    scope.close();
    root.close();
  }

  @Test
  void itReadsWholeRecordsWhileJavaWrites() throws Exception {
    try (var reader = start("read", CHANGES)) {
      for (long number = 1; reader.process().isAlive(); number++) {
        value.set(Reading.of(number));
      }
      assertEquals(List.of("whole"), reader.awaitEnd());
    }
  }

  @Test
  void itReadsTheCopyWhereAWriterHasDied() throws Exception {
    value.set(Reading.of(7));
    value.segment().fill((byte) -1);
    changeSequence(1);

    run("expect", 7);
    assertEquals(1, sequence() & 1, "a reader has written");
  }

  @Test
  void javaReadsWhatItWrites() throws Exception {
    run("write", 41);
    run("write", 42);

    assertTrue(value.get().isWhole());
    assertEquals(42, value.get().number());
    assertEquals(42, value.getPlain().number());
    value.set(Reading.of(43));
    run("expect", 43);
  }

  @Test
  void javaFinishesWhatItWasKilledIn() throws Exception {
    run("write", 41);
    try (var writer = start("die", 42)) {
      assertEquals(List.of("dies"), writer.awaitEnd());
    }
    assertEquals(1, sequence() & 1, "it did not die in the middle");

    assertTrue(value.get().isWhole());
    assertEquals(42, value.get().number());
    assertTrue(value.getPlain().isWhole(), "not repaired");
    assertEquals(0, sequence() & 1);
  }

  @Test
  void itFinishesWhatAnotherWasKilledIn() throws Exception {
    value.set(Reading.of(7));
    value.segment().fill((byte) -1);
    changeSequence(1);

    run("write", 8);

    assertEquals(0, sequence() & 1);
    assertEquals(8, value.get().number());
    assertTrue(value.getPlain().isWhole());
  }

  private long sequence() {
    return value.block().segment().get(ValueLayout.JAVA_LONG, SEQUENCE_AT);
  }

  private void changeSequence(long by) {
    value.block().segment().set(ValueLayout.JAVA_LONG, SEQUENCE_AT, sequence() + by);
  }

  private void run(String mode, long number) throws Exception {
    try (var peer = start(mode, number)) {
      peer.awaitSuccess();
    }
  }

  private ChildJvm start(String mode, long number) throws Exception {
    String position = Long.toString(value.block().position());
    return ChildJvm.start(
        List.of(program, file().toString(), position, mode, Long.toString(number)));
  }

  private Path file() throws Exception {
    try (Stream<Path> files = Files.walk(root.folder())) {
      return files.filter(file -> file.endsWith("readings")).findFirst().orElseThrow();
    }
  }

  private static final String MAIN =
      """
      #include <fcntl.h>
      #include <signal.h>
      #include <stdio.h>
      #include <stdlib.h>
      #include <sys/mman.h>

      struct reading { int64_t number; int64_t multiples[6]; char text[24]; int8_t last; };

      static struct reading of(int64_t number) {
        struct reading it = {.number = number, .last = (int8_t) number};
        for (int i = 0; i < 6; i++) it.multiples[i] = i * number;
        snprintf(it.text, sizeof it.text, "%ld", (long) number);
        return it;
      }

      static void require_whole(const struct reading *it) {
        struct reading whole = of(it->number);
        if (memcmp(it, &whole, offsetof(struct reading, last) + 1) != 0) {
          printf("torn at %ld\\n", (long) it->number);
          exit(1);
        }
      }

      static int64_t number(char *block) {
        struct reading it;
        struct_read(block, &it, sizeof it);
        require_whole(&it);
        return it.number;
      }

      static void die_in_the_middle(char *block, const struct reading *it) {
        memcpy(struct_copy(block, sizeof *it), it, sizeof *it);
        atomic_fetch_add(struct_sequence(block), 1);
        memcpy(struct_place(block), it, sizeof *it / 2);
        puts("dies");
        fflush(stdout);
        raise(SIGKILL);
      }

      int main(int count, char **arguments) {
        size_t bytes = 1 << 16;
        long position = atol(arguments[2]);
        int file = open(arguments[1], O_RDWR);
        char *scope = mmap(NULL, position + bytes, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
        if (scope == MAP_FAILED) return 2;
        char *block = scope + position;
        int64_t argument = atoll(arguments[4]);
        struct reading it = of(argument);
        switch (arguments[3][0]) {
          case 'r':
            for (int64_t seen = 0, last = number(block); seen < argument;) {
              int64_t next = number(block);
              seen += next != last;
              if (next < last) return 3;
              last = next;
            }
            puts("whole");
            return 0;
          case 'e': return number(block) == argument ? 0 : 4;
          case 'w': struct_write(block, &it, sizeof it); return 0;
          default: die_in_the_middle(block, &it); return 5;
        }
      }
      """;
}
