/// Starting JVMs on tasks, and watching over them.
package io.tandem.process;
