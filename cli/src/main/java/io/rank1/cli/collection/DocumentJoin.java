package io.rank1.cli.collection;

import io.rank1.cli.collection.corpus.Documents;
import io.rank1.cli.collection.run.Candidate;
import io.rank1.cli.input.Examples;
import io.rank1.cli.input.InputException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Sees to candidates whose documents are not there. */
final class DocumentJoin {

  private final CollectionSettings settings;
  private final List<String> notices;
  private final Set<String> told = new HashSet<>();
  private final Examples missing = new Examples();
  private long pairs;

  /**
   * @param notices takes up what is odd
   */
  DocumentJoin(CollectionSettings settings, List<String> notices) {
    this.settings = settings;
    this.notices = notices;
  }

  /**
   * Moves candidates whose documents are missing to the top of the tails, if they may be missing.
   *
   * @param wanted the documents of all heads
   * @throws InputException when documents are missing and may not be, or all are
   */
  List<TopicCandidates> join(List<TopicCandidates> topics, Set<String> wanted, Documents documents)
      throws InputException {
    if (documents.size() == wanted.size()) {
      return topics;
    }
    List<TopicCandidates> joined = new ArrayList<>();
    for (TopicCandidates topic : topics) {
      joined.add(join(topic, documents));
    }
    String what =
        String.format(
            Locale.ROOT,
            "documents to rerank that are not in the corpus: %d of %d %s",
            missing.count(),
            wanted.size(),
            missing.shown());
    if (documents.size() == 0) {
      throw new InputException(settings.run().file() + ": " + what);
    }
    if (settings.missing() == MissingPolicy.ERROR) {
      throw new InputException(
          settings.run().file() + ": " + what + "; --missing skip leaves them unscored");
    }
    notices.add(what + "; candidates that stay unscored below the reranked ones: " + pairs);
    return joined;
  }

  private TopicCandidates join(TopicCandidates topic, Documents documents) {
    List<Candidate> head = new ArrayList<>();
    List<Candidate> tail = new ArrayList<>();
    for (Candidate candidate : topic.head()) {
      if (documents.contains(candidate.docid())) {
        head.add(candidate);
      } else {
        tail.add(candidate);
        tell(candidate.docid());
      }
    }
    tail.addAll(topic.tail());
    return new TopicCandidates(topic.topic(), head, tail);
  }

  private void tell(String docid) {
    pairs++;
    if (told.add(docid)) {
      missing.add(docid);
    }
  }
}
