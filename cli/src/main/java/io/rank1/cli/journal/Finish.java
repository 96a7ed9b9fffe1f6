package io.rank1.cli.journal;

import io.rank1.cli.output.Names;
import io.rank1.core.pair.FinishReason;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * How a pair ended, also in a way that this version of the program does not know. Known ones come
 * first, as {@link FinishReason} has them.
 *
 * @param name in lower case, as results name it
 */
public record Finish(String name) implements Comparable<Finish> {

  private static final Pattern NAME = Pattern.compile("[a-z0-9_]{1,64}");
  private static final Map<String, FinishReason> KNOWN =
      Arrays.stream(FinishReason.values()).collect(Collectors.toMap(Names::of, reason -> reason));
  private static final Comparator<Finish> ORDER =
      Comparator.comparingInt(
              (Finish finish) ->
                  finish.known().map(FinishReason::ordinal).orElse(Integer.MAX_VALUE))
          .thenComparing(Finish::name);

  /**
   * @throws IllegalArgumentException when the name is not one word
   */
  public Finish {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException("no finish reason: " + name);
    }
  }

  public static Finish of(FinishReason reason) {
    return new Finish(Names.of(reason));
  }

  /** The reason, if this version knows it. */
  public Optional<FinishReason> known() {
    return Optional.ofNullable(KNOWN.get(name));
  }

  @Override
  public int compareTo(Finish other) {
    return ORDER.compare(this, other);
  }
}
