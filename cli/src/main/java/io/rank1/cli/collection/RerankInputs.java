package io.rank1.cli.collection;

import io.rank1.cli.collection.corpus.Documents;
import io.rank1.cli.input.InputException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/**
 * The input of a reranking job, complete and checked.
 *
 * @param topics the topics with their candidates, as they first come in the run
 * @param documents the documents of all heads; closed with this
 * @param notices what was odd, one line each, without a name in front
 */
public record RerankInputs(List<TopicCandidates> topics, Documents documents, List<String> notices)
    implements AutoCloseable {

  /** Validates and copies the components. */
  public RerankInputs {
    Objects.requireNonNull(documents, "documents");
    topics = List.copyOf(topics);
    notices = List.copyOf(notices);
  }

  /**
   * Reads the files, each once.
   *
   * @param spill the folder for documents that are too many for the memory
   * @throws InputException when a file cannot be used, or they do not fit together
   */
  public static RerankInputs read(CollectionSettings settings, Path spill) throws InputException {
    return new InputsReader(settings, spill).read();
  }

  /** Frees the documents; closing again does nothing. */
  @Override
  public void close() {
    documents.close();
  }
}
