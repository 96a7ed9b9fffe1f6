package io.rank1.llama.runtime;

import io.rank1.core.RerankerOptions;
import io.rank1.core.pair.RerankResult;
import io.rank1.llama.Device;
import io.rank1.llama.GpuOptions;
import io.rank1.llama.LlamaOptions;
import io.rank1.llama.LlamaReranker;
import io.rank1.llama.LlamaRuntime;
import io.rank1.llama.RuntimeUnusableException;
import io.rank1.llama.UnmetOptionsException;
import io.rank1.llama.check.ModelUnusableException;
import io.rank1.llama.library.LibraryException;
import io.rank1.llama.library.LibraryNames;
import io.rank1.llama.library.RuntimeFolder;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Locale;

/**
 * The process that tries. Its arguments: a folder, or nothing for the embedded llama.cpp; then a
 * model's file, or nothing to decode nothing. Everything is reported on standard output.
 */
public final class ProbeMain {

  /** Tokens of reasoning of the trial, which an answer is then forced after. */
  private static final int TRIAL_TOKENS = 2;

  private ProbeMain() {}

  /** Tries, reports, and ends with 0 whatever the outcome. */
  public static void main(String[] args) {
    PrintStream out = System.out;
    System.setOut(System.err); // whatever else prints must not get between the lines
    out.println(ProbeLine.START.of(""));
    out.flush(); // the next call may end the process
    try {
      LlamaRuntime runtime = load(args.length > 0 ? args[0] : "");
      out.println(ProbeLine.DESCRIPTION.of(runtime.description()));
      out.println(ProbeLine.LAYOUT.of(runtime.layoutName()));
      for (Device device : runtime.devices()) {
        out.println((device.isGpu() ? ProbeLine.GPU : ProbeLine.DEVICE).of(device.toString()));
      }
      runtime.missingBackends().forEach(text -> out.println(ProbeLine.MISSING.of(text)));
      if (args.length > 1 && !args[1].isEmpty()) {
        out.println(ProbeLine.TRIAL.of(decode(runtime, Path.of(args[1]))));
      }
    } catch (LibraryException
        | RuntimeUnusableException
        | ModelUnusableException
        | UnmetOptionsException e) {
      out.println(ProbeLine.FAILURE.of(e.getMessage()));
    } catch (RuntimeException | LinkageError e) {
      e.printStackTrace();
      out.println(ProbeLine.DEFECT.of("internal error: " + e));
    }
    out.println(ProbeLine.END.of(""));
    out.flush();
  }

  /** The libraries in a folder, or the embedded one if it is empty. */
  static LlamaRuntime load(String folder) {
    return folder.isEmpty()
        ? LlamaRuntime.embedded()
        : LlamaRuntime.load(RuntimeFolder.find(Path.of(folder), LibraryNames.ofThisSystem()));
  }

  private static String decode(LlamaRuntime runtime, Path model) {
    // A missing GPU is told of by itself; the trial is to show whether the rest works.
    GpuOptions gpu = runtime.hasGpu() ? GpuOptions.AUTO : GpuOptions.OFF;
    LlamaOptions options = LlamaOptions.AUTO.withParallel(1).withContext(256).withGpu(gpu);
    RerankerOptions brief = RerankerOptions.builder().maxThinkTokens(TRIAL_TOKENS).build();
    try (LlamaReranker llama =
        LlamaReranker.builder(model).runtime(runtime).llama(options).options(brief).open()) {
      RerankResult result = llama.score("trial", "A trial of two tokens.");
      return String.format(
          Locale.ROOT,
          "%s: %d tokens decoded in %d ms, P(true) %.3f; %s",
          llama.modelName(),
          result.tokens().completion(),
          result.timings().total().toMillis(),
          result.requireScore().probability(),
          llama.plan().describe());
    }
  }
}
