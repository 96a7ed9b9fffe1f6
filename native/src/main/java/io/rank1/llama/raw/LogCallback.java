package io.rank1.llama.raw;

import com.sun.jna.Callback;
import com.sun.jna.Pointer;

/** {@code ggml_log_callback}; called on any thread, must not throw. */
public interface LogCallback extends Callback {

  void invoke(int level, Pointer text, Pointer userData);
}
