package io.rank1.models.synthetic;

import io.rank1.core.gguf.GgmlType;
import io.rank1.models.gguf.F32Encoder;
import io.rank1.models.gguf.GgufWriter;
import io.rank1.models.gguf.RowSource;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes a model that says what a test wants: the logits at a position depend on nothing but the
 * token there.
 *
 * <p>It is a qwen2 model of one layer whose attention and feed-forward matrices are zero. Every
 * token in the script is a state of its own, all others share one; the embedding of a token is the
 * unit vector of its state, and the output matrix holds the logits of each state in a column. The
 * norm's weight undoes the norm, so the engine computes the logits of the script to within float
 * rounding.
 *
 * <p>Since only the last token counts, a chain that passes through the same token twice runs for
 * ever; where that is not wanted, a token such as {@code "</think>"} that prompts never contain
 * stands for the text. That is the marker where the vocabulary has {@link Markers}, else a word.
 * Not for use by several threads at once.
 */
public final class ScriptedModel {
  /** The logit of a token that {@link #after(int, int)} makes the next one. */
  public static final float NEXT = 8;

  /** The logit of every token that the script does not mention. */
  public static final float REST = -24;

  private static final int HEAD_DIM = 64;
  private static final int FFN = 64;
  private static final float EPS = 1e-6f;

  private final Vocabulary vocabulary;
  private final Map<Integer, Map<Integer, Float>> script = new LinkedHashMap<>();
  private Map<Integer, Float> otherwise;
  private int contextLength = 32_768;

  /**
   * Starts a script in which every token is followed by EOS.
   *
   * @param vocabulary of the byte-level kind, for the qwen2 architecture
   */
  public ScriptedModel(Vocabulary vocabulary) {
    this.vocabulary = vocabulary;
    this.otherwise = Map.of(vocabulary.eos(), NEXT);
  }

  /** After a token comes another, at a logit of {@link #NEXT}; all other logits are REST. */
  public ScriptedModel after(int token, int next) {
    return after(token, Map.of(next, NEXT));
  }

  /**
   * After a token the logits are these; those of tokens not named are {@link #REST}. Replaces what
   * was said about the token before.
   *
   * @throws IllegalArgumentException for an id outside the vocabulary
   */
  public ScriptedModel after(int token, Map<Integer, Float> logits) {
    script.put(requireToken(token), checked(logits));
    return this;
  }

  /** The tokens follow each other: {@link #after(int, int)} for every neighbouring pair. */
  public ScriptedModel chain(int... tokens) {
    for (int i = 0; i + 1 < tokens.length; i++) {
      after(tokens[i], tokens[i + 1]);
    }
    return this;
  }

  /** The same with tokens given by their texts. */
  public ScriptedModel chain(String... texts) {
    return chain(Arrays.stream(texts).mapToInt(vocabulary::id).toArray());
  }

  /** The logits after every token that the script says nothing about. */
  public ScriptedModel otherwise(Map<Integer, Float> logits) {
    otherwise = checked(logits);
    return this;
  }

  /** The context length that the model states, in tokens; 32,768 if not set. */
  public ScriptedModel contextLength(int tokens) {
    contextLength = tokens;
    return this;
  }

  /**
   * Writes the model; a file already there is replaced.
   *
   * @throws IOException if writing fails; the file is then as before
   */
  public void write(Path out) throws IOException {
    int states = script.size() + 1;
    int heads = (states + HEAD_DIM - 1) / HEAD_DIM;
    ModelShape shape =
        new ModelShape(
            Architecture.QWEN2,
            1,
            heads * HEAD_DIM,
            heads,
            1,
            HEAD_DIM,
            FFN,
            contextLength,
            1e4f,
            EPS,
            ModelShape.Output.UNTIED);
    GgufWriter writer =
        ModelMetadata.writer("rank1 scripted", WeightType.F32.fileType(), shape, vocabulary);
    for (WeightSlot slot : WeightSlot.all(shape, vocabulary.size())) {
      RowSource rows = rows(slot, shape.hidden());
      writer.tensor(
          slot.name(), GgmlType.F32, slot.dims(), rows.tensor(new F32Encoder(), slot.dims()));
    }
    writer.write(out);
  }

  private RowSource rows(WeightSlot slot, int hidden) {
    return switch (slot.role()) {
      case EMBEDDING -> embedding();
      case OUTPUT -> output();
      case NORM -> {
        float undo = (float) Math.sqrt(1.0 / hidden + EPS);
        yield (index, row) -> Arrays.fill(row, undo);
      }
      case BIAS, READER, WRITER -> (index, row) -> Arrays.fill(row, 0);
    };
  }

  private RowSource embedding() {
    Map<Integer, Integer> states = new HashMap<>();
    script.keySet().forEach(token -> states.put(token, states.size() + 1));
    return (index, row) -> {
      Arrays.fill(row, 0);
      row[states.getOrDefault((int) index, 0)] = 1;
    };
  }

  private RowSource output() {
    List<Map<Integer, Float>> states = new ArrayList<>(List.of(otherwise));
    states.addAll(script.values());
    return (index, row) -> {
      for (int state = 0; state < states.size(); state++) {
        row[state] = states.get(state).getOrDefault((int) index, REST);
      }
    };
  }

  private Map<Integer, Float> checked(Map<Integer, Float> logits) {
    logits.keySet().forEach(this::requireToken);
    return Map.copyOf(logits);
  }

  private int requireToken(int token) {
    if (token < 0 || token >= vocabulary.size()) {
      throw new IllegalArgumentException("no token has the id " + token);
    }
    return token;
  }
}
