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
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// A picture is blurred by a pool, from one shared array into another.
///
/// In Python's `Pool.map` the rows are pickled there and back, or an initializer hands an `Array`
/// to each worker. Here a task captures both arrays, and they are the same memory there. It writes
/// where no task reads, so a row whose worker is killed is just done again.
@Command(
    name = "image-filter",
    showDefaultValues = true,
    description =
        "A pool blurs a picture in shared memory.%nprints: blurred.png: both blurred the same")
public final class ImageFilter implements Callable<Integer> {
  @Option(names = "--in", description = "The picture; without it, tiles.")
  private @Nullable Path in;

  @Option(names = "--reach", defaultValue = "9", description = "In pixels, to each side.")
  private int reach;

  @Option(names = "--out", defaultValue = "blurred.png", description = "The file to write.")
  private Path out;

  @Override
  public Integer call() throws InterruptedException, IOException {
    @Nullable BufferedImage image = in == null ? Blur.tiles() : ImageIO.read(in.toFile());
    if (image == null) {
      System.err.println("Cannot read " + in + ": Java knows no such picture. Use a PNG.");
      return 2;
    }
    int width = image.getWidth();
    int height = image.getHeight();
    var blur = new Blur(width, reach);
    IntArray sharp = IntArray.of(image.getRGB(0, 0, width, height, null, 0, width));
    IntArray byPool = IntArray.create(sharp.length());
    IntArray byThread = IntArray.create(sharp.length());
    List<Integer> rows = IntStream.range(0, height).boxed().toList();
    long start = System.nanoTime();
    try (var pool = ProcessPool.builder().retries(3).onProgress(ProgressBar.onTerminal()).build()) {
      pool.map(rows, row -> blur.row(row, sharp, byPool));
    }
    long middle = System.nanoTime();
    rows.forEach(row -> blur.row(row, sharp, byThread));
    print("A pool", middle - start);
    print("One thread", System.nanoTime() - middle);
    image.setRGB(0, 0, width, height, byPool.toArray(), 0, width);
    ImageIO.write(image, "png", out.toFile());
    boolean same = Arrays.equals(byPool.toArray(), byThread.toArray());
    System.out.println(out + (same ? ": both blurred the same" : ": the pictures differ"));
    return same ? 0 : 1;
  }

  private static void print(String who, long nanos) {
    System.out.printf(Locale.ROOT, "%s --- %.2f sec%n", who, nanos / 1e9);
  }
}
