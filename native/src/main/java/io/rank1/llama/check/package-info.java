/** Refusing models that llama.cpp would end the JVM over, before it sees them. */
package io.rank1.llama.check;
