package io.tandem.tests.value;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/// Structs of every kind, as they come.
final class RandomStructs {
  private static final int MOST_PARTS = 6;
  private static final int DEEPEST = 3;
  private static final Part.Number[] NUMBERS = Part.Number.values();

  private final Random random;
  private int named;

  private RandomStructs(Random random) {
    this.random = random;
  }

  static List<Part.Struct> make(int count, Random random) {
    var structs = new RandomStructs(random);
    return IntStream.range(0, count).mapToObj(_ -> structs.struct(1)).toList();
  }

  private Part.Struct struct(int depth) {
    var parts = new ArrayList<Part>();
    for (int left = random.nextInt(1, MOST_PARTS); left > 0; left--) {
      parts.add(part(depth));
    }
    return new Part.Struct("S" + named++, parts);
  }

  private Part part(int depth) {
    return switch (random.nextInt(8)) {
      case 0 -> new Part.Text(random.nextInt(1, 12));
      case 1 -> new Part.Several(number(), random.nextInt(1, 5));
      case 2 -> depth < DEEPEST ? struct(depth + 1) : number();
      case 3 ->
          depth < DEEPEST ? new Part.Several(struct(depth + 1), random.nextInt(1, 4)) : number();
      default -> number();
    };
  }

  private Part.Number number() {
    return NUMBERS[random.nextInt(NUMBERS.length)];
  }
}
