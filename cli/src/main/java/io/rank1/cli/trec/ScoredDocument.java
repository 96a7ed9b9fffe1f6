package io.rank1.cli.trec;

import java.util.Comparator;
import java.util.Objects;

/**
 * A document of a run.
 *
 * @param docid its identifier
 * @param score its score, in the 32 bits that trec_eval up to 9.0.8 keeps; the two zeros are one
 */
public record ScoredDocument(String docid, float score) {

  /**
   * The order of a ranking in trec_eval (form_res_rels.c): the highest score first, of equal scores
   * the last document identifier, by its bytes.
   */
  static final Comparator<ScoredDocument> RANKING =
      Comparator.comparingDouble(ScoredDocument::score)
          .thenComparing(ScoredDocument::docid, Utf8Order.ASCENDING)
          .reversed();

  public ScoredDocument {
    Objects.requireNonNull(docid, "docid");
    if (Float.isNaN(score)) {
      throw new IllegalArgumentException("a score is not a number");
    }
    score += 0f; // -0 is another number to Java's comparisons, and the same to C's
  }
}
