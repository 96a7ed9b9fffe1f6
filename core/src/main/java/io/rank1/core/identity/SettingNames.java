package io.rank1.core.identity;

/** What the settings of a {@link Recipe} are called that decide the score of a pair. */
public final class SettingNames {

  /** The SHA-256 of the model's bytes, in hexadecimal digits. */
  public static final String MODEL = "model.sha256";

  /** What turns a model's output into a score: the name of a profile. */
  public static final String PROGRAM = "program.name";

  /** The hash of the profile; only where its name does not say all. */
  public static final String PROFILE = "program.profile";

  /** The hash of a user's text around queries; only where there is one. */
  public static final String QUERY_TEMPLATE = "query.template";

  /** The revision of the program's rules, a whole number. */
  public static final String REVISION = "program.revision";

  /** What runs the model, as results name it. */
  public static final String RUNTIME = "runtime";

  /** The most tokens that a pair may have, prompt and reasoning together. */
  public static final String CONTEXT = "context.tokens";

  /** The most tokens of reasoning. */
  public static final String THINK = "think.tokens";

  /** What stands between the markers where there is no reasoning. */
  public static final String FILL = "think.fill";

  /** How often a chain that has ended goes on; only where it does. */
  public static final String RETHINKS = "think.rethinks";

  /** When a chain ends early: epsilon, looks in a row, tokens between; only where it may. */
  public static final String EARLY_EXIT = "think.early_exit";

  /** How many chains there are, and how their tokens are drawn; only where they are drawn. */
  public static final String SAMPLES = "samples.count";

  /** The temperature of the draws, and what else decides them. */
  public static final String TEMPERATURE = "samples.temperature";

  /** How many of the likeliest tokens may be drawn. */
  public static final String TOP_K = "samples.top_k";

  /** The probability up to which the likeliest tokens may be drawn. */
  public static final String TOP_P = "samples.top_p";

  /** The share of the likeliest token's probability that a token needs to be drawn. */
  public static final String MIN_P = "samples.min_p";

  /** The seed of the draws. */
  public static final String SEED = "samples.seed";

  /** What the recipe of a cascade's first pass is nested below, in that of the second. */
  public static final String FIRST_PASS = "first_pass";

  /** How the KV cache stores keys. */
  public static final String CACHE_K = "cache.k";

  /** How the KV cache stores values. */
  public static final String CACHE_V = "cache.v";

  private SettingNames() {}
}
