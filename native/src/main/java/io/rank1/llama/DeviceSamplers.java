package io.rank1.llama;

import com.sun.jna.CallbackReference;
import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.Pointer;
import io.rank1.llama.abi.SamplerFunction;
import io.rank1.llama.raw.BackendApply;
import io.rank1.llama.raw.SamplerApi;
import java.util.ArrayList;
import java.util.List;

/**
 * Samplers that become part of a context's graph, one for each sequence: each leaves the most
 * likely token of a row and the logits of a few given tokens, in place of all logits. They are
 * llama.cpp's {@code greedy} with another {@code backend_apply}, since its own leaves all logits in
 * {@code llama_sampler_data}, which are then handed over after all.
 *
 * <p>To be closed after the context. Confined to the thread that owns it.
 */
final class DeviceSamplers implements AutoCloseable {

  /** Bytes of {@code llama_sampler_seq_config}: a sequence id and a pointer. */
  private static final int CONFIG_BYTES = 16;

  /** Room for functions that later builds add; they are left out. */
  private static final int TABLE_POINTERS = 32;

  private final SamplingGraph sampling;
  private final BackendApply apply = this::apply; // held as long as a graph may be built
  private final Memory table = new Memory((long) TABLE_POINTERS * Native.POINTER_SIZE);
  private final Memory configs;
  private final List<Pointer> chains = new ArrayList<>();
  private Pointer first; // sequence 0's
  private boolean applied;

  /**
   * @param greedy the functions of llama.cpp's own sampler
   * @param sequences how many samplers
   */
  DeviceSamplers(long[] greedy, SamplingGraph sampling, int sequences) {
    this.sampling = sampling;
    this.configs = new Memory((long) sequences * CONFIG_BYTES);
    table.clear();
    table.write(0, greedy, 0, greedy.length);
    long applying = (long) SamplerFunction.BACKEND_APPLY.ordinal() * Native.POINTER_SIZE;
    table.setPointer(applying, CallbackReference.getFunctionPointer(apply));
    configs.clear();
    for (int sequence = 0; sequence < sequences; sequence++) {
      Pointer sampler = SamplerApi.llama_sampler_init_greedy();
      sampler.setPointer(0, table); // struct llama_sampler: its functions, its state
      first = sequence == 0 ? sampler : first;
      Pointer chain = SamplerApi.llama_sampler_chain_init((byte) 1);
      SamplerApi.llama_sampler_chain_add(chain, sampler);
      chains.add(chain);
      configs.setInt((long) sequence * CONFIG_BYTES, sequence);
      configs.setPointer((long) sequence * CONFIG_BYTES + Native.POINTER_SIZE, chain);
    }
  }

  /** What {@code llama_context_params.samplers} points to; valid until closed. */
  long configs() {
    return Pointer.nativeValue(configs);
  }

  /** How many there are. */
  int size() {
    return chains.size();
  }

  /**
   * Whether llama.cpp took them into the model's graph; where a device lacks an operation it does
   * not.
   */
  boolean areApplied() {
    return applied;
  }

  /**
   * Called for every sampler in the order of their sequences whenever a graph is built, and in
   * graphs in which llama.cpp tries what the device can.
   */
  private void apply(Pointer sampler, Pointer context, Pointer graph, Pointer data) {
    if (sampler.equals(first)) {
      sampling.begin();
    }
    applied |= sampling.add(context, data);
  }

  @Override
  public void close() {
    chains.forEach(SamplerApi::llama_sampler_free);
    chains.clear();
    configs.close();
    table.close();
  }
}
