/// The style guide as tests: each rule is a function over text or classes, applied to the whole
/// tree, and proved on a planted violation.
package io.tandem.tests.style;
