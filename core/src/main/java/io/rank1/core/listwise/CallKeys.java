package io.rank1.core.listwise;

import io.rank1.core.identity.Hash128;
import io.rank1.core.identity.Recipe;
import io.rank1.core.runner.Sampling;
import java.security.MessageDigest;
import java.util.List;
import java.util.OptionalDouble;

/** What calls are known by, and draw their tokens by. */
final class CallKeys {

  private final Hash128 recipe;

  CallKeys(Recipe recipe) {
    this.recipe = recipe.hash();
  }

  /**
   * The hash of all that decides a call's answer, beside the model: the method, and the texts
   * before anything was cut.
   */
  Hash128 key(ListQuestion question, List<Integer> shown) {
    MessageDigest digest = Hash128.digest();
    Hash128.add(digest, recipe.toString());
    Hash128.add(digest, question.query());
    Hash128.add(digest, question.instruction());
    for (Candidate candidate : question.shown(shown)) {
      Hash128.add(digest, candidate.title());
      Hash128.add(digest, candidate.text());
      Hash128.add(digest, bits(candidate.firstStageScore()));
    }
    return Hash128.ofDigest(digest.digest());
  }

  /** The bits of a number, since its digits differ between versions of Java. */
  private static String bits(OptionalDouble score) {
    return score.isPresent() ? Long.toHexString(Double.doubleToLongBits(score.getAsDouble())) : "";
  }

  /** How the tokens of a call are drawn: a call that is computed again draws the same. */
  static Sampling sampling(Sampling sampling, Hash128 key) {
    return sampling.isGreedy() ? sampling : sampling.withSeed(31 * sampling.seed() + key.high());
  }
}
