package io.rank1.cli.journal;

import io.rank1.core.rank1.ScoringRules;
import io.rank1.llama.CacheType;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * What decides a score beside the prompt. Settings that change nothing but rounding (slots, batch
 * sizes, threads, GPU layers) are left out.
 *
 * @param rules the revision of the engine's own rules
 * @param model the model file's name, for messages; not part of what decides
 * @param modelSha256 the hash of the model file's bytes, in hexadecimal digits
 * @param runtime the llama.cpp, as results name it
 * @param contextTokens the most tokens that a pair may have, prompt and reasoning together
 * @param maxThinkTokens the most tokens of reasoning
 * @param cacheK how the KV cache stores keys
 * @param cacheV how it stores values
 */
public record JobIdentity(
    int rules,
    String model,
    String modelSha256,
    String runtime,
    int contextTokens,
    int maxThinkTokens,
    CacheType cacheK,
    CacheType cacheV) {

  public JobIdentity {
    Objects.requireNonNull(model, "model");
    Objects.requireNonNull(modelSha256, "modelSha256");
    Objects.requireNonNull(runtime, "runtime");
    Objects.requireNonNull(cacheK, "cacheK");
    Objects.requireNonNull(cacheV, "cacheV");
    if (contextTokens < 1 || maxThinkTokens < 1) {
      throw new IllegalArgumentException(contextTokens + " and " + maxThinkTokens + " tokens");
    }
  }

  /** How another one differs, in words: what it has, and what this has. Empty when it does not. */
  public List<String> differences(JobIdentity other) {
    List<String> found = new ArrayList<>();
    if (rules != other.rules) {
      found.add(
          String.format(
              Locale.ROOT,
              "the rules of scoring of revision %d (%s), not %d (%s)",
              other.rules,
              ScoringRules.words(other.rules),
              rules,
              ScoringRules.words(rules)));
    }
    if (!modelSha256.equals(other.modelSha256)) {
      found.add(
          String.format(
              Locale.ROOT,
              "the model %s (SHA-256 %.12s...), not %s (%.12s...)",
              other.model,
              other.modelSha256,
              model,
              modelSha256));
    }
    differ(found, "", other.runtime, runtime);
    differ(found, "--ctx ", other.contextTokens, contextTokens);
    differ(found, "--max-think-tokens ", other.maxThinkTokens, maxThinkTokens);
    differ(found, "--cache-type-k ", name(other.cacheK), name(cacheK));
    differ(found, "--cache-type-v ", name(other.cacheV), name(cacheV));
    return found;
  }

  private static void differ(List<String> found, String name, Object theirs, Object ours) {
    if (!theirs.equals(ours)) {
      found.add(name + theirs + ", not " + ours);
    }
  }

  private static String name(CacheType type) {
    return type.name().toLowerCase(Locale.ROOT);
  }

  /**
   * What the result of a prompt belongs to: the hash of all that decides it.
   *
   * @param prompt the prompt's hash
   */
  public Hash128 key(Hash128 prompt) {
    String decisive =
        String.join(
            "\n",
            String.valueOf(rules),
            modelSha256,
            runtime,
            String.valueOf(contextTokens),
            String.valueOf(maxThinkTokens),
            name(cacheK),
            name(cacheV),
            prompt.toString());
    return Hash128.of(Hash128.digest().digest(decisive.getBytes(StandardCharsets.UTF_8)));
  }
}
