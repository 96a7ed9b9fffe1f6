/** The engine: sequences, their scheduling, decoding, and the thread that owns it all. */
package io.rank1.core.engine;
