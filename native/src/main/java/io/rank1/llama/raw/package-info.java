/**
 * Declarations of llama.cpp's C API ({@code llama.h}) for JNA's direct mapping, and nothing else:
 * no checks, no logic. A C {@code bool} is a {@code byte} here, since JNA takes a Java {@code
 * boolean} for an {@code int}. Every call can end the process when its arguments are wrong; the
 * owners in {@code io.rank1.llama} check them first.
 */
package io.rank1.llama.raw;
