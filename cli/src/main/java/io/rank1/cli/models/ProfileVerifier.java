package io.rank1.cli.models;

import io.rank1.cli.doctor.Finding;
import io.rank1.cli.exit.CommandException;
import io.rank1.cli.scoring.Scorer;
import io.rank1.cli.scoring.ScorerOpener;
import io.rank1.cli.scoring.ScorerSettings;
import io.rank1.core.pair.RerankResult;
import io.rank1.core.pair.Score;
import io.rank1.core.profile.Profile;
import io.rank1.core.prompt.FittedPrompt;
import io.rank1.core.prompt.PromptTooLongException;
import io.rank1.core.prompt.UntokenizableException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Runs a model on the pair of which its profile knows the tokens and the score. */
public final class ProfileVerifier {

  private static final String SUBJECT = "profile";

  private final ScorerOpener opener;

  public ProfileVerifier(ScorerOpener opener) {
    this.opener = opener;
  }

  /**
   * What the model makes of the pair.
   *
   * @param settings the model, and the method of the profile
   */
  public List<Finding> verify(ScorerSettings settings) {
    Profile profile = settings.method().profile();
    List<Finding> findings = new ArrayList<>();
    try (Scorer scorer = opener.open(settings)) {
      findings.add(Finding.ok(SUBJECT, profile.name() + " fits the model's vocabulary and head"));
      if (profile.check().isPresent()) {
        findings.addAll(check(scorer, profile.check().get()));
      } else {
        findings.add(
            Finding.warning(
                SUBJECT,
                profile.name() + " knows no pair to check a model by",
                "add a 'check' to a profile of your own, of a pair that the authors' code has"
                    + " scored"));
      }
    } catch (CommandException e) {
      findings.add(Finding.failure(SUBJECT, e.getMessage(), "take the profile of this model"));
    }
    return findings;
  }

  private static List<Finding> check(Scorer scorer, Profile.Check check) {
    List<Finding> findings = new ArrayList<>();
    try {
      if (!check.tokens().isEmpty()) {
        findings.add(tokens(check, scorer.fit(check.request())));
      }
    } catch (PromptTooLongException | UntokenizableException e) {
      findings.add(Finding.failure(SUBJECT, e.getMessage(), "the check has another prompt"));
    }
    if (check.score().isPresent()) {
      RerankResult result = scorer.submit(check.request()).join();
      findings.add(score(check.score().get(), check.tolerance(), result));
    }
    return findings;
  }

  private static Finding tokens(Profile.Check check, FittedPrompt prompt) {
    int[] expected = check.tokens().stream().mapToInt(Integer::intValue).toArray();
    int mismatch = Arrays.mismatch(expected, prompt.tokens());
    return mismatch < 0
        ? Finding.ok(SUBJECT, "the prompt has the " + expected.length + " tokens of its check")
        : Finding.failure(
            SUBJECT,
            String.format(
                Locale.ROOT,
                "the prompt has %d tokens, its check %d, and they differ from number %d on",
                prompt.tokens().length,
                expected.length,
                mismatch + 1),
            "the vocabulary or the prompt is another than the authors'");
  }

  private static Finding score(double expected, double tolerance, RerankResult result) {
    Optional<Score> score = result.score();
    if (score.isEmpty()) {
      return Finding.failure(SUBJECT, result.failure().orElse(""), "see the cause");
    }
    double found = score.get().probability();
    String text =
        String.format(
            Locale.ROOT, "the score is %.6f, its check %.6f within %s", found, expected, tolerance);
    return Math.abs(found - expected) <= tolerance
        ? Finding.ok(SUBJECT, text)
        : Finding.failure(SUBJECT, text, "the weights are others, or much is lost in quantizing");
  }
}
