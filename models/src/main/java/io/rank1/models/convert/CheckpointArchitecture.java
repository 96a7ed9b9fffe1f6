package io.rank1.models.convert;

import java.util.Arrays;
import java.util.Optional;

/** The architectures that can be converted, by their names in {@code config.json}. */
enum CheckpointArchitecture {
  /** Qwen2 and Qwen2.5: biases on query, key and value. */
  QWEN2("Qwen2ForCausalLM", "qwen2", RowOrder.AS_THEY_ARE),
  /** Llama 3. */
  LLAMA("LlamaForCausalLM", "llama", RowOrder.PAIRED),
  /** Mistral; llama.cpp runs it as a llama. */
  MISTRAL("MistralForCausalLM", "llama", RowOrder.PAIRED);

  /**
   * How a GGUF file orders the rows of a query or key head. Rotary embedding turns element i of a
   * head with element i + half in Hugging Face's code, and in llama.cpp's for "llama" element 2i
   * with 2i + 1.
   */
  enum RowOrder {
    AS_THEY_ARE,
    /** Row 2i of a head is its row i, row 2i + 1 its row i + half. */
    PAIRED
  }

  private final String className;
  private final String ggufName;
  private final RowOrder queryAndKeyRows;

  CheckpointArchitecture(String className, String ggufName, RowOrder queryAndKeyRows) {
    this.className = className;
    this.ggufName = ggufName;
    this.queryAndKeyRows = queryAndKeyRows;
  }

  static Optional<CheckpointArchitecture> of(String className) {
    return Arrays.stream(values()).filter(a -> a.className.equals(className)).findFirst();
  }

  /** The name in {@code architectures} of config.json. */
  String className() {
    return className;
  }

  /** The value of {@code general.architecture}. */
  String ggufName() {
    return ggufName;
  }

  RowOrder queryAndKeyRows() {
    return queryAndKeyRows;
  }
}
