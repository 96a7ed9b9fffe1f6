package io.rank1.cli.collection;

import io.rank1.cli.collection.corpus.Corpus;
import io.rank1.cli.collection.corpus.CorpusFiles;
import io.rank1.cli.collection.corpus.CorpusReader;
import io.rank1.cli.collection.run.Candidate;
import io.rank1.cli.collection.run.ExcludedIds;
import io.rank1.cli.collection.run.RankedRun;
import io.rank1.cli.collection.run.RankedRunReader;
import io.rank1.cli.input.Examples;
import io.rank1.cli.input.InputException;
import io.rank1.cli.trec.NearIds;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads the files of a job in turn, the corpus at last, and joins them. */
final class InputsReader {

  private final CollectionSettings settings;
  private final Path spill;
  private final List<String> notices = new ArrayList<>();

  InputsReader(CollectionSettings settings, Path spill) {
    this.settings = settings;
    this.spill = spill;
  }

  RerankInputs read() throws InputException {
    List<Path> corpusFiles = CorpusFiles.of(settings.corpus());
    requireDistinct(corpusFiles);
    RankedRun run = RankedRunReader.read(settings.run());
    notices.addAll(run.notices());
    List<RankedQuery> queries = new TopicJoin(settings, notices).join(run);
    List<TopicCandidates> topics = cut(queries);
    Set<String> wanted = documentsOf(topics);
    Corpus corpus = CorpusReader.read(corpusFiles, settings.corpus().format(), wanted, spill);
    try {
      notices.addAll(corpus.notices());
      List<TopicCandidates> complete =
          new DocumentJoin(settings, notices).join(topics, wanted, corpus.documents());
      return new RerankInputs(complete, corpus.documents(), notices);
    } catch (InputException | RuntimeException e) {
      corpus.documents().close();
      throw e;
    }
  }

  private void requireDistinct(List<Path> corpusFiles) throws InputException {
    DistinctFiles files = new DistinctFiles();
    files.add("--run", settings.run().file());
    files.add("--topics", settings.topics().file());
    addIfGiven(files, "--instructions", settings.instructions());
    addIfGiven(files, "--excluded-ids", settings.excludedIds());
    for (Path file : corpusFiles) {
      files.add("--corpus", file);
    }
  }

  private static void addIfGiven(DistinctFiles files, String option, Optional<Path> path)
      throws InputException {
    if (path.isPresent()) {
      files.add(option, path.get());
    }
  }

  /** Leaves excluded documents out, and divides what remains into head and tail. */
  private List<TopicCandidates> cut(List<RankedQuery> queries) throws InputException {
    Optional<Path> file = settings.excludedIds();
    ExcludedIds excluded = file.isEmpty() ? ExcludedIds.NONE : excludedIds(file.get(), queries);
    long count = 0;
    Examples concerned = new Examples();
    List<TopicCandidates> topics = new ArrayList<>();
    for (RankedQuery query : queries) {
      String qid = query.topic().qid();
      List<Candidate> left =
          query.candidates().stream()
              .filter(candidate -> !excluded.contains(qid, candidate.docid()))
              .filter(candidate -> !query.excludedIds().contains(candidate.docid()))
              .toList();
      int out = query.candidates().size() - left.size();
      if (out > 0) {
        count += out;
        concerned.add(qid);
      }
      int head = Math.min(settings.topK(), left.size());
      topics.add(
          new TopicCandidates(
              query.topic(), left.subList(0, head), left.subList(head, left.size())));
    }
    if (count > 0) {
      notices.add(
          String.format(
              Locale.ROOT,
              "excluded documents left out of rankings: %d, of %s %s",
              count,
              concerned.counted("query", "queries"),
              concerned.shown()));
    }
    return topics;
  }

  private ExcludedIds excludedIds(Path file, List<RankedQuery> queries) throws InputException {
    Set<String> qids = new HashSet<>();
    queries.forEach(query -> qids.add(query.topic().qid()));
    ExcludedIds excluded = ExcludedIds.read(file);
    Map<String, String> near = NearIds.match(qids, excluded.qids());
    if (!near.isEmpty()) {
      notices.add(
          String.format(
              Locale.ROOT,
              "%s: queries whose names differ from the run's by zeros or a prefix, taken for them:"
                  + " %d",
              file,
              near.size()));
    }
    return excluded.renamed(near);
  }

  private static Set<String> documentsOf(List<TopicCandidates> topics) {
    Set<String> docids = new HashSet<>();
    for (TopicCandidates topic : topics) {
      topic.head().forEach(candidate -> docids.add(candidate.docid()));
    }
    return docids;
  }
}
