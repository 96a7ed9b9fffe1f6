package io.rank1.models.convert;

import io.rank1.models.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/** Whether a checkpoint's weights are packed, and how. */
enum QuantizationConfig {
  /** Not at all. */
  NONE,
  /** AutoAWQ's GEMM layout: 4 bits, groups of 128, zero points. */
  AWQ;

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
      if (!method.equals("awq")) {
        throw new ConvertException(
            config.file(),
            "the weights are quantized by " + method + "; supported are AWQ and none");
      }
      return awq(json);
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
