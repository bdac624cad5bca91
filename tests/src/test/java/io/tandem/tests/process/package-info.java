/// JVMs started on tasks: from every kind of program, in every way they can end.
package io.tandem.tests.process;
