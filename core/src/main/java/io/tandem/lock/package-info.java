/// The lock that everything shared stands on. For this library's modules only.
package io.tandem.lock;
