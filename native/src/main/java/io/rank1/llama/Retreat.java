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

  /** A refusal that has nothing to do with memory; it carries what is thrown instead. */
  static final class FinalException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    FinalException(ModelUnusableException cause) {
      super(cause);
    }
  }

  /** A context that was left open is not made shorter than this. */
  private static final int LEAST_CONTEXT = 4096;

  private static final Logger LOG = LoggerFactory.getLogger(Retreat.class);

  private final LlamaOptions asked;
  private final long hostMemory;

  /**
   * @param asked what is kept
   * @param hostMemory bytes of the host's memory that layers can be moved to
   */
  Retreat(LlamaOptions asked, long hostMemory) {
    this.asked = asked;
    this.hostMemory = hostMemory;
  }

  /**
   * Opens with the first plan that works, from {@code plan} on.
   *
   * @throws RuntimeUnusableException the first plan's failure, when no smaller one works either
   * @throws ModelUnusableException likewise
   */
  <T> T open(LlamaPlan plan, Function<LlamaPlan, T> opener) {
    try {
      return openSmaller(plan, opener);
    } catch (FinalException e) {
      throw (ModelUnusableException) e.getCause();
    }
  }

  private <T> T openSmaller(LlamaPlan plan, Function<LlamaPlan, T> opener) {
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

  /**
   * The next smaller plan: fewer slots; a smaller pool for them, which costs time only; a shorter
   * context; fewer layers, if the host has room for them.
   */
  Optional<LlamaPlan> smaller(LlamaPlan plan) {
    if (asked.parallel() == 0 && plan.parallel() > 1) {
      int fewer = plan.parallel() / 2;
      return Optional.of(resized(plan, fewer, plan.context(), smallerPool(plan), plan.offload()));
    }
    if (plan.kvLayout() == KvLayout.UNIFIED && smallerPool(plan) < plan.cells()) {
      int parallel = plan.parallel();
      return Optional.of(
          resized(plan, parallel, plan.context(), smallerPool(plan), plan.offload()));
    }
    if (asked.context() == 0 && plan.context() > LEAST_CONTEXT) {
      int shorter = Math.max(LEAST_CONTEXT, plan.context() / 2);
      int cells = Math.max(shorter, plan.parallel());
      return Optional.of(resized(plan, plan.parallel(), shorter, cells, plan.offload()));
    }
    if (asked.gpu().layers() == GpuOptions.FITTING_LAYERS && plan.offload().isUsed()) {
      Offload fewer = plan.offload().withLayers(plan.offload().layers() / 2);
      long moved = plan.offload().bytes() - fewer.bytes();
      return moved < hostMemory
          ? Optional.of(resized(plan, plan.parallel(), plan.context(), plan.cells(), fewer))
          : Optional.empty();
    }
    return Optional.empty();
  }

  /** Half the cells of a unified cache, but enough for one whole pair. */
  private static int smallerPool(LlamaPlan plan) {
    int least = Math.max(plan.context(), plan.parallel());
    return Math.max(least, plan.cells() / 2);
  }

  private static LlamaPlan resized(
      LlamaPlan plan, int parallel, int context, int pool, Offload offload) {
    int cells = plan.kvLayout() == KvLayout.SPLIT ? parallel * context : pool;
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
        offload.withCells(cells, plan.cells()),
        plan.sampling(),
        plan.drafts());
  }
}
