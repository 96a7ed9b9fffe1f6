package io.rank1.cli.job;

import io.rank1.cli.collection.RerankInputs;
import io.rank1.cli.collection.Topic;
import io.rank1.cli.collection.TopicCandidates;
import io.rank1.cli.collection.run.Candidate;
import io.rank1.cli.input.PairIds;
import io.rank1.cli.journal.PairPlace;
import io.rank1.core.pair.RerankRequest;
import io.rank1.core.profile.PromptRules.TitlePlace;
import io.rank1.core.text.TitledText;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;

/** A first stage's run as a job's input: its candidates, query by query, the best first. */
public final class RunInput implements JobInput {

  /** What becomes of candidates that are not to be scored. */
  public enum Tail {
    /** They follow below those that were, in the first stage's order. */
    KEEP,
    DROP
  }

  private final RerankInputs inputs;
  private final Map<String, TopicCandidates> byQid = new HashMap<>();
  private final Tail tail;
  private final TitlePlace titles;

  /**
   * @param inputs not closed
   * @param titles where the prompts have them
   */
  public RunInput(RerankInputs inputs, Tail tail, TitlePlace titles) {
    this.inputs = Objects.requireNonNull(inputs, "inputs");
    inputs.topics().forEach(topic -> byQid.put(topic.topic().qid(), topic));
    this.tail = Objects.requireNonNull(tail, "tail");
    this.titles = Objects.requireNonNull(titles, "titles");
  }

  @Override
  public Pairs open() {
    Iterator<Supplier<JobPair>> pairs =
        inputs.topics().stream()
            .flatMap(topic -> topic.head().stream().map(candidate -> later(topic, candidate)))
            .iterator();
    return new Pairs() {

      @Override
      public Optional<JobPair> next() {
        return pairs.hasNext() ? Optional.of(pairs.next().get()) : Optional.empty();
      }

      @Override
      public boolean skip() {
        boolean isThere = pairs.hasNext();
        if (isThere) {
          pairs.next();
        }
        return isThere;
      }

      @Override
      public void close() {
        // the documents stay open for the next reading
      }
    };
  }

  /** Without the documents. */
  @Override
  public Places places() {
    Iterator<PairPlace> places =
        inputs.topics().stream()
            .flatMap(
                topic -> topic.head().stream().map(candidate -> place(topic.topic(), candidate)))
            .iterator();
    return new Places() {

      @Override
      public Optional<PairPlace> next() {
        return places.hasNext() ? Optional.of(places.next()) : Optional.empty();
      }

      @Override
      public void close() {
        // nothing was opened
      }
    };
  }

  private Supplier<JobPair> later(TopicCandidates candidates, Candidate candidate) {
    return () -> pair(candidates, candidate);
  }

  private JobPair pair(TopicCandidates candidates, Candidate candidate) {
    TitledText passage = titles.put(inputs.documents().document(candidate.docid()));
    return new JobPair(place(candidates.topic(), candidate), request(candidates.topic(), passage));
  }

  /** What is asked about a passage. */
  static RerankRequest request(Topic topic, TitledText passage) {
    return RerankRequest.builder(topic.query(), passage.text())
        .title(passage.title())
        .instruction(topic.instruction())
        .build();
  }

  /** Where a candidate stands. */
  static PairPlace place(Topic topic, Candidate candidate) {
    return PairPlace.ofCandidate(
        new PairIds(topic.qid(), candidate.docid()),
        new PairPlace.FirstStage(candidate.rank(), candidate.score()));
  }

  @Override
  public Kind kind() {
    return Kind.RANKINGS;
  }

  @Override
  public List<String> qids() {
    return inputs.topics().stream().map(candidates -> candidates.topic().qid()).toList();
  }

  @Override
  public List<PairPlace> unscored(String qid) {
    TopicCandidates candidates = byQid.get(qid);
    return tail == Tail.DROP
        ? List.of()
        : candidates.tail().stream()
            .map(candidate -> place(candidates.topic(), candidate))
            .toList();
  }
}
