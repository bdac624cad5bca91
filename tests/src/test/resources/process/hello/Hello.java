package hello;

import io.tandem.process.JvmProcess;

/// Greets from a child and from the child's child, on classes that each must find.
public class Hello {
  public static void main(String[] args) throws Exception {
    startGreeter("child", new Greeting("hello"));
  }

  private static void startGreeter(String name, Greeting greeting) throws Exception {
    try (var greeter = JvmProcess.start(name, () -> greet(greeting))) {
      System.out.println(name + ": " + greeter.join());
    }
  }

  private static void greet(Greeting greeting) throws Exception {
    String name = JvmProcess.current().name();
    System.out.println(greeting.from(name));
    if (name.equals("child")) {
      startGreeter("grandchild", greeting);
    }
  }
}
