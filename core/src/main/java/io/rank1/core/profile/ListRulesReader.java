package io.rank1.core.profile;

import io.rank1.core.json.JsonException;
import io.rank1.core.json.JsonObject;
import io.rank1.core.listwise.Reading;
import io.rank1.core.listwise.Reading.Budget;
import io.rank1.core.listwise.Reading.IdentifierTokens;
import io.rank1.core.listwise.algorithm.BubbleSort;
import io.rank1.core.listwise.algorithm.Comparison;
import io.rank1.core.listwise.algorithm.GroupScores;
import io.rank1.core.listwise.algorithm.HeapSort;
import io.rank1.core.listwise.algorithm.ListAlgorithm;
import io.rank1.core.listwise.algorithm.SlidingWindows;
import io.rank1.core.listwise.answer.AnswerParser;
import io.rank1.core.listwise.answer.AnswerText;
import io.rank1.core.listwise.answer.GroupScoresParser;
import io.rank1.core.listwise.answer.Identifiers;
import io.rank1.core.listwise.answer.OrderParser;
import io.rank1.core.listwise.answer.PickParser;
import io.rank1.core.profile.Profile.Method;
import io.rank1.core.prompt.SegmentedText;
import io.rank1.core.runner.Sampling;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.PatternSyntaxException;

/** Reads what a profile says of lists: identifiers, ranking, completion, parsing, sampling. */
final class ListRulesReader {

  private static final int DEPTH = 100;

  /** The ways in which the best of a set become a ranking. */
  private enum Sort {
    HEAP,
    BUBBLE
  }

  private final ProfileFields root;
  private final Method method;
  private final Identifiers identifiers;

  private ListRulesReader(ProfileFields root, Method method) throws JsonException {
    this.root = root;
    this.method = method;
    this.identifiers =
        root.choice("identifiers", Identifiers.class, Optional.of(Identifiers.NUMBERS));
  }

  static ListRules read(ProfileFields root, Method method) throws JsonException {
    return new ListRulesReader(root, method).rules();
  }

  private ListRules rules() throws JsonException {
    ListAlgorithm algorithm = algorithm(root.required("ranking"));
    String before = root.text("before-identifier", "");
    if (!before.isBlank() || before.length() > 1) {
      throw root.json().wrong("before-identifier", "is neither a blank nor empty");
    }
    Reading reading =
        method.readsIdentifiers()
            ? new Reading.IdentifierLogits(IdentifierTokens.of(before, identifiers))
            : completion(root.required("completion"), parser(root.part("parse")));
    try {
      return new ListRules(identifiers, algorithm, reading);
    } catch (IllegalArgumentException e) {
      throw root.json().wrong("identifiers", "cannot be used: " + e.getMessage());
    }
  }

  private ListAlgorithm algorithm(ProfileFields ranking) throws JsonException {
    try {
      return switch (method) {
        case FIRST_TOKEN, PERMUTATION -> windows(ranking);
        case PICK, PICK_LOGITS -> tournament(ranking);
        default -> groups(ranking);
      };
    } catch (IllegalArgumentException e) {
      throw root.json().wrong("ranking", "cannot be used: " + e.getMessage());
    }
  }

  private static ListAlgorithm windows(ProfileFields ranking) throws JsonException {
    ranking.allow("window", "stride", "depth", "passes");
    return new SlidingWindows(
        ranking.integer("window"),
        ranking.integer("stride"),
        ranking.positive("depth").orElse(DEPTH),
        ranking.positive("passes").orElse(1));
  }

  private static ListAlgorithm tournament(ProfileFields ranking) throws JsonException {
    ranking.allow("set-size", "top", "sort", "votes", "shuffle-seed");
    int children = ranking.integer("set-size") - 1;
    int top = ranking.integer("top");
    Comparison comparison =
        new Comparison(ranking.positive("votes").orElse(1), ranking.seed("shuffle-seed"));
    return ranking.choice("sort", Sort.class, Optional.empty()) == Sort.HEAP
        ? new HeapSort(children, top, comparison)
        : new BubbleSort(children, top, comparison);
  }

  private static ListAlgorithm groups(ProfileFields ranking) throws JsonException {
    ranking.allow("group", "rounds", "shuffle-seed");
    return new GroupScores(
        ranking.integer("group"),
        ranking.positive("rounds").orElse(1),
        ranking.seed("shuffle-seed"));
  }

