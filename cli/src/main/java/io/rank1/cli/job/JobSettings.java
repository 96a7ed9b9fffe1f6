package io.rank1.cli.job;

import io.rank1.cli.journal.Journal;
import io.rank1.cli.scoring.ListScorerSettings;
import io.rank1.cli.scoring.ScorerSettings;
import io.rank1.core.identity.Recipe;
import io.rank1.core.identity.SettingNames;
import io.rank1.llama.LlamaOptions;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * How a job is done.
 *
 * @param journal the journal's file
 * @param existing what to do with one that is there
 * @param reuse journals of other jobs, to take results from
 * @param failed what to do with pairs that the journal says have failed
 * @param replace whether outputs that are there may be replaced
 * @param maxFailures the failures after which to stop
 * @param progress how progress is shown
 * @param summary whether the end is told in numbers
 */
public record JobSettings(
    Path journal,
    Journal.Existing existing,
    List<Path> reuse,
    FailedPairs failed,
    boolean replace,
    OptionalInt maxFailures,
    ProgressMode progress,
    boolean summary) {

  /** What becomes of pairs that have failed before. */
  public enum FailedPairs {
    KEEP,
    RETRY
  }

  public JobSettings {
    Objects.requireNonNull(journal, "journal");
    Objects.requireNonNull(existing, "existing");
    Objects.requireNonNull(failed, "failed");
    Objects.requireNonNull(maxFailures, "maxFailures");
    Objects.requireNonNull(progress, "progress");
    reuse = List.copyOf(reuse);
  }

  /** Where the journal lies, and what the job keeps on disk until it ends. */
  public Path folder() {
    return journal.toAbsolutePath().getParent();
  }

  /**
   * What to open so that the journal that is there can be gone on with, or the first one that is to
   * be reused: how much context there is may depend on the memory of the day, unless it is asked
   * for.
   */
  ScorerSettings asBefore(ScorerSettings wanted) {
    return asBefore(wanted, recipe -> recipe);
  }

  /**
   * The same for the model of a first pass, of which a cascade's journal tells beside the other.
   */
  ScorerSettings firstAsBefore(ScorerSettings wanted) {
    return asBefore(wanted, recipe -> recipe.nested(SettingNames.FIRST_PASS));
  }

  /** The same for a model that ranks lists. */
  ListScorerSettings asBefore(ListScorerSettings wanted) {
    return contextBefore(wanted.context(), recipe -> recipe)
        .map(wanted::withContext)
        .orElse(wanted);
  }

  private ScorerSettings asBefore(ScorerSettings wanted, UnaryOperator<Recipe> part) {
    return contextBefore(wanted.context(), part).map(wanted::withContext).orElse(wanted);
  }

  private Optional<Integer> contextBefore(LlamaOptions wanted, UnaryOperator<Recipe> part) {
    if (wanted.context() != 0 || existing == Journal.Existing.RESTART) {
      return Optional.empty();
    }
    return Stream.concat(Stream.of(journal), reuse.stream())
        .flatMap(path -> Journal.identityOf(path).stream())
        .flatMap(identity -> contextTokens(part.apply(identity.recipe())).stream())
        .findFirst();
  }

  private static Optional<Integer> contextTokens(Recipe recipe) {
    return recipe
        .find(SettingNames.CONTEXT)
        .filter(tokens -> tokens.matches("[1-9][0-9]{0,8}"))
        .map(Integer::valueOf);
  }
}
