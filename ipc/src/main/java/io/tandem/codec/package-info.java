/// Objects to bytes and back: what may cross from one process to another, and how.
package io.tandem.codec;
