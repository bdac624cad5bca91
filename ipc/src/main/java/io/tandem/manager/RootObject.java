package io.tandem.manager;

/// The [Root] of one client.
record RootObject(Session session) implements Root {
  @Override
  public Object create(String service, int fingerprint, Object[] arguments) {
    return session.core().create(service, fingerprint, arguments);
  }

  @Override
  public Object open(String name, String service, int fingerprint, Object[] arguments) {
    return session.core().open(name, service, fingerprint, arguments);
  }

  @Override
  public String toString() {
    return session.core().toString();
  }
}
