/// What sleeping on shared words promises when several JVMs are involved, and some of them die.
package io.tandem.tests.park;
