package io.tandem.demos;

/// The `tandem` command.
final class Tandem {
  private Tandem() {}

  public static void main(String[] args) {}
}
