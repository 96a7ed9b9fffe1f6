package io.rank1.models.convert;

import io.rank1.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What {@code adapter_config.json} of PEFT says of a LoRA.
 *
 * @param rank rows of each A, columns of each B
 * @param scale what the product of B and A is multiplied by
 * @param targets the ends of the names of the layers that it changes; empty where it says so by an
 *     expression
 * @param notes what may surprise, one line each
 */
record LoraConfig(int rank, float scale, List<String> targets, List<String> notes) {
  static final String FILE = "adapter_config.json";

  private static final int MAX_RANK = 1 << 14;

  /** What changes the merge if it is there with a value other than none, false or empty. */
  private static final List<String> UNSUPPORTED =
      List.of(
          "use_dora",
          "use_qalora",
          "lora_bias",
          "rank_pattern",
          "alpha_pattern",
          "layer_replication",
          "target_parameters",
          "trainable_token_indices",
          "megatron_config");

  /** Beginnings that leave the base as it is; others take something away from it. */
  private static final Set<String> HARMLESS_BEGINNINGS = Set.of("gaussian", "eva", "orthogonal");

  LoraConfig {
    targets = List.copyOf(targets);
    notes = List.copyOf(notes);
  }

  /**
   * Reads the file of a folder.
   *
   * @throws IOException if it is missing or damaged, or says what cannot be merged; the message is
   *     one line
   */
  static LoraConfig read(Path folder) throws IOException {
    Path file = folder.resolve(FILE);
    if (!Files.exists(file)) {
      throw new ConvertException(folder, "it has no " + FILE + ": is it a LoRA of PEFT's?");
    }
    JsonObject json = JsonObject.read(file);
    String type = json.string("peft_type").orElse("?");
    require(file, type.equals("LORA"), "its peft_type is " + type + "; supported is LORA");
    for (String key : UNSUPPORTED) {
      require(file, isNothing(json.value(key).orElse(null)), key + " is not supported");
    }
    String bias = json.string("bias").orElse("none");
    require(file, bias.equals("none"), "bias is " + bias + "; supported is none");
    requireHarmless(file, json.value("init_lora_weights").orElse(true));
    long rank = json.integer("r").orElse(0L);
    require(file, rank > 0 && rank <= MAX_RANK, "r is " + rank + ", allowed are 1 to " + MAX_RANK);
    double alpha = json.number("lora_alpha").orElse(Double.NaN);
    require(file, Double.isFinite(alpha), "it has no lora_alpha");
    boolean bySquareRoot = json.bool("use_rslora").orElse(false);
    List<String> notes = new ArrayList<>();
    if (json.bool("fan_in_fan_out").orElse(false)) {
      notes.add("fan_in_fan_out of the LoRA is ignored, as PEFT does for layers of this kind");
    }
    double scale = alpha / (bySquareRoot ? Math.sqrt(rank) : rank);
    return new LoraConfig((int) rank, (float) scale, targets(json), notes);
  }

  private static List<String> targets(JsonObject json) throws IOException {
    List<String> targets = new ArrayList<>();
    if (json.value("target_modules").orElse(null) instanceof List<?>) {
      for (Object target : json.list("target_modules").orElseThrow()) {
        targets.add(String.valueOf(target));
      }
    }
    return targets;
  }

  private static boolean isNothing(Object value) {
    return value == null
        || value.equals(false)
        || value instanceof List<?> list && list.isEmpty()
        || value instanceof Map<?, ?> map && map.isEmpty();
  }

  /** PiSSA, OLoRA, CorDA and LoftQ begin with a changed base, which is not the published one. */
  private static void requireHarmless(Path file, Object beginning) throws ConvertException {
    require(
        file,
        beginning instanceof Boolean || HARMLESS_BEGINNINGS.contains(beginning),
        "init_lora_weights is "
            + beginning
            + ", which changes the base; convert the LoRA with PEFT so that it goes with the"
            + " published one");
  }

  /** The targets that none of the layers with a LoRA is called. */
  Optional<String> missingTarget(Set<String> layers) {
    return targets.stream()
        .filter(
            target -> layers.stream().noneMatch(l -> l.equals(target) || l.endsWith("." + target)))
        .findFirst();
  }

  private static void require(Path file, boolean holds, String rule) throws ConvertException {
    if (!holds) {
      throw new ConvertException(file, rule);
    }
  }
}
