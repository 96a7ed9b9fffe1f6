package io.rank1.cli.view;

import io.rank1.cli.journal.Finish;
import io.rank1.cli.output.JsonLines;
import io.rank1.cli.output.Names;
import io.rank1.cli.output.Relevance;
import io.rank1.cli.view.BadLineException.Fault;
import io.rank1.core.cascade.Pass;
import io.rank1.core.pair.AnswerLogits;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Reads scores, and what they come from, of the lines of one file. */
final class ScoreFields {

  /** What a journal puts before the names of what a score was read from. */
  static final String EVIDENCE = "evidence.";

  private static final String FIRST_PASS = "first_pass";
  private static final String DECIDED_BY = "decided_by";

  /** One object for each reason, as every pair holds one. */
  private final Map<String, Optional<Finish>> finishes = new HashMap<>();

  /**
   * What the score says: by its two logits where the line has them, else by the log odds of a
   * journal, else by the probability. The label follows from it.
   *
   * @param before what stands before the names of the fields
   */
  Optional<Relevance> relevance(LineFields fields, String before) throws BadLineException {
    Optional<Relevance> byLogits = logits(fields, before);
    if (byLogits.isEmpty()) {
      byLogits = logits(fields, before + EVIDENCE);
    }
    if (byLogits.isPresent()) {
      return byLogits;
    }
    Optional<Double> value = fields.number(before + "value"); // of a journal
    if (value.isEmpty()) {
      value = fields.number(before + JsonLines.LOG_ODDS);
    }
    return value.isPresent() ? value.map(Relevance::new) : ofProbability(fields, before + "score");
  }

  private static Optional<Relevance> logits(LineFields fields, String before)
      throws BadLineException {
    Optional<Float> logitTrue = fields.single(before + "logit_true");
    Optional<Float> logitFalse = fields.single(before + "logit_false");
    if (logitTrue.isPresent() != logitFalse.isPresent()) {
      throw new BadLineException(
          Fault.BAD_FIELD,
          "one of the fields " + before + "logit_true and " + before + "logit_false is missing");
    }
    return logitTrue.map(logit -> Relevance.of(new AnswerLogits(logit, logitFalse.orElseThrow())));
  }

  private static Optional<Relevance> ofProbability(LineFields fields, String name)
      throws BadLineException {
    Optional<Double> score = fields.number(name);
    if (score.isPresent() && (score.get() < 0 || score.get() > 1)) {
      throw LineFields.wrong(name, "a probability");
    }
    return score.map(Relevance::ofProbability);
  }

  /** How a pair ended, also in a way that only a later version knows. */
  Optional<Finish> finish(LineFields fields) throws BadLineException {
    Optional<String> name = fields.text("finish_reason");
    try {
      return name.isEmpty()
          ? Optional.empty()
          : finishes.computeIfAbsent(name.get(), n -> Optional.of(new Finish(n)));
    } catch (IllegalArgumentException e) {
      throw LineFields.wrong("finish_reason", "a word of small letters, digits and underscores");
    }
  }

  /** What an output tells of the passes of a cascade. */
  Optional<Passes> passes(LineFields fields) throws BadLineException {
    Optional<String> word = fields.text(DECIDED_BY);
    if (word.isEmpty()) {
      return Optional.empty();
    }
    Optional<Pass> decidedBy =
        Arrays.stream(Pass.values()).filter(pass -> Names.of(pass).equals(word.get())).findFirst();
    if (decidedBy.isEmpty()) {
      throw LineFields.wrong(DECIDED_BY, "direct or thinking");
    }
    return Optional.of(new Passes(decidedBy.get(), relevance(fields, FIRST_PASS + ".")));
  }
}
