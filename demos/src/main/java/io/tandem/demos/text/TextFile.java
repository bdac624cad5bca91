package io.tandem.demos.text;

import java.nio.file.Path;

/// A file to be read, and its size in bytes when it was found.
public record TextFile(Path path, long size) {}
