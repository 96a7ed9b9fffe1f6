package io.rank1.llama;

import com.sun.jna.Pointer;
import io.rank1.core.runner.RunnerException;
import io.rank1.llama.abi.AbiLayout;
import io.rank1.llama.abi.ContextParam;
import io.rank1.llama.abi.StructLayout;
import io.rank1.llama.raw.LlamaApi;
import io.rank1.llama.raw.ParamsStruct;
import io.rank1.llama.raw.SamplerApi;
import java.nio.ByteOrder;
import java.nio.IntBuffer;
import java.util.Optional;
import java.util.concurrent.locks.Lock;

/**
 * A KV cache and the buffers to compute with. Owns {@code llama_context}, borrows its model.
 * Confined to the thread that made it.
 */
final class LlamaContext implements AutoCloseable {

  /** How a decode went that did not fail. */
  enum Decoded {
    DONE,
    /**
     * No run of free cells was long enough; the KV cache is as it was, if the batch is one ubatch.
     */
    NO_ROOM
  }

  /** {@code llama_decode}: no room in the KV cache. */
  private static final int NO_SLOT = 1;

  /** What b4916 returns for that, and when it cannot compute: the cache tells them apart. */
  private static final int FAILED = -3;

  private final LlamaModel model;
  private final int vocabularySize;
  private final Optional<DeviceSamplers> samplers;
  private final AbortFlag abort;
  private final Optional<Lock> computing;
  private Pointer handle; // null when closed

  private LlamaContext(
      LlamaModel model,
      Optional<DeviceSamplers> samplers,
      AbortFlag abort,
      Optional<Lock> computing,
      Pointer handle) {
    this.model = model;
    this.samplers = samplers;
    this.abort = abort;
    this.computing = computing;
    this.vocabularySize = model.vocabulary().size();
    this.handle = handle;
  }

  /**
   * Allocates a context for a plan.
   *
   * @param samplers one for each sequence, closed with the context; when empty, logits are read
   * @throws RuntimeUnusableException when llama.cpp cannot, with its words
   * @throws UnmetOptionsException when the device that computes the logits cannot sample
   */
  static LlamaContext create(LlamaModel model, LlamaPlan plan, Optional<DeviceSamplers> samplers) {
    Pointer handle = null;
    Pointer borrowed = null;
    AbortFlag abort = new AbortFlag();
    try {
      borrowed = model.borrow();
      ParamsStruct params = params(model.runtime().layout(), plan, samplers, abort);
      handle = LlamaApi.llama_init_from_model(borrowed, params);
    } finally {
      if (handle == null) {
        abort.close();
        samplers.ifPresent(DeviceSamplers::close);
        if (borrowed != null) {
          model.giveBack();
        }
      }
    }
    if (handle == null) {
      throw new RuntimeUnusableException(
          "llama.cpp cannot make a context ("
              + plan.describe()
              + "): "
              + model.runtime().log().takeErrors());
    }
    Optional<Lock> computing = model.runtime().computing(plan.offload().onCpu(model.layers()));
    LlamaContext context = new LlamaContext(model, samplers, abort, computing, handle);
    if (samplers.isPresent() && !samplers.get().areApplied()) {
      context.close();
      throw new UnmetOptionsException(
          "the device that computes the logits cannot sample: run without backend sampling");
    }
    return context;
  }

  private static ParamsStruct params(
      AbiLayout abi, LlamaPlan plan, Optional<DeviceSamplers> samplers, AbortFlag abort) {
    ParamsStruct params = LibraryLoader.contextDefaults();
    StructLayout<ContextParam> layout = abi.context();
    long[] words = params.words;
    layout.setInt(words, ContextParam.N_CTX, plan.cells());
    layout.setInt(words, ContextParam.N_BATCH, plan.callTokens(abi.kv()));
    layout.setInt(words, ContextParam.N_UBATCH, plan.ubatch());
    layout.setInt(words, ContextParam.N_SEQ_MAX, plan.parallel());
    layout.setInt(words, ContextParam.N_THREADS, plan.threads());
    layout.setInt(words, ContextParam.N_THREADS_BATCH, plan.threads());
    layout.setInt(words, ContextParam.TYPE_K, plan.cacheK().ggmlId());
    layout.setInt(words, ContextParam.TYPE_V, plan.cacheV().ggmlId());
    if (layout.has(ContextParam.FLASH_ATTN_TYPE)) {
      layout.setInt(words, ContextParam.FLASH_ATTN_TYPE, plan.flashAttention().llamaId());
    } else {
      layout.setInt(words, ContextParam.FLASH_ATTN, plan.flashAttentionOn() ? 1 : 0);
    }
    if (layout.has(ContextParam.KV_UNIFIED)) {
      int unified = plan.kvLayout() == KvLayout.UNIFIED ? 1 : 0;
      layout.setInt(words, ContextParam.KV_UNIFIED, unified);
    }
    if (layout.has(ContextParam.N_OUTPUTS_MAX)) {
      layout.setInt(words, ContextParam.N_OUTPUTS_MAX, plan.parallel() * plan.rowsEach());
    }
    layout.setAddress(words, ContextParam.ABORT_CALLBACK, abort.function());
    layout.setAddress(words, ContextParam.ABORT_CALLBACK_DATA, abort.data());
    if (samplers.isPresent()) {
      layout.setAddress(words, ContextParam.SAMPLERS, samplers.get().configs());
      layout.setAddress(words, ContextParam.N_SAMPLERS, samplers.get().size());
    }
    return params;
  }

