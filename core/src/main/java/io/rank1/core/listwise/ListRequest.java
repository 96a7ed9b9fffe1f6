package io.rank1.core.listwise;

import io.rank1.core.pair.Priority;
import io.rank1.core.text.WholeCharacters;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * A query whose candidates are to be ranked, and how it is served. Made by {@link #builder};
 * unchangeable. Its texts are of whole characters.
 */
public final class ListRequest {

  private final Optional<String> id;
  private final ListQuestion question;
  private final Optional<Duration> deadline;
  private final Priority priority;

  private ListRequest(Builder builder) {
    id = builder.id;
    question = new ListQuestion(builder.query, builder.instruction, builder.candidates);
    deadline = builder.deadline;
    priority = builder.priority;
  }

  public static Builder builder(String query) {
    return new Builder(query);
  }

  /** The caller's name for the query, which records of calls have. */
  public Optional<String> id() {
    return id;
  }

  public ListQuestion question() {
    return question;
  }

  /** How long the ranking is of use, from when it is asked for. */
  public Optional<Duration> deadline() {
    return deadline;
  }

  /** Its turn among requests that wait. */
  public Priority priority() {
    return priority;
  }

  /** Collects what a request has. */
  public static final class Builder {

    private final String query;
    private final List<Candidate> candidates = new ArrayList<>();
    private String instruction = "";
    private Optional<String> id = Optional.empty();
    private Optional<Duration> deadline = Optional.empty();
    private Priority priority = Priority.NORMAL;

    private Builder(String query) {
      this.query = WholeCharacters.require("query", query);
    }

    public Builder id(String name) {
      id = Optional.of(name);
      return this;
    }

    /**
     * @throws IllegalArgumentException when the text holds half of a character
     */
    public Builder instruction(String text) {
      instruction = WholeCharacters.require("instruction", text);
      return this;
    }

    /**
     * Adds a candidate behind those before.
     *
     * @throws IllegalArgumentException when a text holds half of a character
     */
    public Builder candidate(Candidate candidate) {
      WholeCharacters.require("title", candidate.title());
      WholeCharacters.require("passage", candidate.text());
      candidates.add(candidate);
      return this;
    }

    /**
     * Adds a candidate behind those before.
     *
     * @throws IllegalArgumentException when the text holds half of a character
     */
    public Builder candidate(String name, String text) {
      return candidate(new Candidate(name, "", text, OptionalDouble.empty()));
    }

    /**
     * When it passes before all calls are answered, the ranking fails: places that only a part of
     * the calls decided would not be those of the method.
     */
    public Builder deadline(Duration fromNow) {
      deadline = Optional.of(fromNow);
      return this;
    }

    public Builder priority(Priority turn) {
      priority = Objects.requireNonNull(turn, "turn");
      return this;
    }

    public ListRequest build() {
      return new ListRequest(this);
    }
  }
}
