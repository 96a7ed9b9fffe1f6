package io.rank1.cli.models;

import io.rank1.cli.runtime.RuntimeProblem;
import io.rank1.core.gguf.GgufModel;
import io.rank1.llama.MemoryEstimate;
import io.rank1.llama.check.ModelCheck;
import io.rank1.llama.check.ModelSummary;
import io.rank1.llama.check.ModelUnusableException;
import io.rank1.llama.check.Support;
import io.rank1.llama.runtime.ModelProcessException;
import io.rank1.llama.runtime.TokenizedText;
import io.rank1.models.inspect.GgufInspector;
import io.rank1.models.inspect.ModelReport;
import io.rank1.models.inspect.NeededTensors;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/** Inspects GGUF models. */
public final class ModelInspector {

  /** Tokenizes by a model that was checked. */
  @FunctionalInterface
  public interface Lookup {

    /**
     * @throws ModelProcessException when it cannot be done
     * @throws InterruptedException when the calling thread is interrupted
     */
    List<TokenizedText> tokenize(Path model, List<String> texts) throws InterruptedException;
  }

  private final Load load;
  private final long freeMemory;
  private final Lookup lookup;

  /**
   * @param load what memory is estimated for
   * @param freeMemory bytes that there are
   */
  public ModelInspector(Load load, long freeMemory, Lookup lookup) {
    this.load = Objects.requireNonNull(load, "load");
    this.freeMemory = freeMemory;
    this.lookup = Objects.requireNonNull(lookup, "lookup");
  }

  /**
   * Inspects a model.
   *
   * @param path the file, or any part of a split one
   * @throws IOException when its header cannot be read, damage included
   * @throws InterruptedException when the calling thread is interrupted
   */
  public Inspection inspect(Path path) throws IOException, InterruptedException {
    ModelReport report = GgufInspector.inspect(path);
    try {
      ModelSummary model = ModelCheck.check(path);
      requireTensors(model);
      return inspect(report, model);
    } catch (ModelUnusableException | ModelProcessException e) {
      return Inspection.ofUseless(report, load, RuntimeProblem.lineOfModel(e));
    }
  }

  private static void requireTensors(ModelSummary model) throws IOException {
    List<String> missing =
        NeededTensors.missing(
            model.architecture(), model.layers(), GgufModel.read(model.path()).tensors().keySet());
    if (!missing.isEmpty()) {
      throw new ModelUnusableException(
          String.format(
              Locale.ROOT,
              "%s: it lacks %s%s, which llama.cpp needs; convert the model again",
              model.path(),
              missing.get(0),
              missing.size() == 1 ? "" : " and " + (missing.size() - 1) + " more tensors"));
    }
  }

  private Inspection inspect(ModelReport report, ModelSummary model) throws InterruptedException {
    List<TokenizedText> texts = lookup.tokenize(model.path(), AnswerTexts.ALL);
    Load possible = load.within(model.contextLength());
    MemoryEstimate memory = possible.of(model);
    Optional<String> problem = HeadWords.problem(model.head()).or(() -> AnswerTexts.problem(texts));
    Verdict verdict =
        problem.isPresent()
            ? Verdict.doesNotRun(problem.get())
            : Verdict.runs(warnings(report, model, texts, memory));
    return new Inspection(
        report, Optional.of(model.head()), texts, possible, Optional.of(memory), verdict);
  }

  private List<String> warnings(
      ModelReport report, ModelSummary model, List<TokenizedText> texts, MemoryEstimate memory) {
    List<String> warnings = new ArrayList<>();
    if (model.support() == Support.UNTESTED) {
      warnings.add("no published rank1 is a " + model.architecture() + ", and none was tested");
    }
    boolean byteLevel = report.tokenizer().kind().filter("gpt2"::equals).isPresent();
    if (byteLevel && report.tokenizer().preTokenizer().isEmpty()) {
      warnings.add(
          "it names no pre-tokenizer, and llama.cpp guesses one: texts may get other tokens than"
              + " in training; convert it again");
    }
    if (!model.callsItselfRank1()) {
      warnings.add(
          "no name in it says rank1: any model of this architecture runs, but the scores of one"
              + " that was not trained for them mean nothing");
    } else {
      AnswerTexts.missingMarkers(texts)
          .ifPresent(warning -> warnings.add(warning + "; convert the checkpoint again"));
    }
    warnings.addAll(ofSize(model.contextLength(), memory));
    return warnings;
  }

  /** Warnings about context and memory. */
  List<String> ofSize(int context, MemoryEstimate memory) {
    List<String> warnings = new ArrayList<>();
    if (context < load.context()) {
      warnings.add(
          String.format(
              Locale.ROOT,
              "it was trained for %d tokens of context, fewer than %d",
              context,
              load.context()));
    }
    if (memory.total() > freeMemory) {
      warnings.add(
          String.format(
              Locale.ROOT,
              "it takes %s of memory for %s, and %s are free here",
              Gigabytes.of(memory.total()),
              load.within(context),
              Gigabytes.of(freeMemory)));
    }
    return warnings;
  }
}
