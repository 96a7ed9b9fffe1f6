package io.rank1.llama.check;

/** How far a model's architecture is known to work. */
public enum Support {
  /** Tests of this project run models of the architecture. */
  SUPPORTED,
  /** llama.cpp runs it in the same way, but no test of this project does. */
  UNTESTED
}
