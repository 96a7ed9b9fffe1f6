package io.rank1.llama.check;

/** How far a model's architecture is known to work. */
public enum Support {
  /** An architecture of the published rank1 models. */
  SUPPORTED,
  /** llama.cpp runs it in the same way, but no test of this project does. */
  UNTESTED
}
