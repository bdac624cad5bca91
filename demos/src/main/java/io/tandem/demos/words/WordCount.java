package io.tandem.demos.words;

/// A word, in lower case, and how often it occurred.
public record WordCount(String word, long count) {}
