package io.rank1.llama;

import io.rank1.llama.check.ModelUnusableException;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens with smaller plans when llama.cpp cannot allocate what a plan takes: estimates of a
 * device's memory can be too low, and others may take it in between. What the caller asked for is
 * kept; only what was left open shrinks.
 */
final class Retreat {

  /** A context that was left open is not made shorter than this. */
  private static final int LEAST_CONTEXT = 4096;

  private static final Logger LOG = LoggerFactory.getLogger(Retreat.class);

  private final LlamaOptions asked;

  Retreat(LlamaOptions asked) {
    this.asked = asked;
  }

  /**
   * Opens with the first plan that works, from {@code plan} on.
   *
   * @throws RuntimeUnusableException the first plan's failure, when no smaller one works either
   * @throws ModelUnusableException likewise
   */
  <T> T open(LlamaPlan plan, Function<LlamaPlan, T> opener) {
    try {
      return opener.apply(plan);
    } catch (RuntimeUnusableException | ModelUnusableException first) {
      Optional<LlamaPlan> next = refused(plan, first);
      while (next.isPresent()) {
        LOG.info("{}; trying {}", first.getMessage(), next.get().describe());
        try {
          return opener.apply(next.get());
        } catch (RuntimeUnusableException | ModelUnusableException again) {
          first.addSuppressed(again);
          next = refused(next.get(), again);
        }
      }
      throw first;
    }
  }

  /** A file that is refused without a GPU is refused for good. */
  private Optional<LlamaPlan> refused(LlamaPlan plan, RuntimeException cause) {
    boolean isFinal = cause instanceof ModelUnusableException && !plan.offload().isUsed();
    return isFinal ? Optional.empty() : smaller(plan);
  }

  /** The next smaller plan: fewer slots, then a shorter context, then fewer layers. */
  Optional<LlamaPlan> smaller(LlamaPlan plan) {
    if (asked.parallel() == 0 && plan.parallel() > 1) {
      return Optional.of(resized(plan, plan.parallel() / 2, plan.context(), plan.offload()));
    }
    if (asked.context() == 0 && plan.context() > LEAST_CONTEXT) {
      int shorter = Math.max(LEAST_CONTEXT, plan.context() / 2);
      return Optional.of(resized(plan, plan.parallel(), shorter, plan.offload()));
    }
    if (asked.gpu().layers() == GpuOptions.FITTING_LAYERS && plan.offload().isUsed()) {
      Offload fewer = plan.offload().withLayers(plan.offload().layers() / 2);
      return Optional.of(resized(plan, plan.parallel(), plan.context(), fewer));
    }
    return Optional.empty();
  }

  private static LlamaPlan resized(LlamaPlan plan, int parallel, int context, Offload offload) {
    int cells =
        plan.kvLayout() == KvLayout.SPLIT
            ? parallel * context
            : Math.max(context, (int) ((long) plan.cells() * parallel / plan.parallel()));
    int batch = Math.min(plan.batch(), cells);
    return new LlamaPlan(
        context,
        parallel,
        cells,
        batch,
        Math.min(plan.ubatch(), batch),
        plan.threads(),
        plan.flashAttention(),
        plan.cacheK(),
        plan.cacheV(),
        plan.cacheBytes() / plan.cells() * cells,
        plan.kvLayout(),
        offload);
  }
}
