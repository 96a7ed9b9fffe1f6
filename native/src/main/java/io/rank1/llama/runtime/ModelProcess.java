package io.rank1.llama.runtime;

import io.rank1.llama.LlamaQuantizer;
import io.rank1.llama.QuantizeType;
import io.rank1.llama.check.UnknownArchitectureException;
import io.rank1.llama.library.RuntimeFolder;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Has llama.cpp work on models in a Java process of its own, where an abort is a message. Safe for
 * use by several threads.
 */
public final class ModelProcess {

  private final ChildJava brief;
  private final ChildJava lasting;

  ModelProcess(ChildJava brief, ChildJava lasting) {
    this.brief = brief;
    this.lasting = lasting;
  }

  /** Runs the Java of this process, with the classes that it has, wherever they come from. */
  public static ModelProcess ofThisJava() {
    return new ModelProcess(
        ChildJava.of(ChildMain.class, Duration.ofMinutes(5)),
        ChildJava.of(ChildMain.class, Duration.ofDays(7)));
  }

  /**
   * Tokenizes texts by a model's vocabulary, as the engine tokenizes a prompt's own words but for
   * BOS: special tokens count. Weights are not read.
   *
   * @param folder the libraries; empty for the embedded ones
   * @throws ModelProcessException when the model or llama.cpp cannot be used; its cause is an
   *     {@link UnknownArchitectureException} where a newer llama.cpp can
   * @throws InterruptedException when the calling thread is interrupted; the process is ended then
   */
  public List<TokenizedText> tokenize(
      Optional<RuntimeFolder> folder, Path model, List<String> texts) throws InterruptedException {
    List<String> lines =
        ProbeLine.TOKENS.in(run(brief, ChildMain.Work.TOKENIZE, folder, model, texts, line -> {}));
    if (lines.size() != texts.size()) {
      throw new ModelProcessException(
          lines.size() + " answers for " + texts.size() + " texts: please report it");
    }
    List<TokenizedText> tokenized = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      tokenized.add(TokenizedText.decode(texts.get(i), lines.get(i)));
    }
    return tokenized;
  }

  /**
   * Writes a quantized copy of a model, as {@link LlamaQuantizer#quantize} does.
   *
   * @param folder the libraries; empty for the embedded ones
   * @param progress told of tensors as "12/339", on the calling thread
   * @throws ModelProcessException when the model or llama.cpp cannot be used; its cause is an
   *     {@link UnknownArchitectureException} where a newer llama.cpp can
   * @throws InterruptedException when the calling thread is interrupted; the process is ended then
   */
  public void quantize(
      Optional<RuntimeFolder> folder,
      Path in,
      Path out,
      QuantizeType type,
      LlamaQuantizer.Source source,
      int threads,
      Consumer<String> progress)
      throws InterruptedException {
    List<String> besides =
        List.of(out.toString(), type.name(), source.name(), Integer.toString(threads));
    run(
        lasting,
        ChildMain.Work.QUANTIZE,
        folder,
        in,
        besides,
        line -> ProbeLine.PROGRESS.firstIn(List.of(line)).ifPresent(progress));
  }

  private static List<String> run(
      ChildJava java,
      ChildMain.Work work,
      Optional<RuntimeFolder> folder,
      Path model,
      List<String> besides,
      Consumer<String> listener)
      throws InterruptedException {
    List<String> arguments = new ArrayList<>();
    arguments.add(work.name());
    arguments.add(folder.map(RuntimeFolder::folder).map(Path::toString).orElse(""));
    arguments.add(model.toString());
    arguments.addAll(besides);
    try {
      ChildJava.Outcome outcome = java.run(arguments, listener);
      if (outcome.failure().isPresent()) {
        throw failed(outcome.failure().get());
      }
      return outcome.lines();
    } catch (IOException e) {
      throw new ModelProcessException("cannot start a process for llama.cpp: " + e.getMessage(), e);
    }
  }

  private static ModelProcessException failed(ProbeFailure failure) {
    String words = failure.words();
    return failure.kind() == ProbeFailure.Kind.TOO_OLD
        ? new ModelProcessException(words, new UnknownArchitectureException(words))
        : new ModelProcessException(words);
  }
}
