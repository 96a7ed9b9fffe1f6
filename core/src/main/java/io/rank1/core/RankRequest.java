package io.rank1.core;

import io.rank1.core.pair.Priority;
import io.rank1.core.pair.RerankRequest;
import io.rank1.core.pair.Thinking;
import io.rank1.core.text.TitledText;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;

/** Passages of one query to be ranked, and how. Made by {@link #builder}; unchangeable. */
public final class RankRequest {

  private final List<RerankRequest> pairs;
  private final int topN;

  private RankRequest(Builder builder) {
    Object group = new Object(); // one call's pairs keep their order and share turns with others
    List<RerankRequest> made = new ArrayList<>(builder.passages.size());
    for (int i = 0; i < builder.passages.size(); i++) {
      RerankRequest.Builder pair =
          RerankRequest.builder(builder.query, builder.passages.get(i).text())
              .title(builder.passages.get(i).title())
              .instruction(builder.instruction)
              .id(builder.ids.get(i))
              .priority(builder.priority)
              .group(group);
      builder.thinking.ifPresent(pair::thinking);
      builder.maxThinkTokens.ifPresent(pair::maxThinkTokens);
      builder.deadline.ifPresent(pair::deadline);
      made.add(pair.build());
    }
    pairs = List.copyOf(made);
    topN = builder.topN;
  }

  public static Builder builder(String query) {
    return new Builder(query);
  }

  /** A request per passage, in their order; each has an id. */
  public List<RerankRequest> pairs() {
    return pairs;
  }

  /** How many of the best are wanted. */
  public int topN() {
    return topN;
  }

  /** Collects what a request has. */
  public static final class Builder {

    private final String query;
    private final List<TitledText> passages = new ArrayList<>();
    private final List<String> ids = new ArrayList<>();
    private String instruction = "";
    private int topN = Integer.MAX_VALUE;
    private Optional<Thinking> thinking = Optional.empty();
    private OptionalInt maxThinkTokens = OptionalInt.empty();
    private Optional<Duration> deadline = Optional.empty();
    private Priority priority = Priority.INTERACTIVE;

    private Builder(String query) {
      this.query = Objects.requireNonNull(query, "query");
    }

    /** Adds a passage with a name of the caller's. */
    public Builder passage(String id, String text) {
      return passage(id, "", text);
    }

    /**
     * Adds a passage with a name of the caller's and a title, empty for none. A reranker whose
     * prompt has no place for titles reads it before the text, as {@link TitledText#joined} has it.
     */
    public Builder passage(String id, String title, String text) {
      ids.add(Objects.requireNonNull(id, "id"));
      passages.add(new TitledText(title, text));
      return this;
    }

    /** Adds passages that are known by their index. */
    public Builder passages(List<String> texts) {
      texts.forEach(text -> passage(String.valueOf(passages.size()), text));
      return this;
    }

    public Builder instruction(String text) {
      instruction = Objects.requireNonNull(text, "text");
      return this;
    }

    /**
     * How many of the best are wanted (default: all). All are scored in any case.
     *
     * @throws IllegalArgumentException unless positive
     */
    public Builder topN(int passagesWanted) {
      if (passagesWanted < 1) {
        throw new IllegalArgumentException("topN must be positive: " + passagesWanted);
      }
      topN = passagesWanted;
      return this;
    }

    /** How much is thought about each passage (default: as the reranker's options say). */
    public Builder thinking(Thinking way) {
      thinking = Optional.of(way);
      return this;
    }

    /** The most tokens that a chain may have, whatever else is said; 0 for no chain. */
    public Builder maxThinkTokens(int tokens) {
      maxThinkTokens = OptionalInt.of(tokens);
      return this;
    }

    /** When it passes, answers are forced from what the chains have; see {@link RerankRequest}. */
    public Builder deadline(Duration fromNow) {
      deadline = Optional.of(fromNow);
      return this;
    }

    public Builder priority(Priority turn) {
      priority = Objects.requireNonNull(turn, "turn");
      return this;
    }

    /**
     * @throws IllegalArgumentException when a text holds half of a character
     */
    public RankRequest build() {
      return new RankRequest(this);
    }
  }
}
