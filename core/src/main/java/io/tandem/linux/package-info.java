/// What this machine offers beyond what Java promises everywhere. For this module only.
package io.tandem.linux;
