package io.rank1.llama;

import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import io.rank1.llama.abi.KvGeneration;
import io.rank1.llama.raw.CacheViewStruct;
import io.rank1.llama.raw.KvSelfApi;
import io.rank1.llama.raw.MemoryApi;

/** The KV cache calls under the names that a build has for them. */
enum KvCalls {
  SELF(KvSelfApi.class) {
    @Override
    boolean remove(Pointer context, int sequence, int fromPosition) {
      return KvSelfApi.llama_kv_self_seq_rm(context, sequence, fromPosition, -1) != 0;
    }

    @Override
    void copy(Pointer context, int from, int to) {
      KvSelfApi.llama_kv_self_seq_cp(context, from, to, -1, -1);
    }

    @Override
    boolean keepsBeginnings(Pointer model) {
      return true; // a window only masks cells
    }

    @Override
    boolean lacksRoom(Pointer context, int tokens) {
      CacheViewStruct view = KvSelfApi.llama_kv_cache_view_init(context, 1);
      try {
        KvSelfApi.llama_kv_cache_view_update(context, view.getPointer());
        view.read();
        return view.longestRun < tokens;
      } finally {
        KvSelfApi.llama_kv_cache_view_free(view.getPointer());
      }
    }
  },
  MEMORY(MemoryApi.class) {
    @Override
    boolean remove(Pointer context, int sequence, int fromPosition) {
      Pointer memory = MemoryApi.llama_get_memory(context);
      return MemoryApi.llama_memory_seq_rm(memory, sequence, fromPosition, -1) != 0;
    }

    @Override
    void copy(Pointer context, int from, int to) {
      MemoryApi.llama_memory_seq_cp(MemoryApi.llama_get_memory(context), from, to, -1, -1);
    }

    @Override
    boolean keepsBeginnings(Pointer model) {
      return MemoryApi.llama_model_n_swa(model) == 0; // cells outside a window are used again
    }

    @Override
    boolean lacksRoom(Pointer context, int tokens) {
      return false; // llama_decode says so itself
    }
  };

  private final Class<?> api;

  KvCalls(Class<?> api) {
    this.api = api;
  }

  /** The calls of a generation. */
  static KvCalls of(KvGeneration generation) {
    return switch (generation) {
      case SELF -> SELF;
      case MEMORY -> MEMORY;
    };
  }

  /**
   * Finds the functions in the library; to be called once, before the first call.
   *
   * @throws UnsatisfiedLinkError when one is missing
   */
  void bind(NativeLibrary library) {
    Native.register(api, library);
  }

  /** Has a sequence hold all that another holds; what it held itself is lost or mixed in. */
  abstract void copy(Pointer context, int from, int to);

  /** Removes a sequence's cells from a position on; false when the cache cannot. */
  abstract boolean remove(Pointer context, int sequence, int fromPosition);

  /** Whether a sequence's first cells stay, however long it grows. */
  abstract boolean keepsBeginnings(Pointer model);

  /**
   * Whether it was for room in the cache that {@code llama_decode} failed with a code that stands
   * for other failures too; such a call leaves the cache as it was.
   *
   * @param tokens of the call, which is one ubatch
   */
  abstract boolean lacksRoom(Pointer context, int tokens);
}
