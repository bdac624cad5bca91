/// Objects that live in one JVM, a server, and are used from others.
///
/// [Manager] is the way in: it starts a server or connects to one, and hands out proxies of the
/// objects there. [ManagerServer] is the other side.
package io.tandem.manager;
