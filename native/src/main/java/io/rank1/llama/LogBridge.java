package io.rank1.llama;

import com.sun.jna.Pointer;
import io.rank1.llama.raw.LlamaApi;
import io.rank1.llama.raw.LogCallback;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Passes llama.cpp's log lines to SLF4J, one level down: what it calls information is of use to its
 * developers only. Keeps the last errors of each thread, to put them into exceptions: the C API
 * returns NULL and logs why, on the thread that called.
 */
final class LogBridge {

  private static final Logger LOG = LoggerFactory.getLogger("llama.cpp");
  private static final int KEPT_ERRORS = 4;

  // enum ggml_log_level
  private static final int WARN = 3;
  private static final int ERROR = 4;
  private static final int CONTINUED = 5;

  private static final Consumer<String> NOBODY = line -> {};

  private final LogCallback callback = this::accept; // held: the library keeps only its address
  private final ThreadLocal<Lines> lines = ThreadLocal.withInitial(() -> new Lines(this::tell));

  private volatile Consumer<String> listener = NOBODY;

  private LogBridge() {}

  /** Takes over the library's log; the bridge must be held as long as the library is loaded. */
  static LogBridge install() {
    LogBridge bridge = new LogBridge();
    LlamaApi.llama_log_set(bridge.callback, Pointer.NULL);
    return bridge;
  }

  /** This thread's last errors since the last call, on one line; empty when there were none. */
  String takeErrors() {
    return lines.get().takeErrors();
  }

  /**
   * Makes a call during which another is told of every line, on the thread that logs it.
   *
   * @param listener must not throw
   */
  <T> T listen(Consumer<String> newListener, Supplier<T> call) {
    listener = newListener;
    try {
      return call.get();
    } finally {
      listener = NOBODY;
    }
  }

  /** Runs on whatever thread logs; must not throw into native code. */
  private void accept(int level, Pointer text, Pointer userData) {
    try {
      lines.get().append(level, text.getString(0, "UTF-8"));
    } catch (RuntimeException e) {
      LOG.debug("a log message was lost", e);
    }
  }

  private void tell(String line) {
    listener.accept(line);
  }

  /** What one thread has logged. */
  private static final class Lines {

    private final Consumer<String> told;

    private final StringBuilder line = new StringBuilder();
    private final Deque<String> errors = new ArrayDeque<>();
    private int level;

    Lines(Consumer<String> told) {
      this.told = told;
    }

    String takeErrors() {
      String joined = String.join("; ", errors);
      errors.clear();
      return joined;
    }

    void append(int newLevel, String text) {
      if (newLevel != CONTINUED) {
        flush();
        level = newLevel;
      }
      line.append(text);
      if (text.endsWith("\n")) {
        flush();
      }
    }

    private void flush() {
      String message = line.toString().strip();
      line.setLength(0);
      if (message.isEmpty()) {
        return;
      }
      if (level == ERROR) {
        errors.addLast(message);
        if (errors.size() > KEPT_ERRORS) {
          errors.removeFirst();
        }
      }
      told.accept(message);
      LOG.atLevel(slf4jLevel()).log(message);
    }

    private Level slf4jLevel() {
      return switch (level) {
        case ERROR -> Level.WARN;
        case WARN -> Level.INFO;
        default -> Level.DEBUG;
      };
    }
  }
}
