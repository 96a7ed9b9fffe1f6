package io.rank1.cli.output;

import io.rank1.core.speculate.SpeculationStats;
import java.util.Locale;
import tools.jackson.core.JsonGenerator;

/**
 * What became of guesses at tokens, in words and as JSON.
 *
 * @param stats the counts
 */
public record GuessCounts(SpeculationStats stats) {

  /** On one line. */
  public String line() {
    return String.format(
        Locale.ROOT,
        "guesses: %d tokens, %d of them right (%.0f %%), turned off %d times",
        stats.drafted(),
        stats.accepted(),
        100 * stats.acceptance(),
        stats.turnedOff());
  }

  /** As properties of an object. */
  public void write(JsonGenerator json) {
    json.writeNumberProperty("drafted_tokens", stats.drafted());
    json.writeNumberProperty("accepted_tokens", stats.accepted());
    json.writeNumberProperty("drafts_turned_off", stats.turnedOff());
  }
}
