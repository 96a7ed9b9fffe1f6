package io.rank1.core.profile;

import io.rank1.core.failure.UnusableException;
import io.rank1.core.identity.Hash128;
import io.rank1.core.pointwise.AnswerRule;
import io.rank1.core.pointwise.ReasoningRules;
import io.rank1.core.pointwise.ValueRule;
import io.rank1.core.prompt.SegmentedText;
import io.rank1.core.prompt.Tokenizer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * A family of rerankers as data: what its models are asked, to the byte, and what is made of their
 * answers. Read by {@link ProfileReader}; immutable.
 *
 * @param name a word of small letters, digits, points and dashes
 * @param about what people want to know of it
 * @param matches which models it is for
 * @param needs what a model is to have
 * @param method how it works
 * @param prompt what a model reads
 * @param text what happens to the user's texts before
 * @param limits how long they may be
 * @param reasoning how its chains end; present where it reasons
 * @param answer which logits are the answer; present where logits are
 * @param value which number is the answer; present where a number is
 * @param list how lists are asked about; present where lists are
 * @param tasks instructions by the name of a task
 * @param check a request whose tokens and score are known
 * @param hash of everything that decides a score, in hexadecimal digits: not of what it matches, is
 *     checked by, or says about itself
 */
public record Profile(
    String name,
    About about,
    Matches matches,
    Needs needs,
    Method method,
    PromptRules prompt,
    Texts text,
    Limits limits,
    Optional<ReasoningRules> reasoning,
    Optional<AnswerRule> answer,
    Optional<ValueRule> value,
    Optional<ListRules> list,
    Map<String, String> tasks,
    Optional<Check> check,
    String hash) {

  /** How rerankers work. */
  public enum Method {
    /** A chain of reasoning per passage, then the logits of the answers. */
    REASON_LOGITS,
    /** The logits of the answers right after a prompt of one passage. */
    LOGITS,
    /** A chain of reasoning per passage, then a number. */
    REASON_VALUE,
    /** The logits of the identifiers of a window of passages (FIRST, arXiv 2406.15657). */
    FIRST_TOKEN,
    /** The model writes the order of a window of passages (RankGPT, arXiv 2304.09542). */
    PERMUTATION,
    /** The model writes which of a set is the best (Rank-R1, arXiv 2503.06034). */
    PICK,
    /** The same by the logits of the identifiers (Setwise, arXiv 2310.09497). */
    PICK_LOGITS,
    /** The model writes a score for each passage of a group (GroupRank). */
    GROUP_SCORES;

    /** Whether it judges one passage at a time. */
    public boolean isOfPairs() {
      return this == REASON_LOGITS || this == LOGITS || this == REASON_VALUE;
    }

    /** Whether the logits of a list's identifiers are read. */
    boolean readsIdentifiers() {
      return this == FIRST_TOKEN || this == PICK_LOGITS;
    }

    /** Whether a chain of reasoning per passage has rules. */
    boolean reasonsAboutPairs() {
      return this == REASON_LOGITS || this == REASON_VALUE;
    }

    /** Whether the logits of answers are read of each passage. */
    boolean readsAnswers() {
      return this == REASON_LOGITS || this == LOGITS;
    }
  }

  /** How far a profile was shown to be right. */
  public enum State {
    /** Prompt and formula were read in the authors' code; the published weights were run. */
    RUN,
    /** Prompt and formula were read in the authors' code; no published weights were run. */
    READ,
    /** A part of it could not be read anywhere, and is a guess. */
    UNVERIFIED
  }

  /**
   * What people want to know.
   *
   * @param description one line
   * @param models names of published checkpoints
   * @param base what they were made of
   * @param licence of the weights; "unknown" where nobody says
   * @param source where prompt and formula were read
   * @param unverified what could not be read, in one line; empty where all was
   */
  public record About(
      String description,
      State state,
      List<String> models,
      String base,
      String licence,
      String source,
      String unverified) {

    public About {
      Objects.requireNonNull(state, "state");
      models = List.copyOf(models);
    }
  }

  /**
   * Which models it is for: where both agree it is chosen by itself.
   *
   * @param architectures values of {@code general.architecture}; empty for any
   * @param name is found in a model's name, or its file's; empty for none
   */
  public record Matches(List<String> architectures, Optional<Pattern> name) {

    public Matches {
      architectures = List.copyOf(architectures);
      Objects.requireNonNull(name, "name");
    }

    boolean isMet(String architecture, List<String> names) {
      return name.isPresent()
          && (architectures.isEmpty() || architectures.contains(architecture))
          && names.stream().anyMatch(text -> name.get().matcher(text).find());
    }
  }

  /** What a model's last matrix has to be. */
  public enum HeadKind {
    /** A logit for each token. */
    TOKENS,
    /** A classification head, as the logit of token 0. */
    ROW
  }

  /**
   * What a model is to have.
   *
   * @param tokens texts that are single special tokens, or the model is refused
   * @param markers the same of those that a user is told of when they are missing
   * @param head what its last matrix is
   */
  public record Needs(List<String> tokens, List<String> markers, HeadKind head) {

    public Needs {
      tokens = List.copyOf(tokens);
      markers = List.copyOf(markers);
      Objects.requireNonNull(head, "head");
    }
  }

  /**
   * What happens to a user's texts before they are put into a prompt.
   *
   * @param query to queries
   * @param passage to passages and their titles
   */
  public record Texts(TextRules query, TextRules passage) {

    public Texts {
      Objects.requireNonNull(query, "query");
      Objects.requireNonNull(passage, "passage");
    }
  }

  /**
   * How long a prompt and its parts may be.
   *
   * @param promptTokens the most tokens of the prompt of a pair; the passage is cut for that
   * @param contextTokens the most tokens of a list's prompt and answer together; all passages are
   *     shortened alike for that
   * @param query the most of a query
   * @param passage the most of a passage
   */
  public record Limits(
      Optional<Integer> promptTokens,
      Optional<Integer> contextTokens,
      Optional<TextLimit> query,
      Optional<TextLimit> passage) {

    public Limits {
      Objects.requireNonNull(promptTokens, "promptTokens");
      Objects.requireNonNull(contextTokens, "contextTokens");
      Objects.requireNonNull(query, "query");
      Objects.requireNonNull(passage, "passage");
    }
  }

  /**
   * A request whose tokens and score are known.
   *
   * @param request the pair
   * @param tokens of its prompt; empty where they are not known
   * @param score its probability; empty where it is not known
   * @param tolerance how far off a score may be
   */
  public record Check(
      io.rank1.core.pair.RerankRequest request,
      List<Integer> tokens,
      Optional<Double> score,
      double tolerance) {

    public Check {
      Objects.requireNonNull(request, "request");
      tokens = List.copyOf(tokens);
      Objects.requireNonNull(score, "score");
    }
  }

  /**
   * @throws IllegalArgumentException when the method lacks a part that it needs
   */
  public Profile {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(about, "about");
    Objects.requireNonNull(matches, "matches");
    Objects.requireNonNull(needs, "needs");
    Objects.requireNonNull(prompt, "prompt");
    Objects.requireNonNull(text, "text");
    Objects.requireNonNull(limits, "limits");
    Objects.requireNonNull(check, "check");
    Objects.requireNonNull(hash, "hash");
    tasks = Map.copyOf(tasks);
    require(reasoning.isPresent() == method.reasonsAboutPairs(), method, "reasoning");
    require(answer.isPresent() == method.readsAnswers(), method, "answer");
    require(list.isPresent() != method.isOfPairs(), method, "ranking");
    require(value.isPresent() == (method == Method.REASON_VALUE), method, "value");
  }

  /**
   * The same for a task: its instruction stands where a request has none.
   *
   * @throws IllegalArgumentException when there is no task of the name
   */
  public Profile forTask(String task) {
    String instruction = tasks.get(task);
    if (!prompt.takesInstruction()) {
      throw new IllegalArgumentException(
          "the prompt of the profile " + name + " has no place for an instruction");
    }
    if (instruction == null) {
      throw new IllegalArgumentException(
          "the profile "
              + name
              + " has no task "
              + task
              + (tasks.isEmpty()
                  ? ", nor any other"
                  : "; it has " + String.join(", ", new TreeSet<>(tasks.keySet()))));
    }
    byte[] decides = (hash + "\n" + instruction).getBytes(StandardCharsets.UTF_8);
    return new Profile(
        name,
        about,
        matches,
        needs,
        method,
        prompt.withInstruction(instruction),
        text,
        limits,
        reasoning,
        answer,
        value,
        list,
        tasks,
        check,
        Hash128.of(decides).toString());
  }

  /**
   * Refuses a vocabulary without the special tokens that the prompt needs.
   *
   * @throws UnusableException when one is missing
   */
  void requireTokens(Tokenizer tokenizer) {
    for (String text : needs.tokens()) {
      int[] tokens = tokenizer.encodeContinuation(SegmentedText.literal(text));
      if (tokens.length != 1 || !tokenizer.isSpecial(tokens[0])) {
        throw new UnusableException(
            "the vocabulary has no special token "
                + text
                + ", which the prompt of the profile "
                + name
                + " needs");
      }
    }
  }

  private static void require(boolean isMet, Method method, String part) {
    if (!isMet) {
      throw new IllegalArgumentException(
          "the method " + method + " and the part '" + part + "' do not go together");
    }
  }
}
