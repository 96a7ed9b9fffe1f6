package io.rank1.models.inspect;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The tensors without which llama.cpp refuses a model of the architectures that are tested. */
public final class NeededTensors {
  private static final List<String> OF_A_BLOCK =
      List.of(
          "attn_norm.weight",
          "attn_q.weight",
          "attn_k.weight",
          "attn_v.weight",
          "attn_output.weight",
          "ffn_norm.weight",
          "ffn_gate.weight",
          "ffn_up.weight",
          "ffn_down.weight");

  /** What each block has besides, by architecture. */
  private static final Map<String, List<String>> BESIDES =
      Map.of(
          "qwen2", List.of("attn_q.bias", "attn_k.bias", "attn_v.bias"),
          "llama", List.of(),
          "qwen3", List.of("attn_q_norm.weight", "attn_k_norm.weight"),
          "gemma", List.of());

  private NeededTensors() {}

  /**
   * Those that a model lacks.
   *
   * @param architecture as GGUF names it; of others than qwen2, llama, qwen3 and gemma nothing is
   *     known
   * @param layers decoder blocks
   * @param names the tensors that it has
   */
  public static List<String> missing(String architecture, int layers, Set<String> names) {
    List<String> needed = new ArrayList<>();
    List<String> besides = BESIDES.get(architecture);
    if (besides != null) {
      needed.addAll(List.of("token_embd.weight", "output_norm.weight"));
      for (int block = 0; block < layers; block++) {
        String prefix = "blk." + block + ".";
        OF_A_BLOCK.forEach(name -> needed.add(prefix + name));
        besides.forEach(name -> needed.add(prefix + name));
      }
    }
    needed.removeIf(names::contains);
    return needed;
  }
}
