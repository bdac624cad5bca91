package io.tandem.peer;

import java.time.Instant;

/// A process that takes part.
///
/// @param owner its number in shared words: a slot and an epoch
/// @param pid in its own pid namespace; for messages, never an identity
/// @param start when it began, by its own clock
/// @param name `main`, or what its parent called it
public record Peer(int owner, long pid, Instant start, String name) {}
