package io.tandem.inspect;

import java.util.Optional;

/// A living process that has a scope mapped.
///
/// @param pid in this process's pid namespace
/// @param peer what the registry says of it; empty if it has not registered, as it owned nothing
///   yet
public record AttachedView(long pid, Optional<PeerView> peer) {}
