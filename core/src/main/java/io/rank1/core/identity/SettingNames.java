package io.rank1.core.identity;

/** What the settings of a {@link Recipe} are called that decide the score of a pair. */
public final class SettingNames {

  /** The SHA-256 of the model's bytes, in hexadecimal digits. */
  public static final String MODEL = "model.sha256";

  /** What turns a model's output into a score: {@code rank1}. */
  public static final String PROGRAM = "program.name";

  /** The revision of the program's rules, a whole number. */
  public static final String REVISION = "program.revision";

  /** What runs the model, as results name it. */
  public static final String RUNTIME = "runtime";

  /** The most tokens that a pair may have, prompt and reasoning together. */
  public static final String CONTEXT = "context.tokens";

  /** The most tokens of reasoning. */
  public static final String THINK = "think.tokens";

  /** How the KV cache stores keys. */
  public static final String CACHE_K = "cache.k";

  /** How the KV cache stores values. */
  public static final String CACHE_V = "cache.v";

  private SettingNames() {}
}
