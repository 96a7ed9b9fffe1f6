package io.rank1.cli.models;

import io.rank1.llama.MemoryEstimate;
import io.rank1.llama.check.Head;
import io.rank1.llama.runtime.TokenizedText;
import io.rank1.models.inspect.ModelReport;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What was found out about a model.
 *
 * @param report what its files say
 * @param head what its last matrix is; empty when that cannot be said
 * @param texts how rank1's answers tokenize; empty when that cannot be said
 * @param load what the memory is meant for
 * @param memory what it takes; empty when that cannot be said
 * @param verdict whether it runs
 */
public record Inspection(
    ModelReport report,
    Optional<Head> head,
    List<TokenizedText> texts,
    Load load,
    Optional<MemoryEstimate> memory,
    Verdict verdict) {

  /** Validates and copies the components. */
  public Inspection {
    Objects.requireNonNull(report, "report");
    Objects.requireNonNull(head, "head");
    Objects.requireNonNull(load, "load");
    Objects.requireNonNull(memory, "memory");
    Objects.requireNonNull(verdict, "verdict");
    texts = List.copyOf(texts);
  }

  /** About something that does not run. */
  static Inspection ofUseless(ModelReport report, Load load, String reason) {
    return new Inspection(
        report, Optional.empty(), List.of(), load, Optional.empty(), Verdict.doesNotRun(reason));
  }
}
