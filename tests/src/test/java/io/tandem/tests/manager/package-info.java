/// Managed objects: clients and servers in several JVMs, and what becomes of each when others die.
package io.tandem.tests.manager;
