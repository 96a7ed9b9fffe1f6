package io.rank1.cli.models;

import io.rank1.core.profile.Profiles;
import io.rank1.llama.runtime.TokenizedText;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** The texts that rank1 depends on. */
final class AnswerTexts {

  private static final List<String> ANSWERS = List.of(" true", " false");

  /** The two answers, and the markers. */
  static final List<String> ALL =
      Stream.concat(ANSWERS.stream(), Profiles.rank1().needs().markers().stream()).toList();

  private AnswerTexts() {}

  /** Why no score can be read by these tokens; empty when one can. */
  static Optional<String> problem(List<TokenizedText> texts) {
    for (TokenizedText text : texts) {
      if (ANSWERS.contains(text.text()) && text.ids().size() != 1) {
        return Optional.of(
            String.format(
                Locale.ROOT,
                "\"%s\" is %d tokens in this vocabulary, rank1 needs one: this is not a rank1"
                    + " model",
                text.text(),
                text.ids().size()));
      }
    }
    return Optional.empty();
  }

  /**
   * What a vocabulary without rank1's markers does to a model that calls itself rank1; empty when
   * it has both as tokens.
   */
  static Optional<String> missingMarkers(List<TokenizedText> texts) {
    List<String> missing =
        texts.stream()
            .filter(
                text ->
                    Profiles.rank1().needs().markers().contains(text.text()) && !text.isSpecial())
            .map(TokenizedText::text)
            .toList();
    return missing.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "it calls itself rank1 and has no token "
                + String.join(" and no token ", missing)
                + ": its prompts spell what rank1 was trained on as a token, so that the scores are"
                + " not rank1's");
  }
}
