package io.tandem.value;

import java.util.ArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads the declaration of a struct as [Shape] writes it, for those who have no class of it.
final class ShapeParser {
  private static final int DEEPEST = 100;
  private static final Pattern TYPE = Pattern.compile("\\w+");
  private static final Pattern NAME = Pattern.compile("[^\\s\\[\\];]+");
  private static final Pattern LENGTH = Pattern.compile("\\[(\\d{1,9})]");

  private final String text;
  private int at;
  private int depth;

  private ShapeParser(String text) {
    this.text = text;
  }

  /// @throws IllegalArgumentException if it is no such declaration
  static Shape.Struct parse(String declaration) {
    var parser = new ShapeParser(declaration);
    Shape.Struct struct = parser.struct();
    if (parser.at != declaration.length()) {
      throw parser.unexpected();
    }
    return struct;
  }

  private Shape.Struct struct() {
    if (++depth > DEEPEST) {
      throw unexpected();
    }
    require(Shape.STRUCT);
    var members = new ArrayList<Shape.Member>();
    do {
      require(" ");
      members.add(member());
      require(";");
    } while (!text.startsWith(" }", at));
    require(" }");
    depth--;
    return new Shape.Struct(members);
  }

  private Shape.Member member() {
    if (text.startsWith("char ", at)) {
      require("char ");
      return new Shape.Member(next(NAME).group(), new Shape.Text(length()));
    }
    Shape element = text.startsWith(Shape.STRUCT, at) ? struct() : primitive();
    require(" ");
    String name = next(NAME).group();
    boolean isArray = text.startsWith("[", at);
    return new Shape.Member(name, isArray ? new Shape.Array(element, length()) : element);
  }

  private Shape primitive() {
    return CType.named(next(TYPE).group()).orElseThrow(this::unexpected);
  }

  private int length() {
    return Integer.parseInt(next(LENGTH).group(1));
  }

  private Matcher next(Pattern pattern) {
    Matcher matcher = pattern.matcher(text).region(at, text.length());
    if (!matcher.lookingAt()) {
      throw unexpected();
    }
    at = matcher.end();
    return matcher;
  }

  private void require(String expected) {
    if (!text.startsWith(expected, at)) {
      throw unexpected();
    }
    at += expected.length();
  }

  private IllegalArgumentException unexpected() {
    return new IllegalArgumentException(
        "Cannot read the shape of a struct from character %d of '%s'".formatted(at, text));
  }
}
