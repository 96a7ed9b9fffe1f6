package io.rank1.llama.raw;

import com.sun.jna.Callback;
import com.sun.jna.Pointer;

/** {@code llama_sampler_i.backend_apply}; called while a graph is built, must not throw. */
public interface BackendApply extends Callback {

  void invoke(Pointer sampler, Pointer context, Pointer graph, Pointer data);
}
