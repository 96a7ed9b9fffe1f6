package io.rank1.cli.job;

import io.rank1.cli.exit.CommandException;
import io.rank1.cli.journal.JobIdentity;
import io.rank1.cli.journal.Journal;
import io.rank1.cli.journal.PastJournal;
import io.rank1.cli.scoring.ListScorer;
import io.rank1.cli.scoring.ListScorerOpener;
import io.rank1.cli.scoring.ListScorerSettings;
import io.rank1.core.listwise.algorithm.ListAlgorithm;
import io.rank1.core.prompt.UntokenizableException;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/** Tells how much a job of lists would do, without asking or writing anything. */
public final class ListDryRun {

  private final ListInput input;
  private final JobSettings settings;
  private long prompts;
  private long promptTokens;
  private int withoutPrompt;

  /**
   * @param settings of the job; only its journal is looked at
   */
  public ListDryRun(ListInput input, JobSettings settings) {
    this.input = input;
    this.settings = settings;
  }

  /**
   * Counts the calls, and tokenizes for every query one list of its first candidates.
   *
   * @param wanted what to open
   * @param opener opens it
   * @return the report, several lines
   * @throws CommandException when input, journal or model cannot be used
   */
  public String run(ListScorerSettings wanted, ListScorerOpener opener) {
    ListScorerSettings chosen = settings.asBefore(wanted);
    ListAlgorithm algorithm = chosen.method().algorithm();
    try (ListScorer scorer = opener.open(chosen)) {
      int known = known(new JobIdentity(scorer.model(), scorer.identity()));
      double estimate = 0;
      for (int query = 0; query < input.size(); query++) {
        estimate += estimate(scorer, algorithm, query);
      }
      return text(ListWork.mostCalls(input, algorithm), known, Math.round(estimate));
    } catch (IOException e) {
      throw CommandException.usage("cannot read " + settings.journal() + ": " + e.getMessage());
    }
  }

  /** Calls that the journal has. */
  private int known(JobIdentity identity) throws IOException {
    if (settings.existing() == Journal.Existing.RESTART || !Files.exists(settings.journal())) {
      return 0;
    }
    JournalCalls calls = new JournalCalls(identity);
    try (PastJournal journal = PastJournal.open(settings.journal(), calls::add)) {
      Journal.requireSame(settings.journal(), identity, journal.identity());
      return calls.size();
    }
  }

  /** Tokens of all prompts of a query, if those of its calls are as long as that of the first. */
  private double estimate(ListScorer scorer, ListAlgorithm algorithm, int query) {
    int calls = algorithm.mostCalls(input.candidates(query));
    if (calls == 0) {
      return 0;
    }
    int shown = Math.min(input.candidates(query), algorithm.longestList());
    List<Integer> first = IntStream.range(0, shown).boxed().toList();
    try {
      int tokens = scorer.promptTokens(input.request(query), first);
      prompts++;
      promptTokens += tokens;
      return (double) tokens * calls;
    } catch (UntokenizableException e) {
      withoutPrompt++;
      return 0;
    }
  }

  private String text(long mostCalls, int known, long estimate) {
    int candidates = IntStream.range(0, input.size()).map(input::candidates).sum();
    return String.join(
        "\n",
        row("queries", "%d with %d candidates", input.size(), candidates),
        row("calls", "%d at most", mostCalls),
        row("in the journal", "%d calls", known),
        row(
            "prompt tokens",
            "about %d (%.0f per call, by one call of every query)",
            estimate,
            prompts == 0 ? 0.0 : (double) promptTokens / prompts),
        row("without a prompt", "%d queries (no text)", withoutPrompt));
  }

  private static String row(String name, String format, Object... values) {
    return String.format(Locale.ROOT, "%-18s", name) + String.format(Locale.ROOT, format, values);
  }
}
