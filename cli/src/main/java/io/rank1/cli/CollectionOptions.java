package io.rank1.cli;

import io.rank1.cli.collection.CollectionSettings;
import io.rank1.cli.collection.MissingPolicy;
import io.rank1.cli.collection.corpus.CorpusFormat;
import io.rank1.cli.collection.corpus.CorpusSource;
import io.rank1.cli.collection.run.RunFormat;
import io.rank1.cli.collection.run.RunSource;
import io.rank1.cli.collection.topics.TopicField;
import io.rank1.cli.collection.topics.TopicsFormat;
import io.rank1.cli.collection.topics.TopicsSource;
import io.rank1.cli.exit.CommandException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Options for a run, its topics and its corpus. */
final class CollectionOptions {

  @Option(
      names = "--run",
      required = true,
      paramLabel = "FILE",
      description = "The first stage's ranking: a TREC run, or {\"qid\": {\"docid\": score}}.")
  private Path run;

  @Option(
      names = "--run-format",
      paramLabel = "auto|trec|json",
      defaultValue = "auto",
      description = "What FILE looks like (default: auto, by its content).")
  private RunFormat runFormat;

  @Option(
      names = "--topics",
      required = true,
      paramLabel = "FILE",
      description =
          "The queries: qid and query, separated by a tab; qid:query; objects with _id (id, qid,"
              + " query_id) and text (query, contents, title), one a line, as in BEIR and BRIGHT,"
              + " whose excluded_ids are left out of the rankings; or TREC's topics.")
  private Path topics;

  @Option(
      names = "--topics-format",
      paramLabel = "auto|tsv|jsonl|trec",
      defaultValue = "auto",
      description = "What FILE looks like (default: auto, by its content).")
  private TopicsFormat topicsFormat;

  @Option(
      names = "--topics-field",
      paramLabel = "title|desc|narr",
      split = "\\+",
      splitSynopsisLabel = "+",
      defaultValue = "title",
      description = "What of a TREC topic is the query, such as title+desc (default: title).")
  private List<TopicField> topicFields;

  @Option(
      names = "--corpus",
      required = true,
      arity = "1..*",
      paramLabel = "PATH",
      description =
          "The documents: files or folders of files with docid and text, or docid, title and text,"
              + " separated by tabs, or objects with _id (id, docid, doc_id) and text (contents, body),"
              + " one a line, as in BEIR's and pyserini's.")
  private List<Path> corpus;

  @Option(
      names = "--corpus-format",
      paramLabel = "auto|tsv|jsonl",
      defaultValue = "auto",
      description = "What these files look like (default: auto, each by its content).")
  private CorpusFormat corpusFormat;

  @Option(
      names = "--instructions",
      paramLabel = "FILE",
      description = "What makes a passage relevant: qid and instruction, separated by a tab.")
  private Path instructions;

  @Option(
      names = "--excluded-ids",
      paramLabel = "FILE",
      description =
          "Documents to leave out of the rankings: {\"qid\": [\"docid\"]}, or qid and docid,"
              + " separated by a tab.")
  private Path excludedIds;

  @Option(
      names = "--top-k",
      paramLabel = "N",
      converter = PositiveInt.class,
      defaultValue = "100",
      description =
          "Candidates of a query that are reranked; the others keep their order below them"
              + " (default: 100).")
  private int topK;

  @Option(
      names = "--missing",
      paramLabel = "error|skip",
      defaultValue = "error",
      description =
          "What to do where the run names a query or document that is not there: stop; or leave the"
              + " query out, and the document unscored below the reranked ones (default: error).")
  private MissingPolicy missing;

  /**
   * What the options ask for; no file is looked at.
   *
   * @throws CommandException when they contradict each other
   */
  CollectionSettings settings() {
    try {
      return new CollectionSettings(
          new RunSource(run, runFormat),
          new TopicsSource(topics, topicsFormat, topicFields),
          new CorpusSource(corpus, corpusFormat),
          Optional.ofNullable(instructions),
          Optional.ofNullable(excludedIds),
          topK,
          missing);
    } catch (IllegalArgumentException e) {
      throw CommandException.usage(e.getMessage());
    }
  }
}
