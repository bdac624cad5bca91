/// The lock that everything shared stands on. For this module only.
package io.tandem.lock;
