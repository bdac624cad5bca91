/// How something of ours is measured beside a peer's: in turn, pair by pair.
@NullMarked
package io.tandem.bench.duel;

import org.jspecify.annotations.NullMarked;
