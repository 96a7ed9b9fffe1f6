package io.rank1.core.cascade;

/** What a passage's place in a ranking comes from. */
public enum Pass {
  /** The direct pass, which all passages have. */
  DIRECT,
  /** The reasoning, which some have. */
  THINKING
}
