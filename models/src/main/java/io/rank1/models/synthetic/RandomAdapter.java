package io.rank1.models.synthetic;

import io.rank1.models.gguf.F32Encoder;
import io.rank1.models.safetensors.Dtype;
import io.rank1.models.safetensors.SafetensorsWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Writes a LoRA of random weights as PEFT saves one, to try merging with. Deterministic.
 *
 * @param shape of the base
 * @param targets the layers that it changes, by the ends of their names: q_proj, k_proj, v_proj,
 *     o_proj, gate_proj, up_proj and down_proj are known
 * @param rank rows of each A
 * @param alpha of its scale
 * @param head whether it brings a classification head for one label
 * @param seed the same seed gives the same files
 */
public record RandomAdapter(
    ModelShape shape, List<String> targets, int rank, int alpha, boolean head, long seed) {
  private static final String PREFIX = "base_model.model.";

  /** Copies the list. */
  public RandomAdapter {
    targets = List.copyOf(targets);
  }

  /**
   * Writes {@code adapter_config.json} and {@code adapter_model.safetensors}.
   *
   * @throws IllegalArgumentException for a target that is not known
   * @throws IOException if writing fails
   */
  public void write(Path folder) throws IOException {
    Files.createDirectories(folder);
    Files.writeString(folder.resolve("adapter_config.json"), config());
    SafetensorsWriter file = new SafetensorsWriter();
    for (int layer = 0; layer < shape.layers(); layer++) {
      for (String target : targets) {
        long[] sizes = sizes(target);
        String block = target.matches("[qkvo]_proj") ? ".self_attn." : ".mlp.";
        String name = PREFIX + "model.layers." + layer + block + target;
        add(file, name + ".lora_A.weight", rank, sizes[1]);
        add(file, name + ".lora_B.weight", sizes[0], rank);
      }
    }
    if (head) {
      add(file, PREFIX + "score.weight", 1, shape.hidden());
    }
    file.write(folder.resolve("adapter_model.safetensors"));
  }

  private String config() {
    return String.format(
        Locale.ROOT,
        """
        {"peft_type": "LORA", "task_type": "%s", "base_model_name_or_path": "base", "bias": "none",
         "r": %d, "lora_alpha": %d, "use_rslora": false, "use_dora": false, "fan_in_fan_out": false,
         "init_lora_weights": true, "lora_dropout": 0.05, "rank_pattern": {}, "alpha_pattern": {},
         "layers_to_transform": null, "modules_to_save": %s, "target_modules": [%s]}
        """,
        head ? "SEQ_CLS" : "CAUSAL_LM",
        rank,
        alpha,
        head ? "[\"classifier\", \"score\"]" : "null",
        targets.stream().map(target -> '"' + target + '"').collect(Collectors.joining(", ")));
  }

  /** Rows and row length of a layer. */
  private long[] sizes(String target) {
    long queries = (long) shape.heads() * shape.headDim();
    long keys = (long) shape.kvHeads() * shape.headDim();
    return switch (target) {
      case "q_proj" -> new long[] {queries, shape.hidden()};
      case "k_proj", "v_proj" -> new long[] {keys, shape.hidden()};
      case "o_proj" -> new long[] {shape.hidden(), queries};
      case "gate_proj", "up_proj" -> new long[] {shape.ffn(), shape.hidden()};
      case "down_proj" -> new long[] {shape.hidden(), shape.ffn()};
      default -> throw new IllegalArgumentException("no such layer: " + target);
    };
  }

  private void add(SafetensorsWriter file, String name, long rows, long length) {
    float deviation = (float) (1 / Math.sqrt(Math.max(rank, length)));
    RandomWeights weights =
        new RandomWeights(0, deviation, seed * 0x9e3779b97f4a7c15L + name.hashCode());
    file.tensor(
        name,
        Dtype.F32,
        List.of(rows, length),
        weights.rows().tensor(new F32Encoder(), List.of(length, rows)));
  }
}
