package io.rank1.llama.abi;

import java.util.Map;
import java.util.function.Predicate;

/** What a library calls the functions that {@code raw} declares by their usual names. */
public enum CallNames {
  /** As llama.cpp has them since b4916. */
  USUAL(Map.of(), ""),

  /**
   * ik_llama.cpp's, which kept older ones. {@code llama_tokenize} and {@code llama_token_to_piece}
   * are there too, and take a model in place of a vocabulary.
   */
  IK(
      Map.of(
          "llama_model_free", "llama_free_model",
          "llama_model_n_layer", "llama_n_layer",
          "llama_tokenize", "llama_vocab_tokenize",
          "llama_token_to_piece", "llama_token_to_piece_vocab",
          "llama_vocab_get_attr", "llama_token_get_attr",
          "llama_kv_self_seq_rm", "llama_kv_cache_seq_rm",
          "llama_kv_self_seq_cp", "llama_kv_cache_seq_cp"),
      "llama_token_to_piece_vocab");

  private final Map<String, String> others;
  private final String sign;

  CallNames(Map<String, String> others, String sign) {
    this.others = others;
    this.sign = sign;
  }

  /**
   * Those of a library.
   *
   * @param exports whether it has a function of a name
   */
  public static CallNames of(Predicate<String> exports) {
    return exports.test(IK.sign) ? IK : USUAL;
  }

  /** What the library calls a function. */
  public String of(String usual) {
    return others.getOrDefault(usual, usual);
  }

  /** Whether token attributes are asked of the model, not of its vocabulary. */
  public boolean asksModelForAttributes() {
    return this == IK;
  }

  /** Whether devices are listed; where they are not, there is the CPU alone. */
  public boolean listsDevices() {
    return this == USUAL;
  }
}
