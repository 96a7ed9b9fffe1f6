package io.rank1.cli.collection;

import io.rank1.cli.collection.corpus.CorpusSource;
import io.rank1.cli.collection.run.RunSource;
import io.rank1.cli.collection.topics.TopicsSource;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The files of a reranking job, and how they are joined.
 *
 * @param run the first-stage run
 * @param topics the queries
 * @param corpus the documents
 * @param instructions a table of qid and instruction
 * @param excludedIds documents to leave out, by topic
 * @param topK how many candidates of a topic are reranked, from 1
 * @param missing what happens where the run names what is not there
 */
public record CollectionSettings(
    RunSource run,
    TopicsSource topics,
    CorpusSource corpus,
    Optional<Path> instructions,
    Optional<Path> excludedIds,
    int topK,
    MissingPolicy missing) {

  /** All files and folders that are read. */
  public List<Path> files() {
    List<Path> files = new ArrayList<>(List.of(run.file(), topics.file()));
    files.addAll(corpus.paths());
    instructions.ifPresent(files::add);
    excludedIds.ifPresent(files::add);
    return files;
  }

  public CollectionSettings {
    Objects.requireNonNull(run, "run");
    Objects.requireNonNull(topics, "topics");
    Objects.requireNonNull(corpus, "corpus");
    Objects.requireNonNull(instructions, "instructions");
    Objects.requireNonNull(excludedIds, "excludedIds");
    Objects.requireNonNull(missing, "missing");
    if (topK < 1) {
      throw new IllegalArgumentException("at least one candidate is reranked: " + topK);
    }
  }
}
