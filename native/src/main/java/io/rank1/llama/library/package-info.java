/** The library that Maven brings: which file, and how it gets out of its jar. */
package io.rank1.llama.library;
