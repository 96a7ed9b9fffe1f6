package io.rank1.core.profile;

import io.rank1.core.identity.Recipe;
import io.rank1.core.identity.SettingNames;
import io.rank1.core.listwise.Candidate;
import io.rank1.core.listwise.ListMethod;
import io.rank1.core.listwise.ListPrompt;
import io.rank1.core.listwise.ListQuestion;
import io.rank1.core.listwise.Reading;
import io.rank1.core.listwise.algorithm.ListAlgorithm;
import io.rank1.core.profile.Template.Field;
import io.rank1.core.prompt.SegmentedText;
import io.rank1.core.prompt.Tokenizer;
import io.rank1.core.text.TitledText;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** Ranks lists as a profile says. Safe for use by several threads; immutable. */
public final class ListProfileMethod implements ListMethod {

  /** Counts the changes of how prompts are made and answers are read. */
  private static final int REVISION = 1;

  private final Profile profile;
  private final ListRules rules;

  private ListProfileMethod(Profile profile, ListRules rules) {
    this.profile = profile;
    this.rules = rules;
  }

  /**
   * What a profile says.
   *
   * @throws IllegalArgumentException when it is a profile of pairs
   */
  public static ListProfileMethod of(Profile profile) {
    return new ListProfileMethod(
        profile,
        profile
            .list()
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "the profile " + profile.name() + " judges pairs, not lists")));
  }

  /**
   * The same with lists of another kind. A call is what it was: its identity does not change.
   *
   * @throws IllegalArgumentException when a list can be longer than there are identifiers
   */
  public ListProfileMethod withAlgorithm(ListAlgorithm algorithm) {
    return new ListProfileMethod(
        profile, new ListRules(rules.identifiers(), algorithm, rules.reading()));
  }

  /** What it goes by. */
  public Profile profile() {
    return profile;
  }

  @Override
  public Recipe recipe() {
    return Recipe.EMPTY
        .with(SettingNames.PROGRAM, profile.name())
        .with(SettingNames.REVISION, REVISION)
        .with(SettingNames.PROFILE, profile.hash());
  }

  @Override
  public OptionalInt contextTokens() {
    Optional<Integer> most = profile.limits().contextTokens();
    return most.isPresent() ? OptionalInt.of(most.get()) : OptionalInt.empty();
  }

  @Override
  public void requireUsable(Tokenizer tokenizer) {
    profile.requireTokens(tokenizer);
  }

  @Override
  public ListAlgorithm algorithm() {
    return rules.algorithm();
  }

  @Override
  public Reading reading() {
    return rules.reading();
  }

  @Override
  public ListQuestion cut(ListQuestion whole, Tokenizer tokenizer) {
    Optional<TextLimit> ofQuery = profile.limits().query();
    return new ListQuestion(
        cut(ofQuery, profile.text().query().apply(whole.query()), tokenizer),
        whole.instruction().isEmpty() ? profile.prompt().instruction() : whole.instruction(),
        whole.candidates().stream().map(candidate -> cut(candidate, tokenizer)).toList());
  }

  /** Title and text together are within the limit, with the words that the prompt puts to them. */
  private Candidate cut(Candidate candidate, Tokenizer tokenizer) {
    TextRules texts = profile.text().passage();
    TitledText titled = profile.prompt().titlePlace().put(candidate.titledText());
    String title = texts.applyToTitle(titled.title());
    String text = texts.apply(titled.text());
    Optional<TextLimit> limit = profile.limits().passage();
    if (limit.isEmpty()) {
      return candidate.with(title, text);
    }
    String kept = limit.get().cut(title, tokenizer);
    int beside =
        limit.get().count(titled(kept), tokenizer) - limit.get().count(titled(""), tokenizer);
    return candidate.with(
        kept, limit.get().less(beside).map(l -> l.cut(text, tokenizer)).orElse(""));
  }

  /** What the prompt makes of a passage without a text. */
  private String titled(String title) {
    return profile
        .prompt()
        .passage()
        .fill(Map.of(Field.TITLE, SegmentedText.userText(title)))
        .text();
  }

  private static String cut(Optional<TextLimit> limit, String text, Tokenizer tokenizer) {
    return limit.map(most -> most.cut(text, tokenizer)).orElse(text);
  }

  @Override
  public ListPrompt prompt(ListQuestion question, List<Integer> shown, double share) {
    PromptRules prompt = profile.prompt();
    Map<Field, SegmentedText> values = new EnumMap<>(Field.class);
    values.put(Field.QUERY, SegmentedText.userText(question.query()));
    values.put(Field.INSTRUCTION, SegmentedText.userText(question.instruction()));
    values.put(Field.NUM, SegmentedText.userText(String.valueOf(shown.size())));
    SegmentedText body = SegmentedText.EMPTY;
    for (int i = 0; i < shown.size(); i++) {
      Map<Field, SegmentedText> own = new EnumMap<>(values);
      Candidate candidate = question.candidates().get(shown.get(i));
      own.put(Field.RANK, SegmentedText.userText(rules.identifiers().label(i)));
      own.put(Field.TITLE, SegmentedText.userText(candidate.title()));
      own.put(Field.PASSAGE, SegmentedText.userText(part(candidate.text(), share)));
      own.put(Field.SCORE, SegmentedText.userText(score(candidate)));
      body = body.plus(i == 0 ? SegmentedText.EMPTY : prompt.between().fill(values));
      body = body.plus(prompt.passage().fill(own));
    }
    return new ListPrompt(prompt.head().fill(values), body.plus(prompt.tail().fill(values)));
  }

  private static String score(Candidate candidate) {
    return candidate.firstStageScore().isPresent()
        ? String.format(Locale.ROOT, "%.3f", candidate.firstStageScore().getAsDouble())
        : "";
  }

  /** The beginning of a text, of whole characters. */
  private static String part(String text, double share) {
    int kept = (int) Math.ceil(share * text.codePointCount(0, text.length()));
    return text.substring(0, text.offsetByCodePoints(0, kept));
  }
}
