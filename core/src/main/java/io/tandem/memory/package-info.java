/// Regions of memory that several processes map, and Agrona's buffer interface over them.
package io.tandem.memory;
