/// What this machine offers beyond what Java promises everywhere. For this library's modules only.
package io.tandem.linux;
