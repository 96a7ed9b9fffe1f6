package io.rank1.core.profile;

import io.rank1.core.json.JsonException;
import io.rank1.core.json.JsonObject;
import io.rank1.core.pair.RerankRequest;
import io.rank1.core.pointwise.AnswerRule;
import io.rank1.core.pointwise.Formula;
import io.rank1.core.pointwise.ReasoningRules;
import io.rank1.core.pointwise.ValueRule;
import io.rank1.core.profile.Profile.HeadKind;
import io.rank1.core.profile.Profile.Method;
import io.rank1.core.profile.PromptRules.InstructionPlace;
import io.rank1.core.profile.Template.Field;
import io.rank1.core.prompt.SegmentedText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * Reads a profile of JSON; {@code profile.schema.json} beside this class says what it may hold. An
 * error names the file, the line and the key.
 */
public final class ProfileReader {

  /** The version of the format that is read. */
  static final int FORMAT = 1;

  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9.-]*");
  private static final Set<Field> OF_ONE_PASSAGE =
      EnumSet.of(Field.QUERY, Field.INSTRUCTION, Field.PASSAGE, Field.TITLE);
  private static final Set<Field> OUTSIDE_OF_PASSAGES = EnumSet.of(Field.QUERY, Field.INSTRUCTION);
  private static final Set<Field> OUTSIDE_OF_LISTS =
      EnumSet.of(Field.QUERY, Field.INSTRUCTION, Field.NUM);

  private final ProfileFields root;

  private ProfileReader(ProfileFields root) {
    this.root = root;
  }

  /**
   * Reads a file.
   *
   * @throws JsonException when it is no profile
   * @throws IOException when it cannot be read
   */
  public static Profile read(Path file) throws IOException {
    return read(JsonObject.readWithLines(file, Files.newInputStream(file)));
  }

  /** Reads what was parsed. */
  static Profile read(JsonObject json) throws JsonException {
    ProfileFields root = new ProfileFields(json);
    root.allow(
        "$schema",
        "profile",
        "name",
        "about",
        "matches",
        "needs",
        "method",
        "prompt",
        "text",
        "limits",
        "reasoning",
        "answer",
        "value",
        "identifiers",
        "before-identifier",
        "ranking",
        "completion",
        "parse",
        "sampling",
        "tasks",
        "check");
    if (root.integer("profile") != FORMAT) {
      throw json.wrong(
          "profile", "is not " + FORMAT + ", the format of profiles that is known here");
    }
    return new ProfileReader(root).profile(ProfileHash.of(json));
  }

  private Profile profile(String hash) throws JsonException {
    String name = root.text("name");
    if (!NAME.matcher(name).matches()) {
      throw root.json().wrong("name", "is not of small letters, digits, points and dashes");
    }
    Method method = root.choice("method", Method.class, Optional.empty());
    root.requirePart("reasoning", method.reasonsAboutPairs(), method);
    root.requirePart("answer", method.readsAnswers(), method);
    root.requirePart("value", method == Method.REASON_VALUE, method);
    root.requirePart("ranking", !method.isOfPairs(), method);
    root.requirePart("completion", !method.isOfPairs() && !method.readsIdentifiers(), method);
    if (method.isOfPairs() || method.readsIdentifiers()) {
      root.requirePart("parse", false, method);
      root.requirePart("sampling", false, method);
    }
    if (!method.readsIdentifiers()) {
      root.requirePart("before-identifier", false, method);
    }
    if (method.isOfPairs()) {
      root.requirePart("identifiers", false, method);
    }
    return new Profile(
        name,
        about(root.part("about")),
        matches(root.part("matches")),
        needs(root.part("needs"), method),
        method,
        prompt(root.required("prompt"), method),
        texts(root.part("text")),
        limits(root.part("limits"), method),
        root.json().has("reasoning")
            ? Optional.of(reasoning(root.required("reasoning")))
            : Optional.empty(),
        root.json().has("answer") ? Optional.of(answer(root.required("answer"))) : Optional.empty(),
        root.json().has("value") ? Optional.of(value(root.required("value"))) : Optional.empty(),
        method.isOfPairs() ? Optional.empty() : Optional.of(ListRulesReader.read(root, method)),
        tasks(root.part("tasks")),
        root.json().has("check") ? Optional.of(check(root.required("check"))) : Optional.empty(),
        hash);
  }

  private static Profile.About about(ProfileFields about) throws JsonException {
    about.allow("description", "state", "models", "base", "licence", "source", "unverified");
    return new Profile.About(
        about.text("description", ""),
        about.choice("state", Profile.State.class, Optional.of(Profile.State.UNVERIFIED)),
        about.texts("models"),
        about.text("base", "unknown"),
        about.text("licence", "unknown"),
        about.text("source", ""),
        about.text("unverified", ""));
  }

  private static Profile.Matches matches(ProfileFields matches) throws JsonException {
    matches.allow("architecture", "name");
    Optional<Pattern> name = Optional.empty();
    if (matches.json().has("name")) {
      try {
        name = Optional.of(Pattern.compile(matches.text("name")));
      } catch (PatternSyntaxException e) {
        throw matches.json().wrong("name", "is no pattern: " + e.getDescription());
      }
    }
    return new Profile.Matches(matches.texts("architecture"), name);
  }

  private static Profile.Needs needs(ProfileFields needs, Method method) throws JsonException {
    needs.allow("tokens", "markers", "head");
    HeadKind head = needs.choice("head", HeadKind.class, Optional.of(HeadKind.TOKENS));
    if (head == HeadKind.ROW && method != Method.LOGITS) {
      throw needs.json().wrong("head", "is row, which the method logits alone can read");
    }
    return new Profile.Needs(needs.texts("tokens"), needs.texts("markers"), head);
  }

  private static PromptRules prompt(ProfileFields prompt, Method method) throws JsonException {
    boolean isOfPairs = method.isOfPairs();
    String[] known = {"head", "passage", "tail", "instruction"};
    prompt.allow(known, isOfPairs ? "instruction-place" : "between");
    Set<Field> outside = isOfPairs ? OUTSIDE_OF_PASSAGES : OUTSIDE_OF_LISTS;
    Template passage =
        prompt.template("passage", isOfPairs ? OF_ONE_PASSAGE : EnumSet.allOf(Field.class));
    try {
      passage.at(Field.PASSAGE);
    } catch (IllegalArgumentException e) {
      throw prompt.json().wrong("passage", "cannot be used: " + e.getMessage());
    }
    PromptRules rules =
        new PromptRules(
            prompt.template("head", outside),
            passage,
            prompt.template("between", isOfPairs ? EnumSet.noneOf(Field.class) : outside),
            prompt.template("tail", outside),
            prompt.text("instruction", ""),
            prompt.choice(
                "instruction-place", InstructionPlace.class, Optional.of(InstructionPlace.FIELD)));
    if (!rules.takesQuery()) {
      throw prompt.json().wrong("head", "has no field {query}, and no other part has one");
    }
    return rules;
  }

  private static Profile.Texts texts(ProfileFields text) throws JsonException {
    text.allow("query", "passage");
    return new Profile.Texts(rules(text, "query"), rules(text, "passage"));
  }

  private static TextRules rules(ProfileFields text, String key) throws JsonException {
    Set<TextRules.Rule> rules = EnumSet.noneOf(TextRules.Rule.class);
    List<String> words = text.texts(key);
    for (int i = 0; i < words.size(); i++) {
      rules.add(text.constant(key + "[" + i + "]", words.get(i), TextRules.Rule.class));
    }
    return new TextRules(rules);
  }

  private static Profile.Limits limits(ProfileFields limits, Method method) throws JsonException {
    limits.allow(method.isOfPairs() ? "prompt-tokens" : "context-tokens", "query", "passage");
    return new Profile.Limits(
        limits.positive("prompt-tokens"),
        limits.positive("context-tokens"),
        limit(limits, "query", method),
        limit(limits, "passage", method));
  }

  /** Pairs have no limit in tokens but that of the whole prompt. */
  private static Optional<TextLimit> limit(ProfileFields limits, String key, Method method)
      throws JsonException {
    if (!limits.json().has(key)) {
      return Optional.empty();
    }
    ProfileFields limit = limits.required(key);
    List<TextLimit> found = new ArrayList<>();
    for (TextLimit.Unit unit : TextLimit.Unit.values()) {
      limit
          .positive(ProfileFields.word(unit))
          .ifPresent(count -> found.add(new TextLimit(count, unit)));
    }
    limit.allow("words", "characters", "tokens");
    if (found.size() != 1) {
      throw limits.json().wrong(key, "is to have one of words, characters and tokens");
    }
    if (method.isOfPairs() && found.get(0).unit() == TextLimit.Unit.TOKENS) {
      throw limits
          .json()
          .wrong(key, "is in tokens, which a method of pairs counts by prompt-tokens alone");
    }
    return Optional.of(found.get(0));
  }

  private static ReasoningRules reasoning(ProfileFields reasoning) throws JsonException {
    reasoning.allow("end", "before", "force", "rethink", "fill");
    String end = reasoning.text("end");
    try {
      return new ReasoningRules(
          end,
          reasoning.text("before", ""),
          reasoning.text("force", "\n" + end),
          reasoning.text("rethink", "\nWait"),
          SegmentedText.literal(reasoning.text("fill", "")));
    } catch (IllegalArgumentException e) {
      throw reasoning.json().wrong("force", "cannot be used: " + e.getMessage());
    }
  }

  /** A classification head has no tokens, and all else has some. */
  private AnswerRule answer(ProfileFields answer) throws JsonException {
    answer.allow("tokens", "formula", "scale", "shift");
    boolean isHead = root.part("needs").text("head", "tokens").equals("row");
    if (answer.texts("tokens").isEmpty() != isHead) {
      throw answer
          .json()
          .wrong(
              "tokens",
              isHead
                  ? "are not read where needs.head is row"
                  : "are missing; only where needs.head is row none is read");
    }
    try {
      return new AnswerRule(answer.texts("tokens"), formula(answer));
    } catch (IllegalArgumentException e) {
      throw answer.json().wrong("formula", "cannot be used: " + e.getMessage());
    }
  }

  private static Formula formula(ProfileFields answer) throws JsonException {
    String name = answer.text("formula");
    if (!name.equals("sigmoid") && (answer.json().has("scale") || answer.json().has("shift"))) {
      throw answer.json().wrong("formula", "has no scale and no shift unless it is sigmoid");
    }
    return switch (name) {
      case "softmax" -> new Formula.Softmax();
      case "raw" -> Formula.Sigmoid.RAW;
      case "sigmoid" -> new Formula.Sigmoid(answer.number("scale", 1), answer.number("shift", 0));
      default -> throw answer.json().wrong("formula", "is none of softmax, raw and sigmoid");
    };
  }

  private static ValueRule value(ProfileFields value) throws JsonException {
    value.allow("open", "most", "formula");
    try {
      return new ValueRule(
          value.text("open"),
          value.integer("most"),
          value.choice("formula", ValueRule.ValueFormula.class, Optional.empty()));
    } catch (IllegalArgumentException e) {
      throw value.json().wrong("most", "cannot be used: " + e.getMessage());
    }
  }

  private static Map<String, String> tasks(ProfileFields tasks) throws JsonException {
    Map<String, String> instructions = new LinkedHashMap<>();
    for (String task : tasks.json().keys()) {
      instructions.put(task, tasks.text(task));
    }
    return instructions;
  }

  private static Profile.Check check(ProfileFields check) throws JsonException {
    check.allow("query", "instruction", "passage", "title", "tokens", "score", "tolerance");
    RerankRequest request = pair(check);
    Optional<Double> score = check.json().number("score");
    if (score.isPresent() && !(score.get() >= 0 && score.get() <= 1)) {
      throw check.json().wrong("score", "is not in [0, 1]");
    }
    double tolerance = check.number("tolerance", 0.01);
    if (!(tolerance >= 0)) {
      throw check.json().wrong("tolerance", "is negative");
    }
    return new Profile.Check(request, check.integers("tokens"), score, tolerance);
  }

  private static RerankRequest pair(ProfileFields check) throws JsonException {
    try {
      return RerankRequest.builder(check.text("query"), check.text("passage"))
          .instruction(check.text("instruction", ""))
          .title(check.text("title", ""))
          .build();
    } catch (IllegalArgumentException e) {
      throw check.json().wrong("passage", "cannot be used: " + e.getMessage());
    }
  }
}
