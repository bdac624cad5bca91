package io.tandem.pipe;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tandem.codec.Codec;
import io.tandem.codec.CodecException;
import io.tandem.codec.DataCodec;
import io.tandem.codec.Encoding;
import io.tandem.codec.Frame;
import java.io.EOFException;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Peers that connect and then do not do what they should. Nobody hangs, nothing is decoded, and
/// whoever knows the key is served all the while.
@Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class HostilePeersTest {
  private static final int DAMAGED = Integer.getInteger("tandem.codec.frames", 10_000) / 50;
  private static final int LONGEST = 1 << 20;
  private static final Duration PATIENCE = Duration.ofSeconds(1);
  private static final Duration LONG = Duration.ofSeconds(30);

  private static final ConnectionOptions GUESSING =
      ConnectionOptions.withKey("guess".getBytes(UTF_8));
  private static final Duration SHORT = Duration.ofSeconds(2);

  /// What a listener may have wrong, so that peers can do what they should not.
  private enum Planted {
    NOTHING(options -> options, test -> {}, ""),

    A_KEY_THAT_IS_GUESSED(
        _ -> GUESSING,
        HostilePeersTest::whoGuessesTheKeyIsRefused,
        "Expected io.tandem.pipe.AuthenticationException to be thrown"),

    NO_DEADLINE(
        options -> options.handshakeTimeout(Duration.ofDays(1)),
        HostilePeersTest::oneThatSaysNothingIsDropped,
        "never came true"),

    NO_LIMIT_FOR_MESSAGES(
        options -> options.maxMessageBytes(1 << 30),
        HostilePeersTest::aPeerThatKnowsTheKeyIsHeldToTheLimit,
        "expected: <io.tandem.pipe.ConnectionException.TooLong> but was: "),

    ANY_CLASS_COMES_IN(
        options -> options.codec(Codec.data()),
        HostilePeersTest::aPeerThatKnowsTheKeyCannotHaveJustAnyClassMade,
        "Expected io.tandem.codec.CodecException.Refused to be thrown");

    private final UnaryOperator<ConnectionOptions> bug;
    private final Story story;
    private final String symptom;

    Planted(UnaryOperator<ConnectionOptions> bug, Story story, String symptom) {
      this.bug = bug;
      this.story = story;
      this.symptom = symptom;
    }
  }

  private interface Story {
    void tell(HostilePeersTest test) throws Exception;
  }

  private final CountingCodec codec = new CountingCodec();
  private final ConnectionOptions options =
      ConnectionOptions.withKey("open sesame".getBytes(UTF_8)).codec(codec);
  private Listener listener;
  private Duration patience = LONG;

  /// Counts what is decoded.
  private static final class CountingCodec implements Codec {
    private final AtomicInteger decoded = new AtomicInteger();
    private final Codec data = DataCodec.allowing();

    @Override
    public int id() {
      return data.id();
    }

    @Override
    public String name() {
      return data.name();
    }

    @Override
    public Encoding encode(@Nullable Object value) {
      return data.encode(value);
    }

    @Override
    public @Nullable Object decode(MemorySegment bytes) {
      decoded.incrementAndGet();
      return data.decode(bytes);
    }
  }

  @BeforeEach
  void listen() throws Exception {
    listen(Planted.NOTHING);
  }

  private void listen(Planted planted) throws Exception {
    ConnectionOptions sound = options.handshakeTimeout(PATIENCE).maxMessageBytes(LONGEST);
    listener =
        Listener.open(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), planted.bug.apply(sound));
  }

  @AfterEach
  void close() {
    listener.close();
  }

  @Test
  void whoSaysNothingKeepsNobodyWaitingForLong() throws Exception {
    int silent = Handshakes.MOST + 100;
    var idle = new ArrayList<SocketChannel>();
    try {
      for (int i = 0; i < silent; i++) {
        idle.add(connect());
        assertTrue(listener.authenticating() <= Handshakes.MOST);
        if (i % 100 == 99) {
          assertServed();
        }
      }
      until(() -> listener.refused() == silent); // the last of them by their deadline
      assertEquals(0, listener.authenticating());
      assertServed();
      assertTrue(listener.lastRefusal().orElseThrow() instanceof AuthenticationException);
    } finally {
      for (var each : idle) {
        each.close();
      }
    }
  }

  @Test
  void whoeverComesWhenThereIsNoRoomWaitsOutsideAndIsDroppedByNobody() throws Exception {
    int more = 72;
    listener.close();
    listener = Listener.open(options.handshakeTimeout(LONG));
    var honest = new ArrayList<SocketChannel>();
    try {
      for (int i = 0; i < Handshakes.MOST + more; i++) {
        honest.add(connect());
      }
      until(() -> listener.authenticating() == Handshakes.MOST);
      for (var each : honest) { // in the order in which they came
        authenticated(each).close();
        assertTrue(listener.authenticating() <= Handshakes.MOST);
      }
      assertEquals(0, listener.refused(), () -> "" + listener.lastRefusal());
    } finally {
      for (var each : honest) {
        each.close();
      }
    }
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NOTHING")
  void aPlantedBugIsFound(Planted planted) throws Exception {
    listener.close();
    listen(planted);
    patience = SHORT;

    AssertionError red = assertThrows(AssertionError.class, () -> planted.story.tell(this));

    assertTrue(red.getMessage().contains(planted.symptom), red::getMessage);
  }

  @Test
  void whoGuessesTheKeyIsRefused() throws Exception {
    assertThrows(
        AuthenticationException.class, () -> Connection.connect(listener.address(), GUESSING));

    until(() -> listener.refused() == 1);
    assertServed();
  }

  @Test
  void oneThatSaysNothingIsDropped() throws Exception {
    try (var mute = connect()) {
      until(() -> listener.refused() == 1);
      assertTrue(mute.isOpen());
      assertServed();
    }
  }

  @Test
  void aPeerThatKnowsTheKeyIsHeldToTheLimit() throws Exception {
    try (var peer = connect();
        var accepted = authenticated(peer)) {
      peer.write(ByteBuffer.allocate(4).putInt(0, LONGEST + 1));

      assertThrows(
          ConnectionException.TooLong.class, () -> accepted.receiveBytes(Duration.ofMillis(100)));
    }
  }

  @Test
  void oneThatSendsAByteNowAndThenIsDropped() throws Exception {
    try (var slow = connect()) {
      byte[] answer = ByteBuffer.allocate(44).putInt(40).array();
      int sent = 0;
      try {
        for (byte each : answer) {
          slow.write(ByteBuffer.wrap(new byte[] {each}));
          sent++;
          Thread.sleep(50); // slow, but never as slow as the limit for all of it
        }
      } catch (IOException dropped) {
        assertTrue(sent > 1);
      }
      until(() -> listener.refused() == 1);
      assertTrue(
          listener.lastRefusal().orElseThrow().getMessage().contains("took longer than PT1S"));
      assertServed();
    }
  }

  @Test
  void oneThatGoesAwayOrTalksNonsenseIsDropped() throws Exception {
    String[] said = {
      "",
      "00",
      "00000000",
      "00000010",
      "0000000401020304",
      "00000101",
      "7fffffff",
      "ffffffff",
      "ffffffff7fffffffffffffff",
      "fffffffe",
      "474554202f20485454502f312e310d0a0d0a"
    };
    for (String each : said) {
      try (var peer = connect()) {
        peer.write(ByteBuffer.wrap(HexFormat.of().parseHex(each)));
      }
    }
    until(() -> listener.refused() == said.length);
    assertServed();
    assertEquals(said.length, listener.refused());
  }

  @Test
  void aLongAnswerIsRefusedAtOnce() throws Exception {
    try (var peer = connect()) {
      peer.write(ByteBuffer.allocate(4 + 257).putInt(0, 257));
      until(() -> listener.refused() == 1);
      var e = listener.lastRefusal().orElseThrow();

      assertTrue(e.getMessage().contains("a message of 257 bytes, and those of a handshake"));
      assertTrue(e.getMessage().contains("have at most 256. Give it the same key"), e.getMessage());
      assertFalse(e.getMessage().contains("maxMessageBytes"), "that would not help");
    }
  }

  @Test
  void whatIsKnownOfOneThatWentAwayIsTold() throws Exception {
    try (var peer = connect()) {
      byte[] _ = read(peer);
      peer.setOption(StandardSocketOptions.SO_LINGER, 0); // so that the kernel says: reset
    }
    until(() -> listener.refused() == 1);
    var e = listener.lastRefusal().orElseThrow();

    assertTrue(
        e.getMessage()
            .matches(
                "The connection from 127.* ended before it was authenticated: the other end closed"
                    + " it, or its process died, after \\d+ ms, having sent 0 messages of the"
                    + " handshake. .*"),
        e.getMessage());
    assertEquals("Connection reset", e.getCause().getCause().getMessage());
  }

  @Test
  void nothingIsDecodedOfWhoDoesNotKnowTheKey() throws Exception {
    byte[] object = frame(42);
    try (var peer = connect()) {
      byte[] _ = read(peer);
      peer.write(ByteBuffer.wrap(object));
      peer.write(ByteBuffer.wrap(object));
      until(() -> listener.refused() == 1);
    }
    assertTrue(listener.accept(Duration.ZERO).isEmpty());
    assertEquals(0, codec.decoded.get());
    assertServed();
    assertEquals(1, codec.decoded.get());
  }

  @Test
  void whatWasRecordedIsOfNoUse() throws Exception {
    byte[] recorded;
    try (var honest = connect()) {
      recorded = Challenge.of(read(honest)).answer(key());
      write(honest, recorded);
      assertEquals("#WELCOME#", new String(read(honest), UTF_8));
    }
    try (var replaying = connect()) {
      byte[] _ = read(replaying);
      write(replaying, recorded);

      assertEquals("#FAILURE#", new String(read(replaying), UTF_8));
      assertEquals(-1, replaying.read(ByteBuffer.allocate(1)));
    }
    assertServed();
  }

  @Test
  void damagedConnectionsEndAndNobodyElseNotices() throws Exception {
    long seed = System.nanoTime();
    var random = new Random(seed);
    for (int i = 0; i < DAMAGED; i++) {
      try (var peer = connect()) {
        byte[] answer = Challenge.of(read(peer)).answer(key());
        byte[] bytes =
            ByteBuffer.allocate(4 + answer.length).putInt(answer.length).put(answer).array();
        bytes[random.nextInt(bytes.length)] ^= (byte) (1 + random.nextInt(255));
        peer.write(ByteBuffer.wrap(bytes, 0, 1 + random.nextInt(bytes.length)));
      }
    }
    until(() -> listener.refused() == DAMAGED);
    assertEquals(0, codec.decoded.get(), "seed " + seed);
    assertServed();
  }

  @Test
  void aPeerThatKnowsTheKeyCanStillNotHaveMoreMadeThanItSends() throws Exception {
    try (var peer = connect();
        var accepted = authenticated(peer)) {
      peer.write(ByteBuffer.wrap(HexFormat.of().parseHex("80000000")));

      assertThrows(ConnectionException.Malformed.class, accepted::receive);
    }
    try (var peer = connect();
        var accepted = authenticated(peer)) {
      peer.write(ByteBuffer.wrap(HexFormat.of().parseHex("ffffffff0000000080000000")));
      var e = assertThrows(ConnectionException.TooLong.class, accepted::receive);

      assertEquals(1L << 31, e.length());
      assertEquals(-1, peer.read(ByteBuffer.allocate(1)), "dropped");
    }
    try (var peer = connect();
        var accepted = authenticated(peer)) {
      peer.write(ByteBuffer.wrap(HexFormat.of().parseHex("00000003" + "6162")));
      assertFalse(accepted.poll(Duration.ofMillis(10)), "not whole yet");
      peer.shutdownOutput();

      assertThrows(ConnectionException.CutOff.class, accepted::receive);
      assertThrows(EOFException.class, accepted::receive);
    }
  }

  @Test
  void aPeerThatKnowsTheKeyCannotHaveJustAnyClassMade() throws Exception {
    try (var peer = connect();
        var accepted = authenticated(peer)) {
      var wide = Codec.data();
      var frame = Frame.encode(wide, new Unlisted(1));
      byte[] bytes = new byte[(int) frame.size()];
      frame.writeTo(MemorySegment.ofArray(bytes), 0);
      write(peer, bytes);

      assertThrows(CodecException.Refused.class, accepted::receive);
      write(peer, new byte[] {1, 2, 3});
      assertArrayEquals(new byte[] {1, 2, 3}, accepted.receiveBytes(), "it goes on");
    }
  }

  record Unlisted(int number) {}

  @Test
  void theFirstMessageMayComeTogetherWithTheWelcome() throws Exception {
    try (var peer = connect()) {
      write(peer, Challenge.of(read(peer)).answer(key()));
      assertEquals("#WELCOME#", new String(read(peer), UTF_8));
      var challenge = Challenge.create();
      write(peer, challenge.message());
      challenge.check(read(peer), key());
      byte[] object = frame("x".repeat(1000)); // more than a handshake may send
      peer.write(
          ByteBuffer.allocate(13 + object.length)
              .putInt(9)
              .put("#WELCOME#".getBytes(UTF_8))
              .put(object)
              .flip());
      try (var accepted = listener.accept()) {
        assertEquals("x".repeat(1000), accepted.receive());
      }
    }
  }

  private void assertServed() throws Exception {
    try (var client = Connection.connect(listener.address(), options);
        var served = listener.accept(LONG).orElseThrow()) {
      client.send(List.of("served"));

      assertEquals(List.of("served"), served.receive());
    }
  }

  private Connection authenticated(SocketChannel peer) throws Exception {
    write(peer, Challenge.of(read(peer)).answer(key()));
    assertEquals("#WELCOME#", new String(read(peer), UTF_8));
    var challenge = Challenge.create();
    write(peer, challenge.message());
    challenge.check(read(peer), key());
    write(peer, "#WELCOME#".getBytes(UTF_8));
    return listener.accept();
  }

  private AuthenticationKey key() {
    return options.key().orElseThrow();
  }

  private static byte[] frame(Object value) {
    var frame = Frame.encode(DataCodec.allowing(), value);
    int size = (int) frame.size();
    var bytes = ByteBuffer.allocate(4 + size).putInt(0, size);
    frame.writeTo(MemorySegment.ofBuffer(bytes), 4);
    return bytes.array();
  }

  private SocketChannel connect() throws IOException {
    return SocketChannel.open(listener.address());
  }

  private static void write(SocketChannel peer, byte[] message) throws IOException {
    peer.write(ByteBuffer.allocate(4 + message.length).putInt(message.length).put(message).flip());
  }

  private static byte[] read(SocketChannel peer) throws IOException {
    int length = readFully(peer, 4).getInt();
    return readFully(peer, length).array();
  }

  private static ByteBuffer readFully(SocketChannel peer, int count) throws IOException {
    var bytes = ByteBuffer.allocate(count);
    while (bytes.hasRemaining()) {
      assertTrue(peer.read(bytes) >= 0, "closed too early");
    }
    return bytes.flip();
  }

  private void until(BooleanSupplier condition) throws InterruptedException {
    long deadline = System.nanoTime() + patience.toNanos();
    while (!condition.getAsBoolean()) {
      assertTrue(System.nanoTime() < deadline, "never came true");
      Thread.sleep(1); // between looks
    }
  }
}
