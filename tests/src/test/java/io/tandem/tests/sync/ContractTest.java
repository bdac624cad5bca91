package io.tandem.tests.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tandem.tests.sync.Cast.Actor;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;

/// What a shared object promises, told of three threads, in each of the settings that a subclass
/// names.
@ParameterizedClass
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(value = 180, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
abstract class ContractTest {
  private final Deeds.Kind kind;

  @Parameter Setting setting;

  private Cast cast;
  Actor one;
  Actor two;
  Actor three;

  ContractTest(Deeds.Kind kind) {
    this.kind = kind;
  }

  @BeforeParameterizedClassInvocation
  void raiseCurtain() throws IOException, InterruptedException {
    cast = new Cast(setting, kind);
  }

  @AfterParameterizedClassInvocation
  void dropCurtain() throws InterruptedException {
    cast.close();
  }

  @BeforeEach
  void begin() throws Exception {
    cast.begin();
    one = cast.actor();
    two = cast.actor();
    three = cast.actor();
  }

  static void assertNoneEnds(Actor a, Actor b) throws InterruptedException {
    a.waits();
    b.waits();
  }

  static Actor firstToEnd(Actor a, Actor b) throws InterruptedException {
    while (true) {
      for (Actor each : new Actor[] {a, b}) {
        if (each.hasEnded()) {
          assertEquals("done", each.ends());
          return each;
        }
      }
    }
  }
}
