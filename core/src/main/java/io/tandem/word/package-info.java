/// The one way in which an algorithm touches shared words.
package io.tandem.word;
