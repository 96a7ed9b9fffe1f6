/** Files that appear under their names when they are complete. */
package io.rank1.core.files;
