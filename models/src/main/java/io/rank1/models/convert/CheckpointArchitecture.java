package io.rank1.models.convert;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** The architectures that can be converted, by their names in {@code config.json}. */
enum CheckpointArchitecture {
  /** Qwen2 and Qwen2.5: biases on query, key and value. */
  QWEN2("Qwen2", "qwen2", RowOrder.AS_THEY_ARE, Biases.NEEDED),
  /** Each head of queries and keys is normalized before it is rotated. */
  QWEN3("Qwen3", "qwen3", RowOrder.AS_THEY_ARE, Biases.NONE),
  /** Llama 2 and 3. */
  LLAMA("Llama", "llama", RowOrder.PAIRED, Biases.OPTIONAL),
  /** Mistral; llama.cpp runs it as a llama. */
  MISTRAL("Mistral", "llama", RowOrder.PAIRED, Biases.OPTIONAL),
  /**
   * Gemma, the first: the embedding is the output matrix, too; norms are stored less 1; GELU in
   * place of SiLU.
   */
  GEMMA("Gemma", "gemma", RowOrder.AS_THEY_ARE, Biases.NONE);

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

  /** Whether queries, keys and values have biases. */
  enum Biases {
    NEEDED,
    /** Where the checkpoint has them; the attention's output may have one, too. */
    OPTIONAL,
    NONE
  }

  /** {@code head_dim} of Qwen3's configuration where config.json does not say. */
  private static final int HEAD_DIM_OF_QWEN3 = 128;

  /** The same of Gemma's. */
  private static final int HEAD_DIM_OF_GEMMA = 256;

  private final String family;
  private final String ggufName;
  private final RowOrder queryAndKeyRows;
  private final Biases biases;

  CheckpointArchitecture(String family, String ggufName, RowOrder queryAndKeyRows, Biases biases) {
    this.family = family;
    this.ggufName = ggufName;
    this.queryAndKeyRows = queryAndKeyRows;
    this.biases = biases;
  }

  /** The architecture of a class that ends as one of {@link OutputHead}. */
  static Optional<CheckpointArchitecture> of(String className, OutputHead head) {
    return Arrays.stream(values())
        .filter(a -> a.canHave(head) && a.className(head).equals(className))
        .findFirst();
  }

  /** Whether llama.cpp reads this head of it: of a Gemma it reads none but the embedding. */
  boolean canHave(OutputHead head) {
    return this != GEMMA || head == OutputHead.TIED;
  }

  /** Whether the embedding is the output matrix where config.json does not say. */
  boolean isUsuallyTied() {
    return this == GEMMA;
  }

  /** The name in {@code architectures} of config.json. */
  String className(OutputHead head) {
    return family + head.classSuffix();
  }

  /** The value of {@code general.architecture}. */
  String ggufName() {
    return ggufName;
  }

  RowOrder queryAndKeyRows() {
    return queryAndKeyRows;
  }

  Biases biases() {
    return biases;
  }

  /** Whether queries and keys have norms, one of a head's width for all heads. */
  boolean normalizesHeads() {
    return this == QWEN3;
  }

  /** What a norm's weight lacks in a checkpoint (Hugging Face's GemmaRMSNorm adds it). */
  float missingOfNorms() {
    return this == GEMMA ? 1 : 0;
  }

  /** The names of the function between the matrices of the feed-forward block. */
  List<String> activations() {
    // transformers takes Gemma's "gelu", which early files have, for the other
    return this == GEMMA ? List.of("gelu_pytorch_tanh", "gelu") : List.of("silu");
  }

  /** The width of a head where config.json does not state it; empty for hidden / heads. */
  OptionalInt usualHeadDim() {
    return switch (this) {
      case QWEN3 -> OptionalInt.of(HEAD_DIM_OF_QWEN3);
      case GEMMA -> OptionalInt.of(HEAD_DIM_OF_GEMMA);
      case QWEN2, LLAMA, MISTRAL -> OptionalInt.empty();
    };
  }

  /** Whether a GGUF file states the vocabulary's size and the width of what is rotated. */
  boolean statesSizes() {
    return ggufName.equals("llama");
  }
}
