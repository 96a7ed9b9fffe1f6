package io.rank1.models.convert;

import io.rank1.core.json.JsonObject;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;

/**
 * Rotary position embedding.
 *
 * @param base base of the frequencies
 * @param scaling how they are stretched
 * @param factor by how much; 1 without scaling
 * @param lowFrequency low_freq_factor of llama3's rule
 * @param highFrequency high_freq_factor of llama3's rule
 * @param originalContext tokens of context before stretching; 0 where the rule does not use it
 */
record RopeConfig(
    float base,
    Scaling scaling,
    double factor,
    double lowFrequency,
    double highFrequency,
    int originalContext) {

  /** How frequencies are stretched. */
  enum Scaling {
    NONE,
    LINEAR,
    YARN,
    LLAMA3
  }

  private static final Set<String> YARN_KEYS =
      Set.of(
          "type",
          "rope_type",
          "rope_theta",
          "factor",
          "original_max_position_embeddings",
          "finetuned"); // says how the model was trained, and changes nothing

  /**
   * Reads {@code rope_theta} and {@code rope_scaling}, or {@code rope_parameters} of newer files.
   *
   * @throws IOException if the rule is unknown or a number is missing
   */
  static RopeConfig of(JsonObject config) throws IOException {
    Optional<JsonObject> parameters = config.object("rope_parameters");
    Optional<JsonObject> rope = parameters.isPresent() ? parameters : config.object("rope_scaling");
    Optional<Double> theta = rope.isPresent() ? rope.get().number("rope_theta") : Optional.empty();
    if (theta.isEmpty()) {
      theta = config.number("rope_theta");
    }
    float base = theta.orElse(10_000.0).floatValue();
    if (!(base > 0 && base < Float.POSITIVE_INFINITY)) {
      throw config.broken("rope_theta", "a positive number");
    }
    if (rope.isEmpty()) {
      return new RopeConfig(base, Scaling.NONE, 1, 0, 0, 0);
    }
    JsonObject rule = rope.get();
    Optional<String> type = rule.string("rope_type");
    String name = (type.isPresent() ? type : rule.string("type")).orElse("default");
    return switch (name) {
      case "default" -> new RopeConfig(base, Scaling.NONE, 1, 0, 0, 0);
      case "linear" -> new RopeConfig(base, Scaling.LINEAR, positive(rule, "factor"), 0, 0, 0);
      case "yarn" -> yarn(base, rule);
      case "llama3" -> llama3(base, rule);
      default ->
          throw rule.broken("rope_type", "default, linear, yarn or llama3, but '" + name + "'");
    };
  }

  /** What else a rule says must be what llama.cpp does by itself. */
  private static RopeConfig yarn(float base, JsonObject rule) throws IOException {
    double factor = positive(rule, "factor");
    int original = (int) positive(rule, "original_max_position_embeddings");
    for (String key : rule.keys()) {
      if (rule.has(key) && !YARN_KEYS.contains(key)) {
        requireYarnDefault(rule, key, factor);
      }
    }
    return new RopeConfig(base, Scaling.YARN, factor, 0, 0, original);
  }

  private static void requireYarnDefault(JsonObject rule, String key, double factor)
      throws IOException {
    Optional<Object> only =
        switch (key) {
          case "beta_fast" -> Optional.of(32.0);
          case "beta_slow", "partial_rotary_factor" -> Optional.of(1.0);
          case "attention_factor" -> Optional.of(1 + 0.1 * Math.log(Math.max(1, factor)));
          case "truncate" -> Optional.of(true);
          case "mscale", "mscale_all_dim" -> Optional.empty();
          default -> throw rule.broken(key, "supported");
        };
    boolean isDefault =
        only.isEmpty()
            ? isZero(rule, "mscale") || isZero(rule, "mscale_all_dim") // they count together only
            : only.get() instanceof Double number
                ? Math.abs(rule.number(key).orElseThrow() - number) < 1e-6
                : only.equals(rule.value(key));
    if (!isDefault) {
      throw rule.broken(
          key, "supported" + only.map(value -> ", only its default " + value + " is").orElse(""));
    }
  }

  private static boolean isZero(JsonObject rule, String key) throws IOException {
    return rule.number(key).orElse(0.0) == 0;
  }

  private static RopeConfig llama3(float base, JsonObject rule) throws IOException {
    return new RopeConfig(
        base,
        Scaling.LLAMA3,
        positive(rule, "factor"),
        positive(rule, "low_freq_factor"),
        positive(rule, "high_freq_factor"),
        (int) positive(rule, "original_max_position_embeddings"));
  }

  private static double positive(JsonObject rule, String key) throws IOException {
    double value = rule.number(key).orElse(Double.NaN);
    if (!(value > 0 && value < 1 << 30)) {
      throw rule.broken(key, "a positive number");
    }
    return value;
  }

  /**
   * What llama.cpp divides each frequency by, in the tensor {@code rope_freqs.weight}: by llama3's
   * rule, 1 for short waves, {@link #factor} for long ones, and in between a mean of the two
   * frequencies.
   *
   * @param headDim width of a head
   */
  float[] divisors(int headDim) {
    float[] divisors = new float[headDim / 2];
    for (int i = 0; i < divisors.length; i++) {
      double wave = 2 * Math.PI * Math.pow(base, 2.0 * i / headDim);
      if (wave < originalContext / highFrequency) {
        divisors[i] = 1;
      } else if (wave > originalContext / lowFrequency) {
        divisors[i] = (float) factor;
      } else {
        double smooth = (originalContext / wave - lowFrequency) / (highFrequency - lowFrequency);
        divisors[i] = (float) (1 / ((1 - smooth) / factor + smooth));
      }
    }
    return divisors;
  }
}
