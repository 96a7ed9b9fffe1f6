/** The native library that reads and writes zstd. */
package io.rank1.cli.zstd;
