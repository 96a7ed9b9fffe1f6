package io.rank1.llama;

import io.rank1.llama.host.CpuShare;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How many threads a context computes with. llama.cpp's threads wait for each other after every
 * operation, and do so busily: where one has to share its core with another process, all of them
 * wait as long as that one does, and a step takes many times as long as with a thread less. So a
 * number that nobody asked for follows the cores that are free; it is never more than planned.
 * Confined to the thread that computes.
 */
final class ThreadCount {

  private static final Logger LOG = LoggerFactory.getLogger(ThreadCount.class);

  private static final long INTERVAL = TimeUnit.MILLISECONDS.toNanos(250);

  /** Others that take no more of a core than this leave it to a thread that has it. */
  private static final double TOLERATED = 0.35;

  /** They must take no more than this before another thread is begun. */
  private static final double NEARLY_FREE = 0.15;

  private final int planned;
  private final Supplier<OptionalDouble> free;
  private final LongSupplier nanoTime;
  private int count;
  private long asked;
  private boolean roomBefore;

  /**
   * @param planned the most
   * @param free the cores that are free; empty when that is not known
   */
  ThreadCount(int planned, Supplier<OptionalDouble> free, LongSupplier nanoTime) {
    this.planned = planned;
    this.free = free;
    this.nanoTime = nanoTime;
    this.count = planned;
    this.asked = nanoTime.getAsLong() - INTERVAL; // the first step may know already
  }

  /** Always the plan's number. */
  static ThreadCount fixed(LlamaPlan plan) {
    return new ThreadCount(plan.threads(), OptionalDouble::empty, System::nanoTime);
  }

  /** The number that was asked for, or one that follows what is free. */
  static ThreadCount of(LlamaOptions options, LlamaPlan plan, CpuShare share) {
    return options.threads() > 0 || plan.threads() == 1
        ? fixed(plan)
        : new ThreadCount(plan.threads(), share::free, System::nanoTime);
  }

  /** To be asked before each step: the new number, when it changes. */
  OptionalInt change() {
    long now = nanoTime.getAsLong();
    if (now - asked < INTERVAL) {
      return OptionalInt.empty();
    }
    asked = now;
    OptionalDouble cores = free.get();
    return cores.isPresent() ? follow(cores.getAsDouble()) : OptionalInt.empty();
  }

  /** Fewer at once, more when there was room twice running. */
  private OptionalInt follow(double cores) {
    int fewer = Math.max(1, (int) (cores + TOLERATED));
    int more = Math.min(planned, (int) (cores + NEARLY_FREE));
    boolean room = more > count;
    int next = fewer < count ? fewer : room && roomBefore ? more : count;
    roomBefore = room;
    if (next == count) {
      return OptionalInt.empty();
    }
    LOG.info(
        "{} threads from here on, {} before: {} cores are free of other processes",
        next,
        count,
        Math.round(cores * 10) / 10.0);
    count = next;
    return OptionalInt.of(next);
  }
}
