/**
 * llama.cpp inside the JVM: the library, models, contexts, and the runner that the engine drives.
 */
package io.rank1.llama;
