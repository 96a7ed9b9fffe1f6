package io.rank1.core.listwise.answer;

import io.rank1.core.listwise.algorithm.Fallback;
import io.rank1.core.listwise.algorithm.Judgement;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * Reads an order such as {@code [2] > [1] = [3]}: identifiers, best first. What stands between them
 * does not matter, but for the sign of equals.
 *
 * @param answer where the order is
 * @param repeats what an identifier does that was named before
 * @param ties whether there are equals
 */
public record OrderParser(AnswerText answer, Identifiers identifiers, Repeats repeats, Ties ties)
    implements AnswerParser {

  /** What an identifier does that was named before. */
  public enum Repeats {
    /** It is left out (RankGPT, rank_llm). */
    DROP,
    /** The order ends before it (Rank-K). */
    END_ORDER
  }

  /** Whether an order may have equals. */
  public enum Ties {
    /** Each is better than the next. */
    NONE,
    /** Identifiers are equal that only {@code =} stands between (Rank-K). */
    EQUALS_SIGN
  }

  public OrderParser {
    Objects.requireNonNull(answer, "answer");
    Objects.requireNonNull(identifiers, "identifiers");
    Objects.requireNonNull(repeats, "repeats");
    Objects.requireNonNull(ties, "ties");
  }

  @Override
  public Judgement parse(String written, int shown) {
    AnswerText.Found found = answer.find(written);
    Set<Fallback> repairs = EnumSet.noneOf(Fallback.class);
    repairs.addAll(found.repairs());
    List<List<Integer>> tiers = found.text().map(t -> tiers(t, shown, repairs)).orElse(List.of());
    return tiers.isEmpty()
        ? found.unreadable(Fallback.ORDER_UNPARSABLE)
        : new Judgement.Order(tiers, repairs);
  }

  private List<List<Integer>> tiers(String text, int shown, Set<Fallback> repairs) {
    List<List<Integer>> tiers = new ArrayList<>();
    Set<Integer> named = new HashSet<>();
    int lastEnd = 0;
    for (Identifiers.Mention mention : identifiers.mentions(text)) {
      if (tiers.isEmpty() || !isTie(text.substring(lastEnd, mention.start()))) {
        tiers.add(new ArrayList<>()); // also for one that is dropped: others may be equal to it
      }
      lastEnd = mention.end();
      if (mention.position() < 0 || mention.position() >= shown) {
        repairs.add(Fallback.STRANGERS_DROPPED);
      } else if (named.add(mention.position())) {
        tiers.get(tiers.size() - 1).add(mention.position());
      } else {
        repairs.add(Fallback.REPEATS_DROPPED);
        if (repeats == Repeats.END_ORDER) {
          break;
        }
      }
    }
    tiers.removeIf(List::isEmpty);
    return tiers;
  }

  private boolean isTie(String between) {
    return ties == Ties.EQUALS_SIGN && between.contains("=") && !between.contains(">");
  }
}
