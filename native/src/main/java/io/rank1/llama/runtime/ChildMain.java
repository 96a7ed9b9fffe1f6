package io.rank1.llama.runtime;

import io.rank1.core.prompt.SegmentedText;
import io.rank1.llama.LlamaModel;
import io.rank1.llama.LlamaQuantizer;
import io.rank1.llama.LlamaRuntime;
import io.rank1.llama.LlamaVocabulary;
import io.rank1.llama.QuantizeType;
import io.rank1.llama.RuntimeUnusableException;
import io.rank1.llama.check.ModelCheck;
import io.rank1.llama.check.ModelSummary;
import io.rank1.llama.check.ModelUnusableException;
import io.rank1.llama.check.UnknownArchitectureException;
import io.rank1.llama.library.LibraryException;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * The process in which {@link ModelProcess} has its work done. Its arguments: what to do, a folder
 * or nothing for the embedded llama.cpp, a model, and what the work takes besides. Everything is
 * reported on standard output.
 */
public final class ChildMain {

  /** What can be done. */
  enum Work {
    /** Besides: texts. */
    TOKENIZE,
    /** Besides: the file to write, {@link QuantizeType}, {@link LlamaQuantizer.Source}, threads. */
    QUANTIZE
  }

  private final PrintStream out;

  private ChildMain(PrintStream out) {
    this.out = out;
  }

  /** Works, reports, and ends with 0 whatever the outcome. */
  public static void main(String[] args) {
    PrintStream out = System.out;
    System.setOut(System.err); // whatever else prints must not get between the lines
    endWithParent();
    out.println(ProbeLine.START.of(""));
    out.flush(); // the next call may end the process
    try {
      new ChildMain(out).work(args);
    } catch (UnknownArchitectureException e) {
      out.println(ProbeLine.TOO_OLD.of(e.getMessage()));
    } catch (LibraryException | RuntimeUnusableException | ModelUnusableException e) {
      out.println(ProbeLine.FAILURE.of(e.getMessage()));
    } catch (RuntimeException | LinkageError e) {
      e.printStackTrace();
      out.println(ProbeLine.DEFECT.of("internal error: " + e));
    }
    out.println(ProbeLine.END.of(""));
    out.flush();
  }

  /** Standard input ends when the process that asked does, even if it is killed. */
  private static void endWithParent() {
    Thread watch =
        new Thread(
            () -> {
              try {
                while (System.in.read() >= 0) {
                  // nothing is said there
                }
              } catch (IOException e) {
                e.printStackTrace();
              }
              Runtime.getRuntime().halt(1); // also in the middle of a native call
            },
            "rank1-parent");
    watch.setDaemon(true);
    watch.start();
  }

  private void work(String[] args) {
    Work work = Work.valueOf(args[0]);
    LlamaRuntime runtime = ProbeMain.load(args[1]);
    Path model = Path.of(args[2]);
    String[] rest = Arrays.copyOfRange(args, 3, args.length);
    switch (work) {
      case TOKENIZE -> tokenize(runtime, model, rest);
      case QUANTIZE ->
          new LlamaQuantizer(runtime)
              .quantize(
                  model,
                  Path.of(rest[0]),
                  QuantizeType.valueOf(rest[1]),
                  LlamaQuantizer.Source.valueOf(rest[2]),
                  Integer.parseInt(rest[3]),
                  this::tell);
    }
  }

  private void tell(String progress) {
    out.println(ProbeLine.PROGRESS.of(progress));
    out.flush();
  }

  private void tokenize(LlamaRuntime runtime, Path file, String[] texts) {
    ModelSummary summary = ModelCheck.check(file);
    runtime.requireKnows(summary);
    try (LlamaModel model = LlamaModel.loadVocabulary(runtime, summary.path())) {
      LlamaVocabulary vocabulary = model.vocabulary();
      for (String text : texts) {
        String tokens =
            Arrays.stream(vocabulary.encodeContinuation(SegmentedText.literal(text)))
                .mapToObj(id -> TokenizedText.encode(id, vocabulary.kind(id), vocabulary.piece(id)))
                .collect(Collectors.joining(" "));
        out.println(ProbeLine.TOKENS.of(tokens));
      }
    }
  }
}
