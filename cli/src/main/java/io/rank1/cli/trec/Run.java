package io.rank1.cli.trec;

import io.rank1.cli.input.InputException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * The rankings that a system gave.
 *
 * @param name its file, for messages
 * @param rankings the documents of each topic, the best first
 * @param notes what was odd, one line each
 */
public record Run(String name, Map<String, List<ScoredDocument>> rankings, List<String> notes) {

  /** Validates and copies the components. */
  public Run {
    Objects.requireNonNull(name, "name");
    rankings = Map.copyOf(rankings);
    notes = List.copyOf(notes);
  }

  /** A run that nothing is odd about. */
  public Run(String name, Map<String, List<ScoredDocument>> rankings) {
    this(name, rankings, List.of());
  }

  /**
   * The run of two files, whose topics may be named with -og and -changed, or both times without.
   *
   * @param original the rankings under the original instructions
   * @param changed those under the changed ones
   * @return a run whose topics are named with -og and -changed
   * @throws InputException when a topic of the one is in the other
   */
  public static Run ofBoth(Run original, Run changed) throws InputException {
    Map<String, List<ScoredDocument>> both = new HashMap<>();
    both.putAll(InstructionVersion.ORIGINAL.named(original.name, original.rankings));
    both.putAll(InstructionVersion.CHANGED.named(changed.name, changed.rankings));
    List<String> notes = new ArrayList<>(original.notes);
    notes.addAll(changed.notes);
    return new Run(original.name + " and " + changed.name, both, notes);
  }

  /**
   * The same rankings, some by other names.
   *
   * @param names the present names by the new ones
   */
  public Run renamed(Map<String, String> names) {
    Map<String, List<ScoredDocument>> renamed = new HashMap<>(rankings);
    names.values().forEach(renamed::remove);
    names.forEach((topic, present) -> renamed.put(topic, rankings.get(present)));
    return new Run(name, renamed, notes);
  }

  /** The identifiers of its topics. */
  public Set<String> topics() {
    return rankings.keySet();
  }

  /** The documents of a topic, the best first; none when the run lacks the topic. */
  public List<ScoredDocument> ranking(String topic) {
    return rankings.getOrDefault(topic, List.of());
  }
}
