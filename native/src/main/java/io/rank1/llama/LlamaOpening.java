package io.rank1.llama;

import io.rank1.core.failure.UnusableException;
import io.rank1.core.identity.Recipe;
import io.rank1.core.identity.SettingNames;
import io.rank1.core.runner.RunnerFactory;
import io.rank1.llama.check.ModelCheck;
import io.rank1.llama.check.ModelSummary;
import io.rank1.llama.check.ModelUnusableException;
import io.rank1.llama.host.CpuShare;
import io.rank1.llama.host.HostMemory;
import io.rank1.llama.host.PhysicalCores;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A model's file on its way to what runs on it: checked, planned for the memory at hand, loaded,
 * and loaded by a smaller plan where the first is refused.
 */
final class LlamaOpening {

  private static final Logger LOG = LoggerFactory.getLogger(LlamaOpening.class);

  private final LlamaRuntime runtime;
  private final ModelSummary model;
  private final LlamaOptions options;
  private final CpuShare share;

  private LlamaOpening(
      LlamaRuntime runtime, ModelSummary model, LlamaOptions options, CpuShare share) {
    this.runtime = runtime;
    this.model = model;
    this.options = options;
    this.share = share;
  }

  /**
   * Checks the file.
   *
   * @throws ModelUnusableException when it cannot be used on this runtime
   */
  static LlamaOpening of(LlamaRuntime runtime, Path file, LlamaOptions options) {
    CpuShare share = CpuShare.ofThisProcess(); // from here on, so that the first step knows
    ModelSummary summary = ModelCheck.check(file);
    runtime.requireKnows(summary);
    HeadUse.requireTokens(summary);
    return new LlamaOpening(runtime, summary, options, share);
  }

  /** What the file says. */
  ModelSummary model() {
    return model;
  }

  /**
   * A loaded model.
   *
   * @param threads how many its context computes with
   */
  record Ready(LlamaModel model, ModelSummary summary, LlamaPlan plan, ThreadCount threads) {

    /**
     * What makes its context.
     *
     * @param logitsOf the tokens whose logits are mostly asked for
     */
    RunnerFactory runner(int[] logitsOf) {
      return () -> LlamaRunner.create(model, plan, logitsOf, threads);
    }

    /** What of the model decides results. */
    Recipe recipe() {
      return Recipe.EMPTY
          .with(SettingNames.MODEL, ModelHash.ofThisUser().of(summary.path()))
          .with(SettingNames.RUNTIME, model.runtime().description())
          .with(SettingNames.CONTEXT, plan.context())
          .with(SettingNames.CACHE_K, plan.cacheK().name().toLowerCase(Locale.ROOT))
          .with(SettingNames.CACHE_V, plan.cacheV().name().toLowerCase(Locale.ROOT));
    }

    /** Fails for good where a file lacks something: a smaller plan does not help it. */
    <T> T requireUsable(Supplier<T> reading) {
      try {
        return reading.get();
      } catch (ModelUnusableException e) {
        throw new Retreat.FinalException(e);
      } catch (UnusableException e) {
        throw new Retreat.FinalException(
            new ModelUnusableException(model.file() + ": " + e.getMessage(), e));
      }
    }
  }

  /**
   * What was opened.
   *
   * @param gpuBytes of GPU memory that became taken meanwhile; empty when no GPU is used, or its
   *     driver does not tell
   */
  record Opened<T>(T value, OptionalLong gpuBytes) {}

  /**
   * Loads the model and starts what runs on it.
   *
   * @param starter keeps the model, and closes it; where the starter throws it is closed here
   */
  <T> Opened<T> open(Function<Ready, T> starter) {
    Machine machine = machine(runtime, options);
    LlamaPlan first = new Planner(machine).plan(model, options);
    Started<T> started =
        new Retreat(options, machine.memory())
            .open(first, plan -> new Started<>(start(plan, starter), plan));
    return new Opened<>(started.value(), gpuBytes(machine, started.plan()));
  }

  private record Started<T>(T value, LlamaPlan plan) {}

  private <T> T start(LlamaPlan plan, Function<Ready, T> starter) {
    ThreadCount threads = ThreadCount.of(options, plan, share);
    LlamaModel loaded = LlamaModel.load(runtime, model.path(), plan.offload());
    try {
      return starter.apply(new Ready(loaded, model, plan, threads));
    } catch (RuntimeException | Error e) {
      try {
        loaded.close();
      } catch (RuntimeException again) {
        e.addSuppressed(again);
      }
      throw e;
    }
  }

  private static OptionalLong gpuBytes(Machine machine, LlamaPlan plan) {
    if (!plan.offload().isUsed()) {
      return OptionalLong.empty();
    }
    long taken = machine.gpuMemory() - free(machine.gpus());
    LOG.info(
        "GPU memory: estimated {} MiB, taken {}",
        plan.offload().bytes() >> 20,
        taken > 0 ? (taken >> 20) + " MiB" : "unknown: the driver does not tell");
    return taken > 0 ? OptionalLong.of(taken) : OptionalLong.empty();
  }

  static Machine machine(LlamaRuntime runtime, LlamaOptions options) {
    List<Device> gpus = GpuChoice.of(runtime, options.gpu());
    return new Machine(
        HostMemory.available(), PhysicalCores.count(), runtime.layout().kv(), gpus, free(gpus));
  }

  private static long free(List<Device> gpus) {
    return gpus.stream().mapToLong(Device::freeBytes).sum();
  }
}
