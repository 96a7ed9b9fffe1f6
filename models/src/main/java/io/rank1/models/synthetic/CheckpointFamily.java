package io.rank1.models.synthetic;

/** The kinds of checkpoints that rank1 is published in, as Hugging Face's code names them. */
public enum CheckpointFamily {
  QWEN2(
      "Qwen2ForCausalLM",
      Architecture.QWEN2,
      "(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+"),
  LLAMA_3_1(
      "LlamaForCausalLM",
      Architecture.LLAMA,
      "(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}{1,3}| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+"),
  MISTRAL_SMALL(
      "MistralForCausalLM",
      Architecture.LLAMA,
      "[^\\r\\n\\p{L}\\p{N}]?[\\p{Lu}\\p{Lt}\\p{Lm}\\p{Lo}\\p{M}]*[\\p{Ll}\\p{Lm}\\p{Lo}\\p{M}]+|[^\\r\\n\\p{L}\\p{N}]?[\\p{Lu}\\p{Lt}\\p{Lm}\\p{Lo}\\p{M}]+[\\p{Ll}\\p{Lm}\\p{Lo}\\p{M}]*|\\p{N}| ?[^\\s\\p{L}\\p{N}]+[\\r\\n/]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+");

  private final String className;
  private final Architecture architecture;
  private final String splitRegex;

  CheckpointFamily(String className, Architecture architecture, String splitRegex) {
    this.className = className;
    this.architecture = architecture;
    this.splitRegex = splitRegex;
  }

  /** The name in {@code architectures} of config.json. */
  String className() {
    return className;
  }

  /** The architecture that a shape for this has. */
  public Architecture architecture() {
    return architecture;
  }

  /** The expression by which {@code tokenizer.json} splits texts into words. */
  String splitRegex() {
    return splitRegex;
  }
}
