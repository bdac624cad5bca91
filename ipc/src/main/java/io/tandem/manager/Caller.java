package io.tandem.manager;

/// Whose call it is that runs: a thread of a client. Two are equal if they are the same thread of
/// the same client.
///
/// @param client the JVM that calls
/// @param thread its thread, as that JVM numbers it
record Caller(Client client, long thread) {
  private static final ThreadLocal<Caller> CURRENT = new ThreadLocal<>();

  /// The caller of the method that this thread runs for a client. A thread that runs none, as one
  /// that uses an object in the server's own JVM, is a caller by itself.
  static Caller current() {
    Caller caller = CURRENT.get();
    return caller != null ? caller : new Caller(Client.LOCAL, Thread.currentThread().threadId());
  }

  /// From now on this thread runs calls of this caller, until [#leave].
  void enter() {
    CURRENT.set(this);
  }

  static void leave() {
    CURRENT.remove();
  }

  @Override
  public String toString() {
    return "thread %d of %s".formatted(thread, client);
  }
}
