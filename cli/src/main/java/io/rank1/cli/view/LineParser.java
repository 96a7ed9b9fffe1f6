package io.rank1.cli.view;

import io.rank1.cli.view.BadLineException.Fault;
import io.rank1.core.text.TitledText;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads the lines of one file, a job's output in jsonl or its journal, from the first on: what a
 * record is depends on the header before it.
 */
final class LineParser {

  private static final String JOURNAL_MARK = "rank1_journal";
  private static final String JOURNAL_RUNTIME = "recipe.runtime";

  /** The settings of a cascade's first pass, which only its journal has. */
  private static final String FIRST_PASS_RECIPE = "recipe.first_pass.";

  private final ScoreFields scores = new ScoreFields();
  private boolean ofCascade;

  /**
   * @param line the text
   * @param number its number in the file, which names a pair that has neither identifiers nor line
   * @throws BadLineException when it is not of such a file
   */
  ResultLine parse(String line, long number) throws BadLineException {
    LineFields fields = LineFields.parse(line);
    Optional<String> model = fields.textIfAny("model");
    Optional<String> runtime = fields.textIfAny("runtime");
    if (fields.has(JOURNAL_MARK)) {
      ofCascade |= fields.hasAnyBelow(FIRST_PASS_RECIPE);
      return new JournalHeader(model, runtime.or(() -> fields.textIfAny(JOURNAL_RUNTIME)));
    }
    if (fields.has(CallLine.MARK)) {
      return CallLine.of(fields);
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
        fields.textIfAny("first_pass.model"),
        runtime);
  }

  private PairTexts texts(LineFields fields) throws BadLineException {
    Optional<String> query = fields.text("query");
    if (query.isEmpty()) {
      throw new BadLineException(Fault.NO_RESULT, "there is no field query");
    }
    return new PairTexts(
        query.get(),
        fields.text("instruction").orElse(""),
        new TitledText(fields.text("title").orElse(""), fields.text("passage").orElse("")).joined(),
        fields.text("reasoning").orElse(""),
        samples(fields),
        fields.count("prompt_tokens", 0),
        fields.count("completion_tokens", 0),
        fields.flag("truncated"),
        fields.text("error"));
  }

  /** A journal has the chains among the evidence of its records. */
  private Samples samples(LineFields fields) throws BadLineException {
    String before = fields.has("samples") || fields.has("spread") ? "" : ScoreFields.EVIDENCE;
    List<Samples.Chain> chains = new ArrayList<>();
    for (LineFields chain : fields.objects(before + "samples")) {
      chains.add(
          new Samples.Chain(
              scores.relevance(chain, ""),
              scores.finish(chain),
              chain.count("completion_tokens", 0),
              chain.text("reasoning").orElse("")));
    }
    return new Samples(fields.number(before + "spread"), chains);
  }

  private Standing standing(LineFields fields, Optional<String> docid, long number)
      throws BadLineException {
    int line = fields.count("line", 1);
    Standing standing =
        new Standing(
            docid,
            line == 0 ? number : line,
            fields.count("rank", 1),
            fields.count("first_stage_rank", 1),
            scores.relevance(fields, ""),
            scores.finish(fields),
            scores.passes(fields));
    return ofCascade ? standing.with(PassJoin.alone(standing)) : standing;
  }
}
