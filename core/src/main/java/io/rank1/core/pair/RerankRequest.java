package io.rank1.core.pair;

import io.rank1.core.text.TitledText;
import io.rank1.core.text.WholeCharacters;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A query-passage pair to score, and how. Its texts are of whole characters: a surrogate without
 * its partner is no text to a model, and would become a question mark on the way there.
 * Unchangeable; two are equal when all is.
 */
public final class RerankRequest {

  private final String query;
  private final String instruction;
  private final String passage;
  private final String title;
  private final Optional<String> id;
  private final Optional<Thinking> thinking;
  private final OptionalInt maxThinkTokens;
  private final Optional<Duration> deadline;
  private final Priority priority;
  private final Object group;

  private RerankRequest(Builder builder) {
    query = WholeCharacters.require("query", builder.query);
    instruction = WholeCharacters.require("instruction", builder.instruction);
    passage = WholeCharacters.require("passage", builder.passage);
    title = WholeCharacters.require("title", builder.title);
    id = builder.id;
    thinking = builder.thinking;
    maxThinkTokens = builder.maxThinkTokens;
    deadline = builder.deadline;
    priority = builder.priority;
    group = builder.group;
  }

  /**
   * A pair without an instruction.
   *
   * @throws IllegalArgumentException when a text holds half of a character
   */
  public RerankRequest(String query, String passage) {
    this(builder(query, passage));
  }

  /**
   * A pair with an instruction.
   *
   * @param instruction given beside the query, or empty for none
   * @throws IllegalArgumentException when a text holds half of a character
   */
  public RerankRequest(String query, String instruction, String passage) {
    this(builder(query, passage).instruction(instruction));
  }

  /** Begins a request; both texts may be empty. */
  public static Builder builder(String query, String passage) {
    return new Builder(query, passage);
  }

  /** Begins a request that has all that this one has. */
  public Builder toBuilder() {
    return copyOnto(new Builder(query, passage)).title(title);
  }

  /** All but query, passage and title. */
  private Builder copyOnto(Builder builder) {
    builder.instruction(instruction).priority(priority).group(group);
    id.ifPresent(builder::id);
    thinking.ifPresent(builder::thinking);
    maxThinkTokens.ifPresent(builder::maxThinkTokens);
    deadline.ifPresent(builder::deadline);
    return builder;
  }

  /** The same pair, to be scored without any chain, whatever else it says. */
  public RerankRequest direct() {
    return toBuilder().thinking(Thinking.DIRECT).maxThinkTokens(0).build();
  }

  /** The query; may be empty. */
  public String query() {
    return query;
  }

  /** An instruction given beside the query, or empty for none. */
  public String instruction() {
    return instruction;
  }

  /** The passage; may be empty. */
  public String passage() {
    return passage;
  }

  /** The passage's title, or empty for none. */
  public String title() {
    return title;
  }

  /** The passage with its title. */
  public TitledText titledPassage() {
    return new TitledText(title, passage);
  }

  /**
   * The same with another passage and title.
   *
   * @throws IllegalArgumentException when a text holds half of a character
   */
  public RerankRequest withPassage(TitledText other) {
    return new RerankRequest(copyOnto(new Builder(query, other.text())).title(other.title()));
  }

  /** The caller's own name for it, which nothing here looks at. */
  public Optional<String> id() {
    return id;
  }

  /**
   * The most tokens that the chain may have, 0 for none; empty for as many as the way of thinking
   * has.
   */
  public OptionalInt maxThinkTokens() {
    return maxThinkTokens;
  }

  /**
   * How much is thought about it: in its own way if it has one, and within its own budget.
   *
   * @param otherwise the reranker's way
   */
  public Thinking thinking(Thinking otherwise) {
    Thinking way = thinking.orElse(otherwise);
    return maxThinkTokens.isPresent() ? way.withMaxTokens(maxThinkTokens.getAsInt()) : way;
  }

  /** How long its score is of use, from when it is submitted. */
  public Optional<Duration> deadline() {
    return deadline;
  }

  /** Its turn among requests that wait. */
  public Priority priority() {
    return priority;
  }

  /** What requests of a priority take turns by; those of one group keep their order. */
  public Object group() {
    return group;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof RerankRequest request
        && query.equals(request.query)
        && instruction.equals(request.instruction)
        && passage.equals(request.passage)
        && title.equals(request.title)
        && id.equals(request.id)
        && thinking.equals(request.thinking)
        && maxThinkTokens.equals(request.maxThinkTokens)
        && deadline.equals(request.deadline)
        && priority == request.priority
        && group.equals(request.group);
  }

  @Override
  public int hashCode() {
    return Objects.hash(query, instruction, passage, id);
  }

  @Override
  public String toString() {
    return id.map(name -> name + ": ").orElse("") + query + " | " + passage;
  }

  /** Collects what a request has. */
  public static final class Builder {

    private final String query;
    private final String passage;
    private String instruction = "";
    private String title = "";
    private Optional<String> id = Optional.empty();
    private Optional<Thinking> thinking = Optional.empty();
    private OptionalInt maxThinkTokens = OptionalInt.empty();
    private Optional<Duration> deadline = Optional.empty();
    private Priority priority = Priority.NORMAL;
    private Object group = "";

    private Builder(String query, String passage) {
      this.query = query;
      this.passage = passage;
    }

    public Builder instruction(String text) {
      instruction = text;
      return this;
    }

    /**
     * The passage's title (default: none). A reranker whose prompt has no place for titles reads it
     * before the passage, as {@link TitledText#joined} has it.
     */
    public Builder title(String text) {
      title = text;
      return this;
    }

    public Builder id(String name) {
      id = Optional.of(name);
      return this;
    }

    /** How much is thought about this pair (default: as the reranker's options say). */
    public Builder thinking(Thinking way) {
      thinking = Optional.of(way);
      return this;
    }

    /**
     * The most tokens that the chain may have, whatever else is said; 0 for no chain.
     *
     * @throws IllegalArgumentException when negative
     */
    public Builder maxThinkTokens(int tokens) {
      if (tokens < 0) {
        throw new IllegalArgumentException("maxThinkTokens is negative: " + tokens);
      }
      maxThinkTokens = OptionalInt.of(tokens);
      return this;
    }

    /**
     * When it passes, the answer is forced from what the chain has. A request of which nothing was
     * computed by then fails.
     */
    public Builder deadline(Duration fromSubmission) {
      deadline = Optional.of(fromSubmission);
      return this;
    }

    public Builder priority(Priority turn) {
      priority = Objects.requireNonNull(turn, "turn");
      return this;
    }

    public Builder group(Object name) {
      group = Objects.requireNonNull(name, "name");
      return this;
    }

    /**
     * @throws IllegalArgumentException when a text holds half of a character
     */
    public RerankRequest build() {
      return new RerankRequest(this);
    }
  }
}
