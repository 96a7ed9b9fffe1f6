package io.rank1.cli.collection;

import io.rank1.cli.collection.run.RankedRun;
import io.rank1.cli.collection.run.RankedTopic;
import io.rank1.cli.collection.topics.InstructionsReader;
import io.rank1.cli.collection.topics.QueryTexts;
import io.rank1.cli.collection.topics.TopicsReader;
import io.rank1.cli.input.Examples;
import io.rank1.cli.input.InputException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Finds the queries and instructions of a run's topics. */
final class TopicJoin {

  private final CollectionSettings settings;
  private final List<String> notices;

  /**
   * @param notices takes up what is odd
   */
  TopicJoin(CollectionSettings settings, List<String> notices) {
    this.settings = settings;
    this.notices = notices;
  }

  /**
   * @return the topics that have a query, as they come in the run; at least one
   * @throws InputException when a file is bad, or a query is missing and may not be
   */
  List<RankedQuery> join(RankedRun run) throws InputException {
    QueryTexts read = TopicsReader.read(settings.topics(), run.qids());
    notices.addAll(read.notices());
    Map<String, String> queries = read.byQid();
    Map<String, String> instructions = instructions(run);
    List<RankedQuery> joined = new ArrayList<>();
    List<RankedTopic> missing = new ArrayList<>();
    for (RankedTopic topic : run.topics()) {
      String qid = topic.qid();
      if (queries.containsKey(qid)) {
        String instruction = instructions.getOrDefault(qid, "");
        joined.add(
            new RankedQuery(
                new Topic(qid, queries.get(qid), instruction),
                topic.candidates(),
                Set.copyOf(read.excludedIds().getOrDefault(qid, List.of()))));
      } else {
        missing.add(topic);
      }
    }
    if (!missing.isEmpty()) {
      tell(run, missing);
    }
    return joined;
  }

  private void tell(RankedRun run, List<RankedTopic> missing) throws InputException {
    Path file = settings.topics().file();
    int all = run.topics().size();
    if (missing.size() == all) {
      throw new InputException(
          String.format(Locale.ROOT, "%s: none of the queries of %s is there", file, run.name()));
    }
    if (settings.missing() == MissingPolicy.ERROR) {
      RankedTopic first = missing.get(0);
      throw InputException.at(
          run.name(),
          first.line(),
          String.format(
              Locale.ROOT,
              "query %s is not in %s (missing queries: %d of %d); --missing skip leaves them out",
              first.qid(),
              file,
              missing.size(),
              all));
    }
    Examples left = new Examples();
    missing.forEach(topic -> left.add(topic.qid()));
    notices.add(
        String.format(
            Locale.ROOT,
            "queries of %s that are not in %s, left out: %d of %d %s",
            run.name(),
            file,
            left.count(),
            all,
            left.shown()));
  }

  private Map<String, String> instructions(RankedRun run) throws InputException {
    if (settings.instructions().isEmpty()) {
      return Map.of();
    }
    Path file = settings.instructions().get();
    QueryTexts read = InstructionsReader.read(file, run.qids());
    notices.addAll(read.notices());
    Examples without = new Examples();
    for (RankedTopic topic : run.topics()) {
      if (!read.byQid().containsKey(topic.qid())) {
        without.add(topic.qid());
      }
    }
    if (!without.isEmpty()) {
      notices.add(
          String.format(
              Locale.ROOT,
              "%s: no instruction for %d of %d queries %s",
              file,
              without.count(),
              run.topics().size(),
              without.shown()));
    }
    if (!read.others().isEmpty()) {
      notices.add(
          String.format(
              Locale.ROOT,
              "%s: instructions for queries that are not in the run: %d %s",
              file,
              read.others().count(),
              read.others().shown()));
    }
    return read.byQid();
  }
}
