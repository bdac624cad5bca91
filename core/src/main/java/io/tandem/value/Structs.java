package io.tandem.value;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/// Records laid over memory as an array of C structs: what a C program declares as `struct quote
/// quotes[n]`, and Python's `ctypes` as `Quote * n`.
///
/// **Shape.** A record is a struct with its components as members, in their order: `boolean` is
/// `_Bool`, `byte` `int8_t`, `short` `int16_t`, `char` `uint16_t`, `int` `int32_t`, `long`
/// `int64_t`, `float` and `double` themselves; a record is a struct within it; an array with a
/// [Length] of primitives or records is an array of as many, all of which must be there; a `String`
/// with a [Length] is `char name[n]`, UTF-8 with zeros up to the end. Members are aligned and
/// padded as C does on x86-64 and aarch64 under Linux; numbers are in native order. [#layout()] has
/// all offsets, [#declaration()] is the struct in C.
///
/// **Units.** Lengths and indices count records.
///
/// **Sharing.** Any thread. Every access is plain: nothing is ordered, a member of up to 8 bytes is
/// never torn, a record may be. Use a lock, or a [StructValue], where that matters; or
/// `layout().varHandle(groupElement("price"))` on [#segment()] for an atomic member.
///
/// **Lifetime.** That of the memory.
///
/// **Errors.** `IllegalArgumentException` for a record class that is no struct, naming the
/// component, before anything is made; and for a record whose arrays or strings do not fit, before
/// anything is written. `IndexOutOfBoundsException` for an index outside. Reading runs the record's
/// constructor, which may refuse what it gets. A record of a named module is used if it is public
/// in an exported package, or if its package is open to `io.tandem.core`.
///
/// **Source.** `ctypes.Structure` and `from_buffer`; differs in that a string that does not fit is
/// refused, not cut, and an element is a copy: changing it changes nothing in memory.
///
/// ```java
/// try (var memory = SharedMemory.create("quotes", 100 * 24)) {
///   record Quote(double price, int size, @Length(8) String symbol) {}
///   var quotes = Structs.over(memory.segment(), Quote.class);
///   quotes.set(0, new Quote(101.25, 10, "ACME"));
///   System.out.println(quotes.declaration() + " is at " + quotes.layout());
///   memory.unlink();
/// }
/// ```
///
/// @param <R> the record class
public sealed class Structs<R extends Record> implements Iterable<R> permits StructArray {
  private final StructMapping<R> mapping;
  private final MemorySegment segment;
  private final Access<R> access;
  private final long structBytes;
  private final long length;

  Structs(StructMapping<R> mapping, MemorySegment segment) {
    this.mapping = mapping;
    this.access = mapping.access();
    this.structBytes = mapping.bytes();
    this.length = segment.byteSize() / structBytes;
    this.segment = segment.asSlice(0, length * structBytes);
  }

  /// Lays records over memory, as many as there is room for: over a [io.tandem.memory.SharedMemory]
  /// that C or Python has made, say.
  ///
  /// @param memory that begins at a multiple of the struct's alignment
  /// @param type a record class
  public static <R extends Record> Structs<R> over(MemorySegment memory, Class<R> type) {
    StructMapping<R> mapping = StructMapping.of(type);
    long alignment = mapping.layout().byteAlignment();
    if (memory.maxByteAlignment() < alignment) {
      throw new IllegalArgumentException(
          "Cannot lay %s over memory at address %d: it must begin at a multiple of %d. "
                  .formatted(type.getName(), memory.address(), alignment)
              + "Use native memory, or an array of long.");
    }
    return new Structs<>(mapping, memory);
  }

  /// Where a record's components lie in its struct.
  ///
  /// @param type a record class
  /// @return the struct, with its padding; components are its named elements
  public static StructLayout layoutOf(Class<? extends Record> type) {
    return StructMapping.of(type).layout();
  }

  // ---- single records ----

  /// Reads one record.
  ///
  /// @param index 0 to `length() - 1`
  public final R get(long index) {
    return access.read(segment, Objects.checkIndex(index, length) * structBytes);
  }

  /// Writes one record. Padding stays as it is.
  ///
  /// @param index 0 to `length() - 1`
  public final void set(long index, R record) {
    long offset = Objects.checkIndex(index, length) * structBytes;
    access.check(record);
    access.write(segment, offset, record);
  }

  // ---- all of them ----

  /// How many there are.
  public final long length() {
    return length;
  }

  /// Writes one record everywhere.
  public final void fill(R record) {
    requireCurrent();
    access.check(record);
    for (long i = 0; i < length; i++) {
      access.write(segment, i * structBytes, record);
    }
  }

  /// Writes records, from index 0 on.
  ///
  /// @param records at most as many as there are here
  public final void copyFrom(List<? extends R> records) {
    requireCurrent();
    if (records.size() > length) {
      throw new IndexOutOfBoundsException(
          "Cannot copy %d records: there is room for %d.".formatted(records.size(), length));
    }
    for (R record : records) {
      access.check(record);
    }
    long at = 0;
    for (R record : records) {
      access.write(segment, at, record);
      at += structBytes;
    }
  }

  /// Fails if the memory may be another object's by now.
  void requireCurrent() {}

  /// Reads all, one after the other.
  public final Stream<R> stream() {
    return LongStream.range(0, length).mapToObj(this::get);
  }

  /// Reads all, one after the other.
  @Override
  public final Iterator<R> iterator() {
    return new Iterator<>() {
      private long next;

      @Override
      public boolean hasNext() {
        return next < length;
      }

      @Override
      public R next() {
        if (next == length) {
          throw new NoSuchElementException("There is no record behind the last one.");
        }
        return get(next++);
      }
    };
  }

  // ---- the memory ----

  /// The structs themselves.
  public final MemorySegment segment() {
    return segment;
  }

  /// Where a component lies in each struct.
  ///
  /// @return the struct, with its padding; components are its named elements
  public final StructLayout layout() {
    return mapping.layout();
  }

  /// The struct in C.
  ///
  /// @return such as `struct { double price; int32_t size; char symbol[8]; }`
  public final String declaration() {
    return mapping.shape().toString();
  }

  final StructMapping<R> mapping() {
    return mapping;
  }

  @Override
  public String toString() {
    return "%d %s in memory".formatted(length, mapping.type().getSimpleName());
  }
}
