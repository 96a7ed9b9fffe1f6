package io.rank1.core.listwise.answer;

import io.rank1.core.listwise.algorithm.Fallback;
import io.rank1.core.listwise.algorithm.Judgement;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * Reads a score for each passage from JSON such as {@code {"[1]": 5, "[2]": 3}}: of the last block
 * that is fenced as {@code json}, or else from the last opening brace on. Entries are read one by
 * one, so that a bracket too many and an end that is missing do no harm, as after the repairs of
 * GroupRank's own code. Of an entry that is repeated the last counts, as in JSON.
 *
 * @param answer where the block is
 * @param lowest end of the scale
 * @param highest end of the scale
 */
public record GroupScoresParser(
    AnswerText answer, Identifiers identifiers, double lowest, double highest)
    implements AnswerParser {

  private static final String FENCE = "```";
  private static final String JSON_FENCE = FENCE + "json";

  private static final Pattern ENTRY =
      Pattern.compile(
          "\"\\s*+\\[*+\\s*+([0-9]++|[A-Za-z])\\s*+\\]*+\\s*+\"\\s*+:"
              + "\\s*+\"?+\\s*+(-?[0-9]++(?:\\.[0-9]++)?+)"); // possessive: no text is slow

  /**
   * @throws IllegalArgumentException when the scale has no end, or no extent
   */
  public GroupScoresParser {
    Objects.requireNonNull(answer, "answer");
    Objects.requireNonNull(identifiers, "identifiers");
    if (!(lowest < highest) || Double.isInfinite(highest - lowest)) {
      throw new IllegalArgumentException("a scale from " + lowest + " to " + highest);
    }
  }

  @Override
  public Judgement parse(String written, int shown) {
    AnswerText.Found found = answer.find(written);
    Set<Fallback> repairs = EnumSet.noneOf(Fallback.class);
    repairs.addAll(found.repairs());
    TreeMap<Integer, Double> scores = new TreeMap<>();
    found.text().ifPresent(text -> read(block(text), shown, scores, repairs));
    if (scores.isEmpty()) {
      return found.unreadable(Fallback.GROUP_UNPARSABLE);
    }
    List<OptionalDouble> values =
        IntStream.range(0, shown)
            .mapToObj(
                i ->
                    scores.containsKey(i)
                        ? OptionalDouble.of(scores.get(i))
                        : OptionalDouble.empty())
            .toList();
    return new Judgement.Values(values, repairs);
  }

  private void read(
      String block, int shown, TreeMap<Integer, Double> scores, Set<Fallback> repairs) {
    for (Matcher entry = ENTRY.matcher(block); entry.find(); ) {
      int position = identifiers.position(entry.group(1));
      double score = Double.parseDouble(entry.group(2));
      if (position < 0 || position >= shown) {
        repairs.add(Fallback.STRANGERS_DROPPED);
      } else if (score < lowest || score > highest) {
        repairs.add(Fallback.SCORES_BEYOND_SCALE);
      } else if (scores.put(position, score) != null) {
        repairs.add(Fallback.REPEATS_DROPPED);
      }
    }
  }

  private static String block(String text) {
    int fence = text.lastIndexOf(JSON_FENCE);
    if (fence >= 0) {
      int from = fence + JSON_FENCE.length();
      return upTo(text, FENCE, from);
    }
    int brace = text.lastIndexOf('{');
    return brace < 0 ? "" : upTo(text, "}", brace);
  }

  private static String upTo(String text, String end, int from) {
    int to = text.indexOf(end, from);
    return to < 0 ? text.substring(from) : text.substring(from, to);
  }
}