  /**
   * Runs {@code llama_decode} and waits until all is computed: with a GPU it returns before.
   *
   * @param batch at most {@link LlamaPlan#callTokens} tokens
   * @throws RunnerException when it fails, with its code and words
   */
  Decoded decode(LlamaBatch batch) throws RunnerException {
    LogBridge log = model.runtime().log();
    log.takeErrors(); // older ones are none of this batch's
    int code;
    computing.ifPresent(Lock::lock);
    try {
      code = LlamaApi.llama_decode(open(), batch.struct());
      LlamaApi.llama_synchronize(open());
    } finally {
      computing.ifPresent(Lock::unlock);
    }
    boolean lacksRoom = code == FAILED && model.runtime().kv().lacksRoom(open(), batch.size());
    return decoded(code, lacksRoom, log.takeErrors());
  }

  /** What a code of {@code llama_decode} means; no text of llama.cpp's decides it. */
  static Decoded decoded(int code, boolean lacksRoom, String errors) throws RunnerException {
    if (code == 0) {
      return Decoded.DONE;
    }
    if (code == NO_SLOT || code == FAILED && lacksRoom) {
      return Decoded.NO_ROOM;
    }
    throw new RunnerException(
        "llama_decode returned " + code + (errors.isEmpty() ? " without a word" : ": " + errors));
  }

  /**
   * The logits of the last decode, one row for each output in batch order.
   *
   * @return {@code rows x vocabulary} floats as raw bits; valid until the next decode
   */
  IntBuffer logits(int rows) {
    Pointer logits = LlamaApi.llama_get_logits(open());
    if (logits == null) {
      throw new IllegalStateException("llama.cpp holds no logits");
    }
    long bytes = 4L * rows * vocabularySize;
    return logits.getByteBuffer(0, bytes).order(ByteOrder.nativeOrder()).asIntBuffer();
  }

  /**
   * The token that the sampler of an output's sequence chose in the last decode; no token when it
   * chose none.
   *
   * @param position of the output in the batch
   */
  int sampledToken(int position) {
    return SamplerApi.llama_get_sampled_token_ith(open(), position);
  }

  /**
   * The numbers that it left.
   *
   * @param expected how many
   */
  float[] sampledNumbers(int position, int expected) {
    int count = SamplerApi.llama_get_sampled_logits_count_ith(open(), position);
    Pointer logits = SamplerApi.llama_get_sampled_logits_ith(open(), position);
    if (logits == null || count != expected) {
      throw new IllegalStateException("llama.cpp left " + count + " numbers of a row");
    }
    return logits.getFloatArray(0, count);
  }

  /**
   * Has a sequence without cells begin with the first positions of another. In a split cache
   * llama.cpp copies all that the other holds at the next decode, and in a unified one both have
   * the same cells.
   */
  void copy(int from, int to, int length) {
    model.runtime().kv().copy(open(), from, to); // a part of a stream would be an assert
    forget(to, length);
  }

  /** Forgets a sequence's cells from a position on. */
  void forget(int sequence, int fromPosition) {
    if (!model.runtime().kv().remove(open(), sequence, fromPosition)) {
      throw new IllegalStateException("this model's cache cannot forget a part of a sequence");
    }
  }

  /**
   * Ends the decode that runs, and every later one; may be called by any thread, also when closed.
   */
  void abort() {
    abort.raise();
  }

  /** The CPU threads that the next decode computes with. */
  int threads() {
    return LlamaApi.llama_n_threads(open());
  }

  /** Has every decode from now on compute with so many CPU threads. */
  void useThreads(int count) {
    LlamaApi.llama_set_n_threads(open(), count, count);
  }

  /**
   * @throws IllegalStateException when the context is closed
   */
  void requireOpen() {
    open();
  }

  private Pointer open() {
    if (handle == null) {
      throw new IllegalStateException("the context is closed");
    }
    return handle;
  }

  @Override
  public void close() {
    if (handle != null) {
      LlamaApi.llama_free(handle);
      handle = null;
      samplers.ifPresent(DeviceSamplers::close);
      abort.close();
      model.giveBack();
    }
  }
}
