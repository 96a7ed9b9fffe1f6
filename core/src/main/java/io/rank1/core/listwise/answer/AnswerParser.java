package io.rank1.core.listwise.answer;

import io.rank1.core.listwise.algorithm.Judgement;

/** Reads a judgement out of what a model wrote. Safe for use by several threads. */
@FunctionalInterface
public interface AnswerParser {

  /**
   * Reads a text. What cannot be read is {@link Judgement.None}, never an exception.
   *
   * @param written all that the model wrote
   * @param shown how many passages the prompt showed
   */
  Judgement parse(String written, int shown);
}
