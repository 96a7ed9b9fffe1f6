/**
 * Where llama.cpp's shared libraries come from: the one that Maven brings, any folder that holds
 * them, and packages that are installed in the user's data folder.
 */
package io.rank1.llama.library;
