package io.rank1.llama.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.IntSupplier;

/**
 * How many processors are free for this process: those that it may use, less what other processes
 * take of them. Read from Linux's {@code /proc}; elsewhere nothing is known. What a hypervisor
 * gives to other machines counts as taken. For use by one thread at a time.
 */
public final class CpuShare {

  /** Two tenths of a second; the kernel counts in hundredths, so that less would be noise. */
  private static final long LEAST_TICKS = 20;

  /** user, nice, system, idle, iowait, irq, softirq, steal; the guests' after them are in user. */
  private static final int TIMES = 8;

  private static final int IDLE = 3;
  private static final int WAITING = 4;

  /**
   * The kernel's counters at one moment, in ticks.
   *
   * @param processors that this process may run on
   * @param all time of those processors
   * @param busy the part of it that they were not idle
   * @param own processor time of this process
   */
  private record Counters(BitSet processors, long all, long busy, long own) {}

  private final Path proc;
  private final IntSupplier limit;
  private Optional<Counters> last;

  /**
   * @param proc where Linux tells of processes
   * @param limit processors that this process may use at once, with a container's quota
   */
  CpuShare(Path proc, IntSupplier limit) {
    this.proc = proc;
    this.limit = limit;
    this.last = read();
  }

  /** Begins to count. */
  public static CpuShare ofThisProcess() {
    return new CpuShare(Path.of("/proc"), () -> Runtime.getRuntime().availableProcessors());
  }

  /**
   * Processors that were free for this process on average, since this began to count or last
   * answered; those that it used itself are among them. Empty where the system does not say, and
   * when that is too short a time ago.
   */
  public OptionalDouble free() {
    Optional<Counters> now = read();
    if (now.isEmpty() || last.isEmpty() || !comparable(last.get(), now.get())) {
      last = now;
      return OptionalDouble.empty();
    }
    Counters before = last.get();
    int count = before.processors.cardinality();
    double elapsed = (double) (now.get().all - before.all) / count;
    if (elapsed < LEAST_TICKS) {
      return OptionalDouble.empty();
    }
    last = now;
    long others = now.get().busy - before.busy - (now.get().own - before.own);
    double free = count - Math.max(0, others) / elapsed;
    return OptionalDouble.of(Math.max(0, Math.min(limit.getAsInt(), free)));
  }

  /** Not so when the process was moved, or counters were set back. */
  private static boolean comparable(Counters before, Counters now) {
    return before.processors.equals(now.processors) && before.all <= now.all;
  }

  private Optional<Counters> read() {
    Path stat = proc.resolve("stat");
    if (!Files.isReadable(stat)) {
      return Optional.empty();
    }
    try {
      BitSet allowed = allowed(Files.readAllLines(proc.resolve("self/status")));
      return counters(allowed, Files.readAllLines(stat), own());
    } catch (IOException | IllegalArgumentException | IndexOutOfBoundsException e) {
      return Optional.empty(); // as where there is no such file
    }
  }

  private static Optional<Counters> counters(BitSet allowed, List<String> stat, long own) {
    BitSet processors = new BitSet();
    long all = 0;
    long busy = 0;
    for (String line : stat) {
      String[] parts = line.split(" ");
      if (!parts[0].matches("cpu\\d+") || !allowed.get(Integer.parseInt(parts[0].substring(3)))) {
        continue; // the sum of all, a processor of others, and what is no processor's time
      }
      processors.set(Integer.parseInt(parts[0].substring(3)));
      for (int i = 0; i < Math.min(TIMES, parts.length - 1); i++) {
        long ticks = Long.parseLong(parts[i + 1]);
        all += ticks;
        busy += i == IDLE || i == WAITING ? 0 : ticks;
      }
    }
    return processors.isEmpty()
        ? Optional.empty()
        : Optional.of(new Counters(processors, all, busy, own));
  }

  /** {@code utime} and {@code stime}; the process's name before them may hold blanks. */
  private long own() throws IOException {
    String stat = Files.readString(proc.resolve("self/stat"));
    String[] parts = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
    return Long.parseLong(parts[11]) + Long.parseLong(parts[12]);
  }

  /** The processors of {@code Cpus_allowed_list}, such as {@code 0-3,8}. */
  private static BitSet allowed(List<String> status) {
    BitSet allowed = new BitSet();
    status.stream()
        .filter(line -> line.startsWith("Cpus_allowed_list:"))
        .flatMap(line -> List.of(line.substring(line.indexOf(':') + 1).strip().split(",")).stream())
        .map(range -> range.split("-"))
        .forEach(
            range ->
                allowed.set(
                    Integer.parseInt(range[0]), Integer.parseInt(range[range.length - 1]) + 1));
    return allowed;
  }
}
