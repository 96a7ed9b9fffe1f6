package io.rank1.cli.job;

import io.rank1.cli.collection.RerankInputs;
import io.rank1.cli.collection.Topic;
import io.rank1.cli.collection.TopicCandidates;
import io.rank1.cli.collection.run.Candidate;
import io.rank1.cli.journal.PairPlace;
import io.rank1.core.listwise.ListRequest;
import io.rank1.core.pair.RerankRequest;
import io.rank1.core.profile.PromptRules.TitlePlace;
import io.rank1.core.text.TitledText;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;

/**
 * A first stage's run as the input of a job of lists: its queries by their number, from 0, each
 * with its candidates, the best first. Safe for use by several threads.
 */
public final class ListInput {

  private final RerankInputs inputs;
  private final RunInput.Tail tail;
  private final TitlePlace titles;
  private final Map<String, Topic> byQid = new HashMap<>();

  /**
   * @param inputs not closed
   * @param titles where the prompts have them
   */
  public ListInput(RerankInputs inputs, RunInput.Tail tail, TitlePlace titles) {
    this.inputs = Objects.requireNonNull(inputs, "inputs");
    this.tail = Objects.requireNonNull(tail, "tail");
    this.titles = Objects.requireNonNull(titles, "titles");
    inputs.topics().forEach(topic -> byQid.put(topic.topic().qid(), topic.topic()));
  }

  /** How many queries there are. */
  int size() {
    return inputs.topics().size();
  }

  /** The names of the queries. */
  List<String> qids() {
    return inputs.topics().stream().map(topic -> topic.topic().qid()).toList();
  }

  /** The text of a query, by its name. */
  String query(String qid) {
    return byQid.get(qid).query();
  }

  /** How many candidates of a query are to be ranked. */
  int candidates(int query) {
    return inputs.topics().get(query).head().size();
  }

  /** What is to be ranked of a query; its documents are read for that. */
  ListRequest request(int query) {
    TopicCandidates topic = inputs.topics().get(query);
    ListRequest.Builder request =
        ListRequest.builder(topic.topic().query())
            .id(topic.topic().qid())
            .instruction(topic.topic().instruction());
    for (Candidate candidate : topic.head()) {
      TitledText passage = passage(candidate);
      request.candidate(
          new io.rank1.core.listwise.Candidate(
              candidate.docid(),
              passage.title(),
              passage.text(),
              OptionalDouble.of(candidate.score())));
    }
    return request.build();
  }

  /** Where a candidate that is to be ranked stands. */
  PairPlace place(int query, int candidate) {
    TopicCandidates topic = inputs.topics().get(query);
    return RunInput.place(topic.topic(), topic.head().get(candidate));
  }

  /** The texts of a candidate. */
  RerankRequest texts(int query, int candidate) {
    TopicCandidates topic = inputs.topics().get(query);
    return RunInput.request(topic.topic(), passage(topic.head().get(candidate)));
  }

  private TitledText passage(Candidate candidate) {
    return titles.put(inputs.documents().document(candidate.docid()));
  }

  /** The places of a query's candidates that belong to its ranking and are not to be ranked. */
  List<PairPlace> unranked(int query) {
    TopicCandidates topic = inputs.topics().get(query);
    return tail == RunInput.Tail.DROP
        ? List.of()
        : topic.tail().stream().map(candidate -> RunInput.place(topic.topic(), candidate)).toList();
  }
}
