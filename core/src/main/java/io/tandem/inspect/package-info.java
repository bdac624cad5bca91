/// What a tool may know of a user's shared memory, as records: [UserView] is the whole of it.
///
/// The owner of each structure fills its own view, from outside: without a lock, without writing,
/// and whatever state the memory is in. `io.tandem.memory.Inspector` puts them together.
package io.tandem.inspect;
