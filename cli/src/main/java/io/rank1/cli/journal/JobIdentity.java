package io.rank1.cli.journal;

import io.rank1.core.identity.Hash128;
import io.rank1.core.identity.Recipe;
import io.rank1.core.identity.SettingNames;
import io.rank1.core.pointwise.ScoringRules;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * What decides a score beside the prompt, and what a person calls it. The prompt is hashed pair by
 * pair, so that its template needs no setting.
 *
 * @param model the model file's name, for messages; not part of what decides
 * @param recipe what decides, by {@link SettingNames}
 */
public record JobIdentity(String model, Recipe recipe) {

  public JobIdentity {
    Objects.requireNonNull(model, "model");
    Objects.requireNonNull(recipe, "recipe");
  }

  /**
   * That of a job in two passes.
   *
   * @param first a direct pass over all pairs
   * @param second reasoning about some
   */
  public static JobIdentity ofCascade(JobIdentity first, JobIdentity second) {
    return new JobIdentity(second.model, second.recipe.nest(SettingNames.FIRST_PASS, first.recipe));
  }

  /**
   * What each pass of the job depends on, the only or the second one first: a record belongs to one
   * of them, and is the same in another job that has it.
   */
  public List<JobIdentity> passes() {
    JobIdentity last = new JobIdentity(model, recipe.without(SettingNames.FIRST_PASS));
    return isCascade() ? List.of(last, new JobIdentity(model, firstPass())) : List.of(last);
  }

  private boolean isCascade() {
    return !firstPass().equals(Recipe.EMPTY);
  }

  private Recipe firstPass() {
    return recipe.nested(SettingNames.FIRST_PASS);
  }

  /** How another one differs, in words: what it has, and what this has. Empty when it does not. */
  public List<String> differences(JobIdentity other) {
    List<String> words = new ArrayList<>();
    if (isCascade() != other.isCascade()) {
      words.add(other.isCascade() ? "a cascade, not one pass" : "one pass, not a cascade");
    } else {
      for (Recipe.Difference difference : firstPass().differences(other.firstPass())) {
        words.add("in the first pass " + words(difference, other));
      }
    }
    recipe
        .without(SettingNames.FIRST_PASS)
        .differences(other.recipe.without(SettingNames.FIRST_PASS))
        .forEach(difference -> words.add(words(difference, other)));
    return words;
  }

  private String words(Recipe.Difference difference, JobIdentity other) {
    return switch (difference.name()) {
      case SettingNames.MODEL ->
          String.format(
              Locale.ROOT,
              "the model %s (SHA-256 %.12s...), not %s (%.12s...)",
              other.model,
              difference.there().orElse("unknown"),
              model,
              difference.here().orElse("unknown"));
      case SettingNames.REVISION ->
          String.format(
              Locale.ROOT,
              "the rules of scoring of revision %s, not %s",
              revision(difference.there()),
              revision(difference.here()));
      case SettingNames.RUNTIME -> words("", difference);
      case SettingNames.CONTEXT -> words("--ctx ", difference);
      case SettingNames.THINK -> words("--max-think-tokens ", difference);
      case SettingNames.CACHE_K -> words("--cache-type-k ", difference);
      case SettingNames.CACHE_V -> words("--cache-type-v ", difference);
      default -> difference.toString();
    };
  }

  private static String words(String name, Recipe.Difference difference) {
    return name + difference.there().orElse("none") + ", not " + difference.here().orElse("none");
  }

  private static String revision(Optional<String> number) {
    String words;
    try {
      words = ScoringRules.words(Integer.parseInt(number.orElse("0")));
    } catch (NumberFormatException e) {
      words = ScoringRules.words(0);
    }
    return number.orElse("unknown") + " (" + words + ")";
  }

  /**
   * What the result of a prompt belongs to: the hash of all that decides it.
   *
   * @param prompt the prompt's hash
   */
  public Hash128 key(Hash128 prompt) {
    return keys().apply(prompt);
  }

  /** The same for many prompts. */
  public UnaryOperator<Hash128> keys() {
    String before = VersionOne.canSay(recipe) ? VersionOne.beginning(recipe) : recipe.hash() + "\n";
    return prompt -> Hash128.of((before + prompt).getBytes(StandardCharsets.UTF_8));
  }
}
