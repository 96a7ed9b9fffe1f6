package io.rank1.cli.eval;

import io.rank1.cli.input.InputException;
import io.rank1.cli.trec.ChangedDocuments;
import io.rank1.cli.trec.InstructionVersion;
import io.rank1.cli.trec.Run;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Measures by p-MRR how rankings follow a change of instructions: the p-MRR of FollowIR
 * (arXiv:2403.15246), ranked and averaged as mteb does. For each document whose relevance ends,
 * with its ranks under both instructions, it is
 *
 * <ul>
 *   <li>(1 / original) / (1 / changed) - 1 where the original rank is not the better one;
 *   <li>1 - (1 / changed) / (1 / original) where it is.
 * </ul>
 *
 * That is from -1 to 1, and above 0 where the document goes down, as it should. Values are averaged
 * for each query, then over queries. A document that a ranking lacks has the rank after its last. A
 * query of which the run lacks a topic is 0, so that all runs are measured by the same queries;
 * mteb leaves it out.
 */
public final class InstructionEvaluator implements Evaluator {

  private final ChangedDocuments changes;

  /**
   * @param changes the documents that count
   */
  public InstructionEvaluator(ChangedDocuments changes) {
    this.changes = Objects.requireNonNull(changes, "changes");
  }

  @Override
  public RunScores evaluate(String title, Run run) throws InputException {
    List<Double> values = new ArrayList<>();
    int measured = 0;
    int absent = 0;
    for (Map.Entry<String, Set<String>> query : changes.documents().entrySet()) {
      Ranks original = new Ranks(run.ranking(InstructionVersion.ORIGINAL.topic(query.getKey())));
      Ranks changed = new Ranks(run.ranking(InstructionVersion.CHANGED.topic(query.getKey())));
      if (original.isEmpty() || changed.isEmpty()) {
        values.add(0.0);
      } else {
        measured++;
        absent += original.lacking(query.getValue()) + changed.lacking(query.getValue());
        values.add(mean(query.getValue(), original, changed));
      }
    }
    if (measured == 0) {
      String query = changes.documents().keySet().iterator().next();
      throw new InputException(
          String.format(
              Locale.ROOT,
              "%s: it has both topics of no query, such as %s and %s; do %s and the run belong together?",
              run.name(),
              InstructionVersion.ORIGINAL.topic(query),
              InstructionVersion.CHANGED.topic(query),
              changes.name()));
    }
    Coverage coverage = Coverage.ofPairs(unpaired(run), values.size() - measured, absent);
    return new RunScores(
        title,
        List.copyOf(changes.documents().keySet()),
        Map.of(PairMeasure.P_MRR, values),
        coverage);
  }

  private static double mean(Set<String> docids, Ranks original, Ranks changed) {
    double sum = 0;
    for (String docid : docids) {
      sum += value(original.of(docid), changed.of(docid));
    }
    return sum / docids.size();
  }

  /** The value of a document with these ranks. */
  private static double value(int original, int changed) {
    return original >= changed ? (double) changed / original - 1 : 1 - (double) original / changed;
  }

  private int unpaired(Run run) {
    int unpaired = run.topics().size();
    for (String query : changes.documents().keySet()) {
      for (InstructionVersion version : InstructionVersion.values()) {
        unpaired -= run.topics().contains(version.topic(query)) ? 1 : 0;
      }
    }
    return unpaired;
  }
}
