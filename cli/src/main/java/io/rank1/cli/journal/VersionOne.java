package io.rank1.cli.journal;

import static io.rank1.core.identity.SettingNames.CACHE_K;
import static io.rank1.core.identity.SettingNames.CACHE_V;
import static io.rank1.core.identity.SettingNames.CONTEXT;
import static io.rank1.core.identity.SettingNames.MODEL;
import static io.rank1.core.identity.SettingNames.PROGRAM;
import static io.rank1.core.identity.SettingNames.REVISION;
import static io.rank1.core.identity.SettingNames.RUNTIME;
import static io.rank1.core.identity.SettingNames.THINK;

import io.rank1.core.identity.Recipe;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The first version of the journal, which knew one program and seven settings. What it could say
 * keeps the keys that it had, so that journals of both versions go on, and give to each other.
 */
final class VersionOne {

  static final int NUMBER = 1;

  private static final String RULES = "scoring_rules";
  private static final String PROGRAM_NAME = "rank1";

  /** The first revision, which wrote none. */
  private static final String RULES_WITHOUT_A_NUMBER = "1";

  /** The settings in the order in which they make a key. */
  private static final List<String> SETTINGS =
      List.of(REVISION, MODEL, RUNTIME, CONTEXT, THINK, CACHE_K, CACHE_V);

  private VersionOne() {}

  /** What a header of that version says. */
  static JobIdentity identity(Fields header) {
    Recipe recipe =
        Recipe.EMPTY
            .with(PROGRAM, PROGRAM_NAME)
            .with(REVISION, header.find(RULES).orElse(RULES_WITHOUT_A_NUMBER))
            .with(MODEL, header.text("model_sha256"))
            .with(RUNTIME, header.text("runtime"))
            .with(CONTEXT, header.text("context"))
            .with(THINK, header.text("max_think_tokens"))
            .with(CACHE_K, header.text("cache_type_k"))
            .with(CACHE_V, header.text("cache_type_v"));
    return new JobIdentity(header.text("model"), recipe);
  }

  /** Whether that version has a header for a recipe: one with its settings, and no others. */
  static boolean canSay(Recipe recipe) {
    return recipe.settings().size() == SETTINGS.size() + 1
        && recipe.settings().keySet().containsAll(Set.copyOf(SETTINGS))
        && recipe.find(PROGRAM).orElse("").equals(PROGRAM_NAME);
  }

  /** What that version put before a prompt's hash to make its key. */
  static String beginning(Recipe recipe) {
    return SETTINGS.stream()
        .map(name -> recipe.find(name).orElseThrow() + "\n")
        .collect(Collectors.joining());
  }
}
