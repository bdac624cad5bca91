package io.tandem.bench;

import io.tandem.codec.Codec;
import io.tandem.codec.Encoding;
import io.tandem.codec.Frame;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/// The time to encode a record of a long, a text of 12 characters and a double into memory outside
/// the heap and to decode it again: by our codec, and by Java serialization, which needs an array
/// between.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class SmallRecord {
  @Param({"data", "java"})
  String lane;

  @Param("24")
  int bytes;

  private final Codec codec = Codec.data();
  private final MemorySegment memory = Arena.ofAuto().allocate(1024, 64);
  private long turn;

  record Fill(long id, String buyer, double price) implements Serializable {}

  @Benchmark
  public Object cross() throws IOException, ClassNotFoundException {
    var fill = new Fill(turn++, "twelve-chars", turn);
    return lane.equals("data") ? byCodec(fill) : byJava(fill);
  }

  private Object byCodec(Fill fill) {
    Encoding encoding = Frame.encode(codec, fill);
    encoding.writeTo(memory, 0);
    return Frame.decode(codec, memory.asSlice(0, encoding.size()));
  }

  private Object byJava(Fill fill) throws IOException, ClassNotFoundException {
    var bytes = new ByteArrayOutputStream();
    try (var out = new ObjectOutputStream(bytes)) {
      out.writeObject(fill);
    }
    byte[] sent = bytes.toByteArray();
    MemorySegment.copy(MemorySegment.ofArray(sent), 0, memory, 0, sent.length);
    var received = new byte[sent.length];
    MemorySegment.copy(memory, 0, MemorySegment.ofArray(received), 0, sent.length);
    try (var in = new ObjectInputStream(new ByteArrayInputStream(received))) {
      return in.readObject();
    }
  }
}
