package io.rank1.models.synthetic;

import io.rank1.models.gguf.Bf16Encoder;
import io.rank1.models.gguf.F16Encoder;
import io.rank1.models.gguf.F32Encoder;
import io.rank1.models.gguf.RowEncoder;
import io.rank1.models.safetensors.Dtype;
import io.rank1.models.safetensors.SafetensorsWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Writes checkpoint folders of random weights as Hugging Face has them, complete and deterministic,
 * to try conversion with.
 */
public final class RandomCheckpoint {
  private static final double LOGIT_DEVIATION = 2.5;

  /** How weights are stored. */
  public enum Weights {
    F32(false),
    F16(false),
    BF16(false),
    /** Linear layers packed by AutoAWQ, all bits random; the rest in F16. */
    AWQ(true),
    /** Linear layers packed by llm-compressor with zero points, likewise; the rest in BF16. */
    PACK_QUANTIZED(true),
    /** The same without zero points. */
    PACK_QUANTIZED_SYMMETRIC(true);

    private final boolean packed;

    Weights(boolean packed) {
      this.packed = packed;
    }
  }

  /** What stands behind the decoder. */
  public enum Head {
    /** A logit for each token. */
    TOKENS("ForCausalLM"),
    /** One number, and no matrix of the output. */
    ONE_LABEL("ForSequenceClassification");

    private final String classSuffix;

    Head(String classSuffix) {
      this.classSuffix = classSuffix;
    }

    /** How the name in {@code architectures} of config.json ends. */
    String classSuffix() {
      return classSuffix;
    }
  }

  private final CheckpointFamily family;
  private final ModelShape shape;
  private final CheckpointVocabulary vocabulary;
  private final Weights weights;
  private final int rows;
  private final int shards;
  private final long seed;
  private Head head = Head.TOKENS;
  private final Set<WeightSlot.Role> packedRoles =
      EnumSet.of(WeightSlot.Role.READER, WeightSlot.Role.WRITER);

  /**
   * @param shape of the family's architecture; where weights are packed all widths are multiples of
   *     128
   * @param vocabulary of the kind that the family has
   * @param rows rows of the embedding, at least the vocabulary's tokens but for unused ones
   * @param shards number of files, 1 for a single one without an index
   * @param seed the same seed gives the same files
   */
  public RandomCheckpoint(
      CheckpointFamily family,
      ModelShape shape,
      CheckpointVocabulary vocabulary,
      Weights weights,
      int rows,
      int shards,
      long seed) {
    if (shape.architecture() != family.architecture()) {
      throw new IllegalArgumentException(family + " is no " + shape.architecture());
    }
    this.family = family;
    this.shape = shape;
    this.vocabulary = vocabulary;
    this.weights = weights;
    this.rows = rows;
    this.shards = shards;
    this.seed = seed;
  }

  /** Packs the output matrix as well, as some tools do; only where weights are packed at all. */
  public RandomCheckpoint packHead() {
    packedRoles.add(WeightSlot.Role.OUTPUT);
    return this;
  }

  /** Puts a head for one label, {@code score.weight}, in the place of that for tokens. */
  public RandomCheckpoint withOneLabel() {
    head = Head.ONE_LABEL;
    return this;
  }

  /**
   * Writes the folder's files.
   *
   * @throws IOException if writing fails
   */
  public void write(Path folder) throws IOException {
    Files.createDirectories(folder);
    Files.writeString(
        folder.resolve("config.json"),
        CheckpointJson.config(family, shape, vocabulary, weights, head, rows));
    vocabulary.write(folder, family);
    List<SafetensorsWriter> files = new ArrayList<>();
    for (int i = 0; i < shards; i++) {
      files.add(new SafetensorsWriter());
    }
    for (WeightSlot slot : slots()) {
      add(slot, files.get(shard(slot.name())));
    }
    writeFiles(folder, files);
  }

  private List<WeightSlot> slots() {
    List<WeightSlot> slots = new ArrayList<>(WeightSlot.all(shape, rows));
    if (head == Head.ONE_LABEL) {
      slots.removeIf(slot -> slot.role() == WeightSlot.Role.OUTPUT);
      List<Long> oneRow = List.of((long) shape.hidden(), 1L);
      slots.add(new WeightSlot("score.weight", WeightSlot.Role.OUTPUT, oneRow));
    }
    return slots;
  }

