/// Small programs, each showing one idea in one file, to be read and copied.
package io.tandem.demos.programs;
