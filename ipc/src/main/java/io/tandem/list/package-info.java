/// Lists that several processes share.
package io.tandem.list;
