package io.rank1.core.pair;

/** The model's judgement of a passage. */
public enum Label {
  TRUE,
  FALSE
}
