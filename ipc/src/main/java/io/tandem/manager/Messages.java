package io.tandem.manager;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import io.tandem.codec.Codec;
import io.tandem.codec.CodecException;
import io.tandem.codec.Encoding;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/// What goes between a client and a server, over whatever connection. Numbers are little-endian.
///
/// ```text
/// offset  size  field
///      0     2  kind
///      2     2  which of the interface's methods
///      4     4  of a hello and its answer: the longest message that its sender takes
///      8     8  number: rises from each message of a client to the next
///     16     8  object
///     24     8  the client's thread
///     32        by the kind
/// ```
///
/// An answer has the number of what it answers, and its rest begins at 16. Kinds:
/// - [#HELLO]: the first of a client; the method is the [#VERSION], the rest its name
/// - [#CALL]: the only argument, or all of several as an array of objects
/// - [#CANCEL]: the object is the number of the call whose thread is to be interrupted
/// - [#RETAIN], [#RELEASE]: the client has one proxy more of the object, or one less
/// - [#VALUE]: answers a call with what the method returned, or a hello with the [ServerAddress]
/// - [#THROWN]: answers either with an [io.tandem.codec.Failure]
/// - [#GOODBYE]: the server closes
final class Messages {
  static final int VERSION = 1;

  static final int HELLO = 1;
  static final int CALL = 2;
  static final int CANCEL = 3;
  static final int RETAIN = 4;
  static final int RELEASE = 5;

  static final int VALUE = 8;
  static final int THROWN = 9;
  static final int GOODBYE = 10;

  private static final int LONGEST_AT = 4;
  private static final int NUMBER_AT = 8;
  private static final int OBJECT_AT = 16;
  private static final int THREAD_AT = 24;
  private static final int REQUEST_BYTES = 32;
  private static final int ANSWER_BYTES = 16;

  private static final VarHandle SHORT =
      MethodHandles.byteArrayViewVarHandle(short[].class, LITTLE_ENDIAN).withInvokeExactBehavior();
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, LITTLE_ENDIAN).withInvokeExactBehavior();
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, LITTLE_ENDIAN).withInvokeExactBehavior();

  private Messages() {}

  // ---- a client's ----

  /// @param longest answer that the client takes
  static byte[] hello(Encoding name, int longest) {
    byte[] message = request(HELLO, VERSION, 0, 0, name);
    INT.set(message, LONGEST_AT, longest);
    return message;
  }

  static byte[] call(ServiceMethod method, long object, @Nullable Encoding arguments) {
    return request(CALL, method.index(), object, Thread.currentThread().threadId(), arguments);
  }

  /// @param kind any without a body
  static byte[] notice(int kind, long object) {
    return request(kind, 0, object, 0, null);
  }

  private static byte[] request(
      int kind, int method, long object, long thread, @Nullable Encoding body) {
    byte[] message = allocate(REQUEST_BYTES, body);
    SHORT.set(message, 0, (short) kind);
    SHORT.set(message, 2, (short) method);
    LONG.set(message, OBJECT_AT, object);
    LONG.set(message, THREAD_AT, thread);
    return message;
  }

  static void setNumber(byte[] request, long number) {
    LONG.set(request, NUMBER_AT, number);
  }

  // ---- a server's ----

  static byte[] answer(int kind, long number, @Nullable Encoding body) {
    byte[] message = allocate(ANSWER_BYTES, body);
    SHORT.set(message, 0, (short) kind);
    LONG.set(message, NUMBER_AT, number);
    return message;
  }

  /// Answers a hello.
  ///
  /// @param longest request that the server takes
  static byte[] welcome(long number, int longest, Encoding address) {
    byte[] message = answer(VALUE, number, address);
    INT.set(message, LONGEST_AT, longest);
    return message;
  }

  /// @throws CodecException.Unencodable if it is longer than an array can be
  private static byte[] allocate(int head, @Nullable Encoding body) {
    if (body == null) {
      return new byte[head];
    }
    long bytes = head + body.size();
    if (bytes > Encoding.LONGEST_ARRAY) {
      throw new CodecException.Unencodable(
          "Cannot send %d bytes to or from a manager: %d in one call is the most. "
                  .formatted(bytes, Encoding.LONGEST_ARRAY)
              + "Send them in parts, or put them into shared memory.");
    }
    byte[] message = new byte[(int) bytes];
    body.writeTo(MemorySegment.ofArray(message), head);
    return message;
  }

  // ---- reading ----

  static boolean isRequest(byte[] message) {
    return message.length >= REQUEST_BYTES;
  }

  static boolean isAnswer(byte[] message) {
    return message.length >= ANSWER_BYTES;
  }

  /// The longest message that whoever sent a hello, or its answer, takes.
  static int longest(byte[] helloOrWelcome) {
    return Math.max(0, (int) INT.get(helloOrWelcome, LONGEST_AT));
  }

  static int kind(byte[] message) {
    return (short) SHORT.get(message, 0);
  }

  static int method(byte[] request) {
    return Short.toUnsignedInt((short) SHORT.get(request, 2));
  }

  static long number(byte[] message) {
    return (long) LONG.get(message, NUMBER_AT);
  }

  static long object(byte[] request) {
    return (long) LONG.get(request, OBJECT_AT);
  }

  static long thread(byte[] request) {
    return (long) LONG.get(request, THREAD_AT);
  }

  static @Nullable Object body(byte[] request, Codec codec) {
    return decode(request, REQUEST_BYTES, codec);
  }

  static @Nullable Object value(byte[] answer, Codec codec) {
    return answer.length == ANSWER_BYTES ? null : decode(answer, ANSWER_BYTES, codec);
  }

  private static @Nullable Object decode(byte[] message, int head, Codec codec) {
    return codec.decode(MemorySegment.ofArray(message).asSlice(head));
  }

  // ---- arguments ----

  static @Nullable Encoding encode(@Nullable Object @Nullable [] arguments, Codec codec) {
    if (arguments == null || arguments.length == 0) {
      return null;
    }
    return codec.encode(arguments.length == 1 ? arguments[0] : arguments);
  }

  /// @param count of the method's parameters
  static @Nullable Object @Nullable [] arguments(byte[] call, int count, Codec codec) {
    return switch (count) {
      case 0 -> null;
      case 1 -> new Object[] {body(call, codec)};
      default -> severalArguments(call, count, codec);
    };
  }

  private static @Nullable Object[] severalArguments(byte[] call, int count, Codec codec) {
    if (body(call, codec) instanceof Object[] several && several.length == count) {
      return several;
    }
    throw new IllegalArgumentException(
        "Cannot call a method of %d parameters: other arguments came. ".formatted(count)
            + "Give the client and the server the same version of the library.");
  }
}
