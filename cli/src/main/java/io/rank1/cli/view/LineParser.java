package io.rank1.cli.view;

import io.rank1.cli.view.BadLineException.Fault;
import io.rank1.core.pair.AnswerLogits;
import io.rank1.core.pair.FinishReason;
import io.rank1.core.pair.Score;
import java.util.Locale;
import java.util.Optional;

/** Reads the lines of a job's output in jsonl, and those of its journal. */
final class LineParser {

  private static final String JOURNAL_MARK = "rank1_journal";
  private static final String JOURNAL_RUNTIME = "recipe.runtime";

  private LineParser() {}

  /**
   * @param line the text
   * @param number its number in the file, which names a pair that has neither identifiers nor line
   * @throws BadLineException when it is not of such a file
   */
  static ResultLine parse(String line, long number) throws BadLineException {
    LineFields fields = LineFields.parse(line);
    Optional<String> model = fields.textIfAny("model");
    Optional<String> runtime = fields.textIfAny("runtime");
    if (fields.has(JOURNAL_MARK)) {
      return new JournalHeader(model, runtime.or(() -> fields.textIfAny(JOURNAL_RUNTIME)));
    }
    PairTexts texts = texts(fields);
    Optional<String> qid = fields.text("qid");
    Optional<String> docid = fields.text("docid");
    if (qid.isPresent() != docid.isPresent()) {
      throw new BadLineException(Fault.BAD_FIELD, "one of the fields qid and docid is missing");
    }
    return new PairLine(
        qid.map(QueryId::ofQid).orElseGet(() -> QueryId.ofText(texts.query())),
        standing(fields, docid, number),
        texts,
        fields.text("key"),
        model,
        runtime);
  }

  private static PairTexts texts(LineFields fields) throws BadLineException {
    Optional<String> query = fields.text("query");
    if (query.isEmpty()) {
      throw new BadLineException(Fault.NO_RESULT, "there is no field query");
    }
    return new PairTexts(
        query.get(),
        fields.text("instruction").orElse(""),
        fields.text("passage").orElse(""),
        fields.text("reasoning").orElse(""),
        fields.count("prompt_tokens", 0),
        fields.count("completion_tokens", 0),
        fields.flag("truncated"),
        fields.text("error"));
  }

  private static Standing standing(LineFields fields, Optional<String> docid, long number)
      throws BadLineException {
    int line = fields.count("line", 1);
    return new Standing(
        docid,
        line == 0 ? number : line,
        fields.count("rank", 1),
        fields.count("first_stage_rank", 1),
        score(fields),
        finish(fields));
  }

  /** The two logits say everything: score and label follow from them. */
  private static Optional<Score> score(LineFields fields) throws BadLineException {
    Optional<Float> logitTrue = logit(fields, "logit_true");
    Optional<Float> logitFalse = logit(fields, "logit_false");
    if (logitTrue.isPresent() != logitFalse.isPresent()
        || fields.has("score") && logitTrue.isEmpty()) {
      throw new BadLineException(Fault.BAD_FIELD, "a score without logit_true and logit_false");
    }
    return logitTrue.map(logit -> new AnswerLogits(logit, logitFalse.orElseThrow()));
  }

  /** A journal has the logits among the evidence of its records; its first version had not. */
  private static Optional<Float> logit(LineFields fields, String name) throws BadLineException {
    Optional<Float> plain = fields.number(name);
    return plain.isPresent() ? plain : fields.number("evidence." + name);
  }

  private static Optional<FinishReason> finish(LineFields fields) throws BadLineException {
    Optional<String> name = fields.text("finish_reason");
    try {
      return name.map(n -> FinishReason.valueOf(n.toUpperCase(Locale.ROOT)));
    } catch (IllegalArgumentException e) {
      throw new BadLineException(
          Fault.BAD_FIELD, "no finish_reason is called '" + name.orElseThrow() + "'");
    }
  }
}
