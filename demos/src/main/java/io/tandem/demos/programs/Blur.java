package io.tandem.demos.programs;

import io.tandem.value.IntArray;
import java.awt.image.BufferedImage;

/// What [ImageFilter] does to a picture: each pixel becomes the mean of those around it, as far as
/// the picture goes.
///
/// @param width of the picture, in pixels
/// @param reach how far around, in pixels to each side
record Blur(int width, int reach) {
  private static final int TILE = 60;

  /// @param from the picture, row by row, with red, green and blue in the lowest bytes
  /// @param to the blurred picture, in which this row is written
  /// @return the row
  int row(int row, IntArray from, IntArray to) {
    long first = Math.max(0, (row - (long) reach) * width);
    long end = Math.min(from.length(), (row + reach + 1L) * width);
    int[] around = from.slice(first, end).toArray();
    int[] blurred = new int[width];
    for (int x = 0; x < width; x++) {
      blurred[x] = mean(around, Math.max(0, x - reach), Math.min(width, x + reach + 1));
    }
    to.copyFrom((long) row * width, blurred, 0, width);
    return row;
  }

  private int mean(int[] pixels, int left, int right) {
    int mean = 0xff;
    for (int shift = 16; shift >= 0; shift -= 8) { // red, green, blue
      long sum = 0;
      for (int row = 0; row < pixels.length; row += width) {
        for (int i = row + left; i < row + right; i++) {
          sum += pixels[i] >> shift & 0xff;
        }
      }
      mean = mean << 8 | (int) (sum / (pixels.length / width * (right - left)));
    }
    return mean;
  }

  /// A picture with edges, to see them blurred.
  static BufferedImage tiles() {
    var image = new BufferedImage(20 * TILE, 14 * TILE, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < image.getWidth() * image.getHeight(); i++) {
      int x = i % image.getWidth();
      int y = i / image.getWidth();
      image.setRGB(x, y, (x / TILE + y / TILE) % 2 == 0 ? 0xf2e8cf : 0x386641);
    }
    return image;
  }
}
