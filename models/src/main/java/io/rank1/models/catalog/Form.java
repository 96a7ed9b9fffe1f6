package io.rank1.models.catalog;

/** What a model's files are. */
public enum Form {
  /** One file for llama.cpp, quantized or not. */
  GGUF("gguf", 0),
  /** The official checkpoint with matrices in 4 bits, in safetensors; Q5_0 holds it exactly. */
  AWQ("awq", 5.5),
  /** The official checkpoint in 16 bits, in safetensors. */
  OFFICIAL("safetensors", 16);

  private final String label;
  private final double convertedBits;

  Form(String label, double convertedBits) {
    this.label = label;
    this.convertedBits = convertedBits;
  }

  /** As output names it. */
  public String label() {
    return label;
  }

  /** Bits that a weight of a matrix takes when it is converted to GGUF without a loss. */
  double convertedBits() {
    return convertedBits;
  }
}
