package io.tandem.demos.programs;

import io.tandem.pool.ProcessPool;
import io.tandem.pool.ProgressBar;
import io.tandem.value.IntArray;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// A picture whose rows are painted by a pool, into memory that all of its workers share.
///
/// The usual example of `Pool.map`, where each row comes back as a pickled list. Here nothing does
/// but how many of its points are in the set. A row whose worker is killed is painted by another.
@Command(
    name = "mandelbrot",
    showDefaultValues = true,
    description =
        "A pool paints into shared memory.%nprints: mandelbrot.png: both painted the same")
public final class Mandelbrot implements Callable<Integer> {
  @Option(names = "--width", defaultValue = "1200", description = "In pixels.")
  private int width;

  @Option(names = "--depth", defaultValue = "3000", description = "Steps until a point is inside.")
  private int depth;

  @Option(names = "--out", defaultValue = "mandelbrot.png", description = "The file to write.")
  private Path out;

  @Override
  public Integer call() throws InterruptedException, IOException {
    int height = width * 2 / 3;
    var rows = IntStream.range(0, height).boxed().toList();
    IntArray byPool = IntArray.create((long) width * height);
    IntArray byThread = IntArray.create((long) width * height);
    long start = System.nanoTime();
    report("A pool", start, paintByPool(rows, byPool, width, depth));
    start = System.nanoTime();
    report("One thread", start, rows.stream().map(y -> paint(y, byThread, width, depth)).toList());
    var image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    image.setRGB(0, 0, width, height, byPool.toArray(), 0, width);
    ImageIO.write(image, "png", out.toFile());
    boolean same = Arrays.equals(byPool.toArray(), byThread.toArray());
    System.out.println(out + (same ? ": both painted the same" : ": the pictures differ"));
    return same ? 0 : 1;
  }

  private static List<Integer> paintByPool(
      List<Integer> rows, IntArray picture, int columns, int depth) throws InterruptedException {
    try (var pool = ProcessPool.builder().retries(3).onProgress(ProgressBar.onTerminal()).build()) {
      return pool.map(rows, row -> paint(row, picture, columns, depth));
    }
  }

  private static void report(String who, long start, List<Integer> inside) {
    int sum = inside.stream().mapToInt(Integer::intValue).sum();
    double seconds = (System.nanoTime() - start) / 1e9;
    System.out.printf(Locale.ROOT, "%s: %d pixels inside --- %.2f sec%n", who, sum, seconds);
  }

  private static int paint(int row, IntArray picture, int columns, int depth) {
    int[] colors = new int[columns];
    int inside = 0;
    for (int column = 0; column < columns; column++) {
      int steps = stepsToLeave(3.0 * column / columns - 2.25, 3.0 * row / columns - 1, depth);
      inside += steps == depth ? 1 : 0;
      colors[column] = color((double) steps / depth);
    }
    picture.copyFrom((long) row * columns, colors, 0, columns);
    return inside;
  }

  private static int stepsToLeave(double x, double y, int depth) {
    double re = 0;
    double im = 0;
    int step = 0;
    for (; step < depth && re * re + im * im <= 4; step++) {
      double next = re * re - im * im + x;
      im = 2 * re * im + y;
      re = next;
    }
    return step;
  }

  private static int color(double share) {
    double t = Math.sqrt(Math.sqrt(share));
    int red = (int) (2295 * (1 - t) * t * t * t);
    int green = (int) (3825 * (1 - t) * (1 - t) * t * t);
    int blue = (int) (2167 * (1 - t) * (1 - t) * (1 - t) * t);
    return red << 16 | green << 8 | blue;
  }
}
