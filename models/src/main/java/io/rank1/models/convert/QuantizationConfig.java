package io.rank1.models.convert;

import io.rank1.core.json.JsonException;
import io.rank1.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Whether a checkpoint's weights are packed, and how. */
enum QuantizationConfig {
  /** Not at all. */
  NONE,
  /** AutoAWQ's GEMM layout: 4 bits, groups of 128, zero points. */
  AWQ,
  /** What llm-compressor writes: compressed-tensors in the format pack-quantized, 4 bits. */
  PACK_QUANTIZED;

  /** The file in which early versions of AutoAWQ keep what is now in config.json. */
  static final String AWQ_FILE = "quant_config.json";

  /** What early versions call "bits", in either file and without a quant_method. */
  private static final String EARLY_BITS = "w_bit";

  /**
   * Reads {@code quantization_config} of config.json, or AutoAWQ's own file.
   *
   * @throws IOException if weights are packed in another way, which the message names
   */
  static QuantizationConfig of(Path folder, JsonObject config) throws IOException {
    Optional<JsonObject> inConfig = config.object("quantization_config");
    if (inConfig.isPresent()) {
      JsonObject json = inConfig.get();
      String unnamed = json.has(EARLY_BITS) ? "awq" : "unknown";
      String method = json.string("quant_method").orElse(unnamed).toLowerCase(Locale.ROOT);
      return switch (method) {
        case "awq" -> awq(json);
        case "compressed-tensors" -> compressedTensors(json);
        default ->
            throw new ConvertException(
                config.file(),
                "the weights are quantized by "
                    + method
                    + "; supported are AWQ, pack-quantized of compressed-tensors, and none");
      };
    }
    Path file = folder.resolve(AWQ_FILE);
    return Files.exists(file) ? awq(JsonObject.read(file)) : NONE;
  }

  private static QuantizationConfig awq(JsonObject json) throws IOException {
    long bits = either(json, "bits", EARLY_BITS, 4);
    long group = either(json, "group_size", "q_group_size", AwqLayer.GROUP);
    String version = json.string("version").orElse("gemm").toLowerCase(Locale.ROOT);
    boolean zeroPoint = json.bool("zero_point").orElse(true);
    if (bits != 4 || group != AwqLayer.GROUP || !version.equals("gemm") || !zeroPoint) {
      throw new ConvertException(
          json.file(),
          String.format(
              Locale.ROOT,
              "AWQ with %d bits, groups of %d, layout %s, zero points: %s; supported is 4, 128, gemm, true",
              bits,
              group,
              version,
              zeroPoint));
    }
    return AWQ;
  }

  private static QuantizationConfig compressedTensors(JsonObject json) throws IOException {
    Optional<String> format = json.string("format");
    JsonObject groups = json.object("config_groups").orElse(null);
    if (groups == null || groups.keys().isEmpty()) {
      throw json.broken("config_groups", "there");
    }
    for (String name : groups.keys()) {
      JsonObject group = groups.object(name).orElseThrow(() -> groups.broken(name, "an object"));
      Optional<String> own = group.string("format");
      require(group, "format", (own.isPresent() ? own : format).orElse("none"), "pack-quantized");
      for (String key : List.of("input_activations", "output_activations")) {
        require(group, key, group.has(key) ? "there" : "absent", "absent");
      }
      JsonObject weights =
          group.object("weights").orElseThrow(() -> group.broken("weights", "there"));
      require(weights, "num_bits", weights.integer("num_bits").orElse(8L), 4L);
      require(weights, "type", weights.string("type").orElse("int"), "int");
    }
    for (String key : List.of("kv_cache_scheme", "transform_config", "sparsity_config")) {
      boolean says = json.has(key) && !json.object(key).orElseThrow().keys().isEmpty();
      boolean dense =
          says && json.object(key).orElseThrow().value("format").equals(Optional.of("dense"));
      require(json, key, says && !dense ? "there" : "absent", "absent");
    }
    return PACK_QUANTIZED;
  }

  private static void require(JsonObject json, String key, Object found, Object supported)
      throws JsonException {
    if (!found.equals(supported)) {
      throw json.broken(
          key, "as compressed-tensors is supported: it is " + found + ", not " + supported);
    }
  }

  /** The number of a key by its present or its early name. */
  private static long either(JsonObject json, String key, String early, long otherwise)
      throws IOException {
    Optional<Long> present = json.integer(key);
    Optional<Long> former = json.integer(early);
    if (present.isPresent() && former.isPresent() && !present.equals(former)) {
      throw new ConvertException(
          json.file(),
          String.format(
              Locale.ROOT, "%s is %d, and %s is %d", key, present.get(), early, former.get()));
    }
    return present.or(() -> former).orElse(otherwise);
  }
}
