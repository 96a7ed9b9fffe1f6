package io.rank1.core.listwise.answer;

import io.rank1.core.listwise.algorithm.Fallback;
import io.rank1.core.listwise.algorithm.Judgement;
import java.util.Objects;
import java.util.Optional;

/**
 * Reads the name of one passage: {@code [3]}, or {@code C}. The answer must be that alone, with or
 * without brackets (Rank-R1, Setwise).
 *
 * @param answer where the name is
 */
public record PickParser(AnswerText answer, Identifiers identifiers) implements AnswerParser {

  public PickParser {
    Objects.requireNonNull(answer, "answer");
    Objects.requireNonNull(identifiers, "identifiers");
  }

  @Override
  public Judgement parse(String written, int shown) {
    AnswerText.Found found = answer.find(written);
    Optional<Integer> position =
        found
            .text()
            .map(PickParser::withoutBrackets)
            .map(identifiers::position)
            .filter(p -> p >= 0 && p < shown);
    return position.isPresent()
        ? new Judgement.Pick(position.get(), found.repairs())
        : found.unreadable(Fallback.PICK_UNPARSABLE);
  }

  private static String withoutBrackets(String text) {
    boolean hasBrackets = text.length() > 1 && text.startsWith("[") && text.endsWith("]");
    return hasBrackets ? text.substring(1, text.length() - 1).strip() : text;
  }
}
