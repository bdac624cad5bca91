package io.tandem.codec;

/// Says in which other process an exception was thrown: the last cause of each that comes from
/// there, with the stack trace there.
@SuppressWarnings("serial")
public final class RemoteTrace extends Exception {
  RemoteTrace(String message, StackTraceElement[] frames) {
    super(message, null, true, true);
    setStackTrace(frames);
  }
}
