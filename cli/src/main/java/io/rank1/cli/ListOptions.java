package io.rank1.cli;

import io.rank1.cli.exit.CommandException;
import io.rank1.cli.results.CallsOutput;
import io.rank1.core.listwise.algorithm.SlidingWindows;
import io.rank1.core.profile.ListProfileMethod;
import io.rank1.core.profile.Profile;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParseResult;

/** Options for profiles that rank lists, and what does not go with these. */
final class ListOptions {

  private static final List<String> OF_LISTS =
      List.of("--calls", "--window", "--stride", "--depth", "--passes");

  private static final List<String> OF_PAIRS =
      List.of(
          "--max-think-tokens",
          "--no-think",
          "--think-fill",
          "--rethink",
          "--early-exit",
          "--samples",
          "--temperature",
          "--top-p",
          "--min-p",
          "--seed",
          "--think-top",
          "--think-between",
          "--think-until-stable",
          "--first-model",
          "--speculate",
          "--draft-model",
          "--query-template",
          "--reuse",
          "--retry-failed");

  @Option(
      names = "--calls",
      paramLabel = "FILE",
      description =
          "Of a profile of lists: also write every call to FILE, as JSON lines: what was shown, the"
              + " model's answer, and what was read of it.")
  private Path calls;

  @Option(
      names = "--window",
      paramLabel = "N",
      converter = PositiveInt.class,
      description = "Of windows: passages that are shown at once (default: the profile's).")
  private Integer window;

  @Option(
      names = "--stride",
      paramLabel = "N",
      converter = PositiveInt.class,
      description = "Of windows: places from one to the next (default: the profile's).")
  private Integer stride;

  @Option(
      names = "--depth",
      paramLabel = "N",
      converter = PositiveInt.class,
      description =
          "Of windows: candidates that they pass over, from the top; the others follow as they are"
              + " (default: the profile's).")
  private Integer depth;

  @Option(
      names = "--passes",
      paramLabel = "N",
      converter = PositiveInt.class,
      description = "Of windows: how often they pass over the list (default: the profile's).")
  private Integer passes;

  /** Where the calls go, if anywhere. */
  Optional<CallsOutput> calls() {
    return Optional.ofNullable(calls).map(CallsOutput::at);
  }

  /**
   * Refuses options of the other kind of profiles.
   *
   * @throws CommandException when such an option is given
   */
  static void requireFit(ParseResult parsed, Profile profile) {
    boolean isOfPairs = profile.method().isOfPairs();
    for (String option : isOfPairs ? OF_LISTS : OF_PAIRS) {
      if (parsed.hasMatchedOption(option)) {
        throw CommandException.usage(
            isOfPairs
                ? option
                    + " is for profiles that rank lists, and "
                    + profile.name()
                    + " judges one passage at a time"
                : option
                    + " is for profiles that judge one passage at a time, and "
                    + profile.name()
                    + " ranks lists");
      }
    }
  }

  /**
   * What a profile says, with other windows where these are asked for.
   *
   * @throws CommandException when the windows contradict each other, or there are none
   */
  ListProfileMethod method(Profile profile) {
    ListProfileMethod method = ListProfileMethod.of(profile);
    if (window == null && stride == null && depth == null && passes == null) {
      return method;
    }
    if (!(method.algorithm() instanceof SlidingWindows windows)) {
      throw CommandException.usage(
          "--window, --stride, --depth and --passes are for windows, and the profile "
              + profile.name()
              + " has none");
    }
    try {
      return method.withAlgorithm(
          new SlidingWindows(
              window == null ? windows.window() : window,
              stride == null ? windows.stride() : stride,
              depth == null ? windows.depth() : depth,
              passes == null ? windows.passes() : passes));
    } catch (IllegalArgumentException e) {
      throw CommandException.usage(e.getMessage());
    }
  }
}
