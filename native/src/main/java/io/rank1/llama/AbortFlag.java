package io.rank1.llama;

import com.sun.jna.Memory;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Platform;
import com.sun.jna.Pointer;

/**
 * Makes a {@code llama_decode} that runs come back. llama.cpp asks {@code abort_callback(data)}
 * before every operation of its graph on a CPU. A function of Java's there would cost more than the
 * operations of a small model, so C's {@code strlen} is asked instead: the data is a string that is
 * empty until the decode is to end, and a length other than 0 means "abort".
 *
 * <p>Safe for use by several threads; the memory is freed by {@link #close}, after the context.
 */
final class AbortFlag implements AutoCloseable {

  private final Pointer function;
  private Memory text = new Memory(2); // null when closed

  AbortFlag() {
    String library = Platform.isWindows() ? "msvcrt" : Platform.C_LIBRARY_NAME;
    function = NativeLibrary.getInstance(library).getFunction("strlen");
    text.clear();
  }

  /** {@code llama_context_params.abort_callback}. */
  long function() {
    return Pointer.nativeValue(function);
  }

  /** {@code llama_context_params.abort_callback_data}; valid until closed. */
  synchronized long data() {
    return Pointer.nativeValue(text);
  }

  /** Ends the decode that runs, and every later one. */
  synchronized void raise() {
    if (text != null) {
      text.setByte(0, (byte) 1);
    }
  }

  @Override
  public synchronized void close() {
    if (text != null) {
      text.close();
      text = null;
    }
  }
}
