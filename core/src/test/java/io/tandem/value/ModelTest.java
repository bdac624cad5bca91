package io.tandem.value;

import io.tandem.memory.SharedScope;
import io.tandem.value.Twins.Call;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/// Values and arrays against the JDK's atomic variables, and against a model of ours where the JDK
/// has none: whatever is done to both, they return and hold the same.
class ModelTest {
  private static final int LENGTH = 7;

  private static final Set<String> FLAG =
      Set.of(
          "get",
          "set",
          "getPlain",
          "setPlain",
          "getAcquire",
          "setRelease",
          "getAndSet",
          "compareAndSet");
  private static final Set<String> ELEMENT = plus(FLAG, "getAndAdd", "addAndGet", "updateAndGet");
  private static final Set<String> NUMBER = plus(ELEMENT, "getAndUpdate", "accumulateAndGet");
  private static final Set<String> COUNTER = plus(NUMBER, "incrementAndGet", "decrementAndGet");

  private static Set<String> plus(Set<String> names, String... more) {
    return Stream.concat(names.stream(), Stream.of(more)).collect(Collectors.toUnmodifiableSet());
  }

  private static void compare(List<Call> calls, Function<SharedScope, Object> ours, Model model) {
    try (var scope = SharedScope.anonymous(1)) {
      Twins.compare(calls, ours.apply(scope), model);
    }
  }

  @Provide
  Arbitrary<List<Call>> forBoolean() {
    return Twins.calls(BooleanValue.class, FLAG, 0);
  }

  @Property(tries = 200)
  void aBooleanDoesWhatAnAtomicBooleanDoes(@ForAll("forBoolean") List<Call> calls) {
    compare(calls, scope -> BooleanValue.create(scope, false), Model.of(new AtomicBoolean()));
  }

  @Provide
  Arbitrary<List<Call>> forInt() {
    return Twins.calls(IntValue.class, COUNTER, 0);
  }

  @Property(tries = 300)
  void anIntDoesWhatAnAtomicIntegerDoes(@ForAll("forInt") List<Call> calls) {
    compare(calls, scope -> IntValue.create(scope, 0), Model.of(new AtomicInteger()));
  }

  @Provide
  Arbitrary<List<Call>> forLong() {
    return Twins.calls(LongValue.class, COUNTER, 0);
  }

  @Property(tries = 300)
  void aLongDoesWhatAnAtomicLongDoes(@ForAll("forLong") List<Call> calls) {
    compare(calls, scope -> LongValue.create(scope, 0), Model.of(new AtomicLong()));
  }

  @Provide
  Arbitrary<List<Call>> forDouble() {
    return Twins.calls(DoubleValue.class, NUMBER, 0);
  }

  @Property(tries = 300)
  void aDoubleDoesWhatItsModelDoes(@ForAll("forDouble") List<Call> calls) {
    compare(calls, scope -> DoubleValue.create(scope, 0), new Model.Narrow(0.0, 0));
  }

  @Provide
  Arbitrary<List<Call>> forInts() {
    return Twins.calls(IntArray.class, ELEMENT, LENGTH);
  }

  @Property(tries = 300)
  void intsDoWhatAnAtomicIntegerArrayDoes(@ForAll("forInts") List<Call> calls) {
    compare(
        calls, scope -> IntArray.create(scope, LENGTH), Model.of(new AtomicIntegerArray(LENGTH)));
  }

  @Provide
  Arbitrary<List<Call>> forLongs() {
    return Twins.calls(LongArray.class, ELEMENT, LENGTH);
  }

  @Property(tries = 300)
  void longsDoWhatAnAtomicLongArrayDoes(@ForAll("forLongs") List<Call> calls) {
    compare(calls, scope -> LongArray.create(scope, LENGTH), Model.of(new AtomicLongArray(LENGTH)));
  }

  @Provide
  Arbitrary<List<Call>> forBytes() {
    return Twins.calls(ByteArray.class, ELEMENT, LENGTH);
  }

  @Property(tries = 300)
  void bytesDoWhatTheirModelDoesAlsoInASlice(@ForAll("forBytes") List<Call> calls) {
    compare(
        calls,
        scope -> ByteArray.create(scope, LENGTH + 5).slice(5, LENGTH + 5),
        new Model.Narrow((byte) 0, LENGTH));
  }

  @Provide
  Arbitrary<List<Call>> forFloats() {
    return Twins.calls(FloatArray.class, ELEMENT, LENGTH);
  }

  @Property(tries = 300)
  void floatsDoWhatTheirModelDoes(@ForAll("forFloats") List<Call> calls) {
    compare(calls, scope -> FloatArray.create(scope, LENGTH), new Model.Narrow(0f, LENGTH));
  }

  @Provide
  Arbitrary<List<Call>> forDoubles() {
    return Twins.calls(DoubleArray.class, ELEMENT, LENGTH);
  }

  @Property(tries = 300)
  void doublesDoWhatTheirModelDoes(@ForAll("forDoubles") List<Call> calls) {
    compare(calls, scope -> DoubleArray.create(scope, LENGTH), new Model.Narrow(0.0, LENGTH));
  }
}