  private void writeFiles(Path folder, List<SafetensorsWriter> files) throws IOException {
    if (shards == 1) {
      files.get(0).write(folder.resolve("model.safetensors"));
      return;
    }
    StringBuilder index = new StringBuilder("{\"metadata\": {}, \"weight_map\": {");
    String separator = "";
    for (int i = 0; i < shards; i++) {
      String name = String.format(Locale.ROOT, "model-%05d-of-%05d.safetensors", i + 1, shards);
      files.get(i).write(folder.resolve(name));
      for (String tensor : files.get(i).names()) {
        index
            .append(separator)
            .append(String.format(Locale.ROOT, "\n\"%s\": \"%s\"", tensor, name));
        separator = ",";
      }
    }
    Files.writeString(
        folder.resolve("model.safetensors.index.json"), index.append("\n}}").toString());
  }

  /** Layers in order, the rest in the first and the last. */
  private int shard(String name) {
    if (!name.startsWith("blk.")) {
      return name.startsWith("token_embd") ? 0 : shards - 1;
    }
    int layer = Integer.parseInt(name.split("\\.")[1]);
    return (int) ((long) layer * shards / shape.layers());
  }

  private void add(WeightSlot slot, SafetensorsWriter file) {
    String name = hubName(slot.name());
    List<Long> dims = slot.dims();
    if (weights.packed && packedRoles.contains(slot.role())) {
      PackedWeights packed = new PackedWeights(file, seed);
      String layer = name.replace(".weight", "");
      if (weights == Weights.AWQ) {
        packed.awq(layer, dims.get(0), dims.get(1));
      } else {
        boolean symmetric = weights == Weights.PACK_QUANTIZED_SYMMETRIC;
        packed.compressed(layer, dims.get(0), dims.get(1), symmetric);
      }
      return;
    }
    RowEncoder encoder =
        switch (weights) {
          case F32 -> new F32Encoder();
          case BF16, PACK_QUANTIZED, PACK_QUANTIZED_SYMMETRIC -> new Bf16Encoder();
          case F16, AWQ -> new F16Encoder();
        };
    Dtype type = Dtype.valueOf(encoder.type().name());
    List<Long> shapeOf = dims.size() == 1 ? dims : List.of(dims.get(1), dims.get(0));
    file.tensor(name, type, shapeOf, random(slot).rows().tensor(encoder, dims));
  }

  private RandomWeights random(WeightSlot slot) {
    double gain = 1 / Math.sqrt(slot.dims().get(0));
    double deviation =
        switch (slot.role()) {
          case EMBEDDING, OUTPUT -> LOGIT_DEVIATION * gain;
          case READER, WRITER -> gain;
          case NORM, BIAS -> 0.1;
        };
    boolean isAroundOne = slot.role() == WeightSlot.Role.NORM && family != CheckpointFamily.GEMMA;
    float centre = isAroundOne ? 1 : 0;
    return new RandomWeights(centre, (float) deviation, own(slot.name()));
  }

  private long own(String name) {
    return seed * 0x9e3779b97f4a7c15L + name.hashCode();
  }

  /** Hugging Face's name of a tensor. */
  private static String hubName(String name) {
    return switch (name) {
      case "token_embd.weight" -> "model.embed_tokens.weight";
      case "output_norm.weight" -> "model.norm.weight";
      case "output.weight" -> "lm_head.weight";
      default ->
          name.replace("blk.", "model.layers.")
              .replace("attn_norm", "input_layernorm")
              .replace("ffn_norm", "post_attention_layernorm")
              .replace("attn_output", "self_attn.o_proj")
              .replaceAll("attn_([qk])_norm", "self_attn.$1_norm")
              .replaceAll("attn_([qkv])\\.", "self_attn.$1_proj.")
              .replaceAll("ffn_(gate|up|down)\\.", "mlp.$1_proj.");
    };
  }
}
