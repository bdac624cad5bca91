/// The protocols between processes, checked in every interleaving: `src/test/spin` has the models.
package io.tandem.tests.model;