  private Reading completion(ProfileFields completion, AnswerParser parser) throws JsonException {
    completion.allow("least-tokens", "most-tokens", "stop", "continue");
    List<String> stops = completion.texts("stop");
    try {
      return new Reading.Completion(
          parser, budget(completion), stops, continuation(completion), sampling());
    } catch (IllegalArgumentException e) {
      throw root.json().wrong("completion", "cannot be used: " + e.getMessage());
    }
  }

  /** Without a number, as many tokens as an order of the list has. */
  private Budget budget(ProfileFields completion) throws JsonException {
    Optional<Integer> most = completion.positive("most-tokens");
    if (most.isEmpty() && completion.json().has("least-tokens")) {
      throw completion.json().wrong("least-tokens", "needs most-tokens beside it");
    }
    if (most.isEmpty()) {
      return Budget.ofOrder(identifiers);
    }
    return Budget.of(completion.positive("least-tokens").orElse(0), most.get());
  }

  private static Optional<Reading.Continuation> continuation(ProfileFields completion)
      throws JsonException {
    if (!completion.json().has("continue")) {
      return Optional.empty();
    }
    ProfileFields more = completion.required("continue");
    more.allow("unless", "text", "most-tokens");
    return Optional.of(
        new Reading.Continuation(
            more.text("unless"),
            SegmentedText.literal(more.text("text")),
            more.integer("most-tokens")));
  }

  private AnswerParser parser(ProfileFields parse) throws JsonException {
    parse.allow(
        new String[] {"answer", "case"},
        switch (method) {
          case PERMUTATION -> new String[] {"ties", "repeats"};
          case GROUP_SCORES -> new String[] {"lowest", "highest"};
          default -> new String[0];
        });
    try {
      AnswerText where = answerText(parse);
      return switch (method) {
        case PERMUTATION ->
            new OrderParser(
                where,
                identifiers,
                parse.choice(
                    "repeats", OrderParser.Repeats.class, Optional.of(OrderParser.Repeats.DROP)),
                parse.choice("ties", OrderParser.Ties.class, Optional.of(OrderParser.Ties.NONE)));
        case PICK -> new PickParser(where, identifiers);
        default ->
            new GroupScoresParser(
                where, identifiers, parse.number("lowest", 0), parse.number("highest", 10));
      };
    } catch (IllegalArgumentException e) {
      throw root.json().wrong("parse", "cannot be used: " + e.getMessage());
    }
  }

  private static AnswerText answerText(ProfileFields parse) throws JsonException {
    List<AnswerText.Rule> rules = new ArrayList<>();
    for (JsonObject entry : parse.json().objects("answer")) {
      rules.add(rule(new ProfileFields(entry)));
    }
    AnswerText.Casing casing =
        parse.choice("case", AnswerText.Casing.class, Optional.of(AnswerText.Casing.AS_WRITTEN));
    return rules.isEmpty()
        ? new AnswerText(AnswerText.ALL.rules(), casing)
        : new AnswerText(rules, casing);
  }

  private static AnswerText.Rule rule(ProfileFields rule) throws JsonException {
    rule.allow("pattern", "after-last", "take");
    if (rule.json().keys().size() != 1) {
      throw rule.json().wrong("pattern", "is to stand alone, and so are after-last and take");
    }
    if (rule.json().has("pattern")) {
      try {
        return AnswerText.Matching.of(rule.text("pattern"));
      } catch (PatternSyntaxException e) {
        throw rule.json().wrong("pattern", "is no pattern: " + e.getDescription());
      }
    }
    if (rule.json().has("after-last")) {
      return new AnswerText.AfterLast(rule.text("after-last"));
    }
    return switch (rule.text("take")) {
      case "last-line" -> new AnswerText.LastLine();
      case "whole" -> new AnswerText.Whole();
      default -> throw rule.json().wrong("take", "is none of last-line and whole");
    };
  }

  private Sampling sampling() throws JsonException {
    ProfileFields sampling = root.part("sampling");
    sampling.allow("temperature", "top-k", "top-p", "min-p", "seed");
    double temperature = sampling.number("temperature", 0);
    if (temperature == 0 && sampling.json().keys().size() > 0) {
      throw root.json().wrong("sampling", "draws nothing without a temperature above 0");
    }
    try {
      return temperature == 0
          ? Sampling.GREEDY
          : new Sampling(
              (float) temperature,
              sampling.positive("top-k").orElse(0),
              (float) sampling.number("top-p", 1),
              (float) sampling.number("min-p", 0),
              sampling.seed("seed").orElse(0));
    } catch (IllegalArgumentException e) {
      throw root.json().wrong("sampling", "cannot be used: " + e.getMessage());
    }
  }
}
