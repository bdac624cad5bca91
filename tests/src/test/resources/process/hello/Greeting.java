package hello;

import java.io.Serializable;

/// What is captured.
record Greeting(String word) implements Serializable {
  String from(String name) {
    return word + " from " + name;
  }
}
