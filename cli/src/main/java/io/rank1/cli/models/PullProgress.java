package io.rank1.cli.models;

import io.rank1.cli.batch.Progress;
import io.rank1.models.hub.HubFile;
import io.rank1.models.hub.PullListener;
import io.rank1.models.hub.RemoteFile;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * Tells how a pull goes: on a terminal by one line that changes, elsewhere by a line for every
 * tenth of the whole. For use by several threads.
 */
public final class PullProgress implements PullListener, AutoCloseable {

  private static final String CLEAR = "\r\u001b[K";
  private static final long STEPS = 10;

  private final PrintWriter err;
  private final boolean terminal;
  private final LongSupplier nanos;
  private final Progress line;
  private final Map<HubFile, Long> present = new HashMap<>(); // guarded by this
  private final Set<HubFile> thereBefore = new HashSet<>(); // guarded by this
  private long total; // guarded by this
  private long sum; // guarded by this
  private long fetched; // guarded by this
  private long started; // guarded by this
  private long step; // guarded by this

  /**
   * @param terminal whether {@code err} is shown by one
   * @param nanos a clock, in nanoseconds
   */
  public PullProgress(PrintWriter err, boolean terminal, LongSupplier nanos) {
    this.err = err;
    this.terminal = terminal;
    this.nanos = nanos;
    this.line = new Progress(err);
  }

  /** Says what is to be fetched, and begins to count. */
  public synchronized void start(List<RemoteFile> files) {
    total = files.stream().mapToLong(RemoteFile::size).sum();
    started = nanos.getAsLong();
    RemoteFile first = files.get(0);
    say(
        String.format(
            Locale.ROOT,
            "%s, %s from %s at commit %s",
            files.size() == 1 ? first.file().path() : files.size() + " files",
            Gigabytes.of(total),
            first.file().repository(),
            first.commit().substring(0, 12)));
    if (terminal) {
      line.start(this::state);
    }
  }

  @Override
  public synchronized void begins(RemoteFile file, long bytes) {
    present.put(file.file(), bytes);
    sum += bytes;
    step = Math.max(step, tenths());
    if (bytes == file.size()) {
      thereBefore.add(file.file());
      say(file.file().path() + " is there already");
    } else if (bytes > 0) {
      say(file.file().path() + ": going on after " + Gigabytes.of(bytes));
    }
  }

  @Override
  public synchronized void progress(RemoteFile file, long bytes) {
    long before = present.getOrDefault(file.file(), 0L);
    present.put(file.file(), bytes);
    sum += bytes - before;
    fetched += Math.max(0, bytes - before);
    if (!terminal && tenths() > step && sum < total) {
      step = tenths();
      say(state());
    }
  }

  private long tenths() {
    return total == 0 ? STEPS : sum * STEPS / total;
  }

  @Override
  public synchronized void done(RemoteFile file, Path place) {
    if (!thereBefore.contains(file.file())) {
      String proof =
          file.content().isHash()
              ? file.content().algorithm() + " " + file.content()
              : "but only by its size: the server states no hash";
      say(file.file().path() + ": whole, " + proof);
    }
  }

  @Override
  public synchronized void waiting(String what, String problem, Duration wait) {
    say(what + ": " + problem + "; trying again in " + Math.max(1, wait.toSeconds()) + " s");
  }

  @Override
  public synchronized void note(String text) {
    say("note: " + text);
  }

  /** How far it is: share, speed and the time left. */
  public synchronized String state() {
    double seconds = (nanos.getAsLong() - started) / 1e9;
    double speed = seconds > 0 ? fetched / seconds : 0;
    String rest = speed > 0 ? ", " + duration((total - sum) / speed) + " left" : "";
    return String.format(
        Locale.ROOT,
        "%d %% of %s, %s/s%s",
        total == 0 ? 100 : sum * 100 / total,
        Gigabytes.of(total),
        Gigabytes.of(speed),
        rest);
  }

  /** How much is on disk. */
  public synchronized String kept() {
    return Gigabytes.of(sum) + " of " + Gigabytes.of(total);
  }

  private static String duration(double seconds) {
    long whole = Math.round(seconds);
    if (whole < 120) {
      return whole + " s";
    }
    return whole < 7200
        ? Math.round(whole / 60.0) + " min"
        : Gigabytes.digits(whole / 3600.0) + " h";
  }

  private void say(String text) {
    err.print(terminal ? CLEAR : "");
    err.println("rank1: " + text);
    err.flush();
  }

  /** Clears the line that changes. */
  @Override
  public void close() {
    line.close();
  }
}
