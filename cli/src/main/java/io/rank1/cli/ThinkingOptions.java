package io.rank1.cli;

import io.rank1.cli.exit.CommandException;
import io.rank1.cli.input.InputException;
import io.rank1.cli.input.TextSource;
import io.rank1.core.pair.Thinking;
import io.rank1.core.pair.Thinking.EarlyExit;
import io.rank1.core.pair.Thinking.Samples;
import io.rank1.core.runner.Sampling;
import java.io.InputStream;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Options for how much is thought about a pair. */
final class ThinkingOptions {

  static final int DEFAULT_TOKENS = 8192;

  @Option(
      names = "--max-think-tokens",
      paramLabel = "N",
      converter = NonNegativeInt.class,
      description =
          "Tokens of reasoning after which an answer is forced (default: 8192); 0 as --no-think.")
  private Integer maxTokens;

  @Option(
      names = "--no-think",
      description =
          "Read the score off the prompt, without any reasoning: one pass per pair, and nothing is"
              + " generated.")
  private boolean noThink;

  @Option(
      names = "--think-fill",
      paramLabel = "TEXT|@FILE",
      preprocessor = FreeText.class,
      description =
          "What stands between <think> and </think> where there is no reasoning; may be empty"
              + " (default: a line that says that the thinking is finished).")
  private String fill;

  @Option(
      names = "--rethink",
      paramLabel = "N",
      converter = PositiveInt.class,
      description =
          "Let a chain that has ended go on with 'Wait', N times, within the same budget (default:"
              + " never).")
  private Integer rethinks;

  @Option(
      names = "--early-exit",
      paramLabel = "EPS[,RUNS[,TOKENS]]",
      converter = EarlyExitRule.class,
      description =
          "End a chain when its answer has stopped to move: when P(true), looked at after every"
              + " sentence and every TOKENS tokens, was under EPS or over 1-EPS, on the same side,"
              + " RUNS times in a row (default: never; RUNS 2, TOKENS 40).")
  private EarlyExit earlyExit;

  @Option(
      names = "--samples",
      paramLabel = "N",
      converter = PositiveInt.class,
      description =
          "Draw N chains per pair, and average their probabilities; needs --temperature (default:"
              + " one chain of the likeliest tokens).")
  private Integer samples;

  @Option(
      names = "--temperature",
      paramLabel = "T",
      description = "Draw tokens at random, at this temperature (default: 0, the likeliest).")
  private Float temperature;

  @Option(
      names = "--top-p",
      paramLabel = "P",
      description =
          "Draw among the likeliest tokens that together have this probability (default: 1).")
  private Float topP;

  @Option(
      names = "--min-p",
      paramLabel = "P",
      description =
          "Draw among tokens with at least this share of the likeliest one's probability (default:"
              + " 0).")
  private Float minP;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Where the draws begin; the same seed draws the same tokens (default: 0).")
  private Long seed;

  /** Whether there is a pass without reasoning beside what the options ask for. */
  enum DirectPass {
    NONE,
    BEFORE
  }

  /**
   * What the options ask for.
   *
   * @throws CommandException when they contradict each other
   */
  Thinking thinking(DirectPass directPass) {
    if (noThink && maxTokens != null && maxTokens > 0) {
      throw CommandException.usage(
          "--no-think leaves no reasoning for --max-think-tokens " + maxTokens);
    }
    boolean isDirect = noThink || maxTokens != null && maxTokens == 0;
    requireFit(isDirect, directPass);
    if (isDirect) {
      return Thinking.DIRECT;
    }
    try {
      return new Thinking(
          maxTokens == null ? DEFAULT_TOKENS : maxTokens,
          rethinks == null ? 0 : rethinks,
          Optional.ofNullable(earlyExit),
          chains());
    } catch (IllegalArgumentException e) {
      throw CommandException.usage(e.getMessage());
    }
  }

  /**
   * Refuses what only chains of reasoning have.
   *
   * @param profile the name of one without
   * @throws CommandException when such an option is given
   */
  void requireNone(String profile) {
    String why = "the profile " + profile + " does not reason: it has no place for ";
    refuse(maxTokens != null && maxTokens > 0 ? maxTokens : null, why + "--max-think-tokens");
    refuse(rethinks, why + "--rethink");
    refuse(earlyExit, why + "--early-exit");
    refuse(samples, why + "--samples");
    refuse(temperature, why + "--temperature");
    refuse(fill, why + "--think-fill");
  }

  /**
   * Refuses what only chains that end in the logits of answers have.
   *
   * @param profile the name of one whose chains end in a number
   * @throws CommandException when such an option is given
   */
  void requirePlain(String profile) {
    String why =
        "the profile " + profile + " ends its reasoning with a number: it has no place for ";
    refuse(rethinks, why + "--rethink");
    refuse(earlyExit, why + "--early-exit");
  }

  private void requireFit(boolean isDirect, DirectPass directPass) {
    String direct = noThink ? "--no-think" : "--max-think-tokens 0";
    if (isDirect) {
      refuse(rethinks, "--rethink goes on with a chain, and " + direct + " has none");
      refuse(earlyExit, "--early-exit ends a chain, and " + direct + " has none");
      refuse(samples, "--samples draws chains, and " + direct + " has none");
      refuse(temperature, "--temperature draws tokens, and " + direct + " generates none");
    } else if (directPass == DirectPass.NONE) {
      refuse(
          fill,
          "--think-fill stands where there is no reasoning: it goes with --no-think, and in rerank with --think-top, --think-between and --think-until-stable");
    }
    if (rethinks != null) {
      refuse(earlyExit, "--rethink goes on where --early-exit ends: one of them");
    }
    if (temperature == null || temperature == 0) {
      if (samples != null && samples > 1) {
        throw CommandException.usage(
            "--samples needs --temperature above 0: without it all samples are the same chain");
      }
      refuse(topP, "--top-p draws tokens, which needs --temperature above 0");
      refuse(minP, "--min-p draws tokens, which needs --temperature above 0");
      refuse(seed, "--seed draws tokens, which needs --temperature above 0");
    }
  }

  private static void refuse(Object given, String why) {
    if (given != null) {
      throw CommandException.usage(why);
    }
  }

  private Samples chains() {
    Sampling sampling =
        temperature == null || temperature == 0
            ? Sampling.GREEDY
            : new Sampling(
                temperature,
                0,
                topP == null ? 1 : topP,
                minP == null ? 0 : minP,
                seed == null ? 0 : seed);
    return new Samples(samples == null ? 1 : samples, sampling);
  }

  /**
   * What stands where there is no reasoning.
   *
   * @throws CommandException when its file cannot be read
   */
  Optional<String> fill() {
    if (fill == null) {
      return Optional.empty();
    }
    if (TextSource.isStdin(fill)) {
      throw CommandException.usage("--think-fill does not come from standard input");
    }
    try {
      return Optional.of(new TextSource(InputStream.nullInputStream()).read("--think-fill", fill));
    } catch (InputException e) {
      throw CommandException.usage(e.getMessage());
    }
  }
}
