/// Lists that several JVMs share, some of which are killed.
package io.tandem.tests.list;
