/// What the tests of every module share: tools that may be missing, and a guard against leftovers.
package io.tandem.tests;
