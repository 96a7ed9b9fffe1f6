package io.rank1.cli.models;

import io.rank1.cli.exit.IoProblem;
import io.rank1.llama.MemoryEstimate;
import io.rank1.llama.TokenKind;
import io.rank1.llama.check.ModelSummary;
import io.rank1.llama.check.Support;
import io.rank1.llama.runtime.TokenizedText;
import io.rank1.models.convert.CheckpointTokenizer;
import io.rank1.models.convert.Conversion;
import io.rank1.models.inspect.CheckpointInspector;
import io.rank1.models.inspect.ModelNumbers;
import io.rank1.models.inspect.ModelReport;
import io.rank1.models.synthetic.TokenType;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** Inspects checkpoints in safetensors: what would become of them by {@code rank1 convert}. */
public final class CheckpointVerdict {

  private final Load load;
  private final ModelInspector sizes;

  /**
   * @param load what memory is estimated for
   * @param sizes knows about memory
   */
  public CheckpointVerdict(Load load, ModelInspector sizes) {
    this.load = Objects.requireNonNull(load, "load");
    this.sizes = Objects.requireNonNull(sizes, "sizes");
  }

  /**
   * Inspects a checkpoint.
   *
   * @throws IOException when settings or headers cannot be read, damage included
   */
  public Inspection inspect(Path folder) throws IOException {
    ModelReport headers = CheckpointInspector.inspect(folder, Optional.empty());
    CheckpointTokenizer tokenizer;
    try {
      tokenizer = CheckpointInspector.tokenizer(folder);
    } catch (IOException e) {
      return Inspection.ofUseless(headers, load, IoProblem.describe(e));
    }
    ModelReport report = CheckpointInspector.inspect(folder, Optional.of(tokenizer));
    try {
      return inspect(report, tokenizer, Conversion.plan(folder, Optional.empty()));
    } catch (IOException e) {
      return Inspection.ofUseless(report, load, IoProblem.describe(e));
    }
  }

  private Inspection inspect(
      ModelReport report, CheckpointTokenizer tokenizer, Conversion conversion) {
    List<TokenizedText> texts =
        AnswerTexts.ALL.stream().map(text -> tokenized(tokenizer, text)).toList();
    ModelSummary model = summary(report, conversion);
    Load possible = load.within(model.contextLength());
    MemoryEstimate memory = possible.of(model);
    Optional<String> problem = HeadWords.problem(model.head()).or(() -> AnswerTexts.problem(texts));
    List<String> warnings = new ArrayList<>(conversion.notes());
    if (model.callsItselfRank1()) {
      AnswerTexts.missingMarkers(texts)
          .ifPresent(
              warning -> warnings.add(warning + "; fetch its tokenizer's files as published"));
    }
    warnings.addAll(sizes.ofSize(model.contextLength(), memory));
    Verdict verdict =
        problem.map(Verdict::doesNotRun).orElseGet(() -> Verdict.runsAfterConvert(warnings));
    return new Inspection(
        report, Optional.of(model.head()), texts, possible, Optional.of(memory), verdict);
  }

  private static TokenizedText tokenized(CheckpointTokenizer tokenizer, String text) {
    OptionalInt special = tokenizer.special(text);
    List<Integer> ids = special.isPresent() ? List.of(special.getAsInt()) : tokenizer.encode(text);
    return new TokenizedText(
        text,
        ids,
        ids.stream().map(tokenizer::type).map(CheckpointVerdict::kind).toList(),
        ids.stream().map(tokenizer::text).toList());
  }

  private static TokenKind kind(TokenType type) {
    return switch (type) {
      case CONTROL -> TokenKind.CONTROL;
      case USER_DEFINED -> TokenKind.USER_DEFINED;
      default -> TokenKind.ORDINARY;
    };
  }

  /** The plan has checked all of these. */
  private static ModelSummary summary(ModelReport report, Conversion conversion) {
    ModelNumbers numbers = report.numbers();
    return new ModelSummary(
        report.files().get(0),
        conversion.bytes(),
        report.architecture().orElseThrow(),
        Support.SUPPORTED,
        HeadWords.of(conversion.head()),
        report.name().orElse("a checkpoint"),
        checked(numbers.layers()),
        checked(numbers.embedding()),
        checked(numbers.heads()),
        checked(numbers.kvHeads()),
        checked(numbers.headWidth()),
        checked(numbers.headWidth()),
        conversion.contextLength(),
        checked(numbers.vocabulary()));
  }

  private static int checked(OptionalLong number) {
    return Math.toIntExact(number.orElseThrow());
  }
}
