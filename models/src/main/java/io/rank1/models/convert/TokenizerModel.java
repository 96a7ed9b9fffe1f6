package io.rank1.models.convert;

import io.rank1.models.gguf.GgufWriter;
import java.util.List;
import java.util.Optional;

/** How a vocabulary makes tokens of a text. */
sealed interface TokenizerModel {

  /** The value of {@code tokenizer.ggml.model}. */
  String ggufName();

  /** The value of {@code tokenizer.ggml.pre}. */
  String preTokenizerName();

  /** What {@code tokenizer.ggml.add_space_prefix} says, if anything. */
  Optional<Boolean> addSpacePrefix();

  /** Writes what it takes besides tokens and their types. */
  void write(GgufWriter writer);

  /**
   * Byte-level BPE: tokens are in the letters of GPT-2's byte alphabet, but for added ones.
   *
   * @param preTokenizer how texts are split first
   * @param merges pairs with a blank between, the first to be applied first
   * @param addSpacePrefix what tokenizer_config.json says of {@code add_prefix_space}, if anything
   */
  record ByteLevel(PreTokenizer preTokenizer, List<String> merges, Optional<Boolean> addSpacePrefix)
      implements TokenizerModel {
    public ByteLevel {
      merges = List.copyOf(merges);
    }

    @Override
    public String ggufName() {
      return "gpt2";
    }

    @Override
    public String preTokenizerName() {
      return preTokenizer.ggufName();
    }

    @Override
    public void write(GgufWriter writer) {
      writer.strings("tokenizer.ggml.merges", merges);
    }
  }

  /**
   * SentencePiece's BPE, which llama.cpp calls "llama": tokens have U+2581 for blanks, and a
   * character that is none becomes a token for each of its bytes, {@code <0x0A>} and the like.
   *
   * @param scores by id: of two neighbours, those are merged first whose token has the highest one
   * @param prefix where a text gets a blank in front
   */
  record SentencePiece(List<Float> scores, SpacePrefix prefix) implements TokenizerModel {
    public SentencePiece {
      scores = List.copyOf(scores);
    }

    @Override
    public String ggufName() {
      return "llama";
    }

    @Override
    public String preTokenizerName() {
      return "default";
    }

    @Override
    public Optional<Boolean> addSpacePrefix() {
      return Optional.of(prefix != SpacePrefix.NONE);
    }

    @Override
    public void write(GgufWriter writer) {
      float[] values = new float[scores.size()];
      for (int id = 0; id < values.length; id++) {
        values[id] = scores.get(id);
      }
      writer.float32s("tokenizer.ggml.scores", values);
      if (prefix == SpacePrefix.FIRST_RUN) {
        writer.string(SpacePrefix.KEY, SpacePrefix.FIRST);
      }
    }
  }
}
