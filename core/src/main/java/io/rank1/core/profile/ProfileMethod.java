package io.rank1.core.profile;

import io.rank1.core.PairProgram;
import io.rank1.core.RerankMethod;
import io.rank1.core.identity.Hash128;
import io.rank1.core.identity.Recipe;
import io.rank1.core.identity.SettingNames;
import io.rank1.core.pair.RerankRequest;
import io.rank1.core.pair.Thinking;
import io.rank1.core.pointwise.DirectProgram;
import io.rank1.core.pointwise.ForcedAnswer;
import io.rank1.core.pointwise.ReasoningProgram;
import io.rank1.core.pointwise.ReasoningRules;
import io.rank1.core.pointwise.ScoringRules;
import io.rank1.core.pointwise.ValueProgram;
import io.rank1.core.profile.Profile.Method;
import io.rank1.core.profile.PromptRules.InstructionPlace;
import io.rank1.core.profile.Template.Field;
import io.rank1.core.prompt.FittedPrompt;
import io.rank1.core.prompt.Prompt;
import io.rank1.core.prompt.SegmentedText;
import io.rank1.core.prompt.Tokenizer;
import io.rank1.core.runner.Sampling;
import io.rank1.core.text.TitledText;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;

/** Scores pairs as a profile says. Safe for use by several threads; immutable. */
public final class ProfileMethod implements RerankMethod {

  /** Room for the text that forces an answer and for what it may tokenize to beyond the chain. */
  private static final int CLOSING_ROOM = 16;

  private final Profile profile;
  private final QueryTemplate query;
  private final Optional<ReasoningRules> reasoning;
  private final Template.Halves passage;

  private ProfileMethod(Profile profile, QueryTemplate query, Optional<ReasoningRules> reasoning) {
    this.profile = profile;
    this.query = query;
    this.reasoning = reasoning;
    this.passage = profile.prompt().passage().at(Field.PASSAGE);
  }

  /**
   * What a profile says.
   *
   * @throws IllegalArgumentException when it is a profile of lists
   */
  public static ProfileMethod of(Profile profile) {
    if (!profile.method().isOfPairs()) {
      throw new IllegalArgumentException(
          "the profile " + profile.name() + " ranks lists, and scores no pairs");
    }
    return new ProfileMethod(profile, QueryTemplate.PLAIN, profile.reasoning());
  }

  /** rank1 as it was trained. */
  public static ProfileMethod rank1() {
    return of(Profiles.rank1());
  }

  /** The same with a text around every query. */
  public ProfileMethod withQueryTemplate(QueryTemplate template) {
    return new ProfileMethod(profile, Objects.requireNonNull(template, "template"), reasoning);
  }

  /**
   * The same with another text where there is to be no reasoning.
   *
   * @throws IllegalArgumentException when the profile does not reason
   */
  public ProfileMethod withFill(String fill) {
    ReasoningRules rules =
        reasoning.orElseThrow(
            () ->
                new IllegalArgumentException("the profile " + profile.name() + " does not reason"));
    return new ProfileMethod(profile, query, Optional.of(rules.withFill(fill)));
  }

  /** What it goes by. */
  public Profile profile() {
    return profile;
  }

  @Override
  public Thinking thinking(Thinking asked) {
    return reasoning.isPresent() ? asked : Thinking.DIRECT;
  }

  @Override
  public List<String> markers() {
    return profile.needs().markers();
  }

  @Override
  public boolean readsClassifier() {
    return profile.needs().head() == Profile.HeadKind.ROW;
  }

  @Override
  public OptionalInt promptTokens() {
    Optional<Integer> most = profile.limits().promptTokens();
    return most.isPresent() ? OptionalInt.of(most.get()) : OptionalInt.empty();
  }

  @Override
  public Recipe recipe(Thinking asked) {
    Thinking thinking = thinking(asked);
    Recipe recipe =
        Recipe.EMPTY
            .with(SettingNames.PROGRAM, profile.name())
            .with(SettingNames.REVISION, ScoringRules.REVISION)
            .with(SettingNames.THINK, thinking.maxTokens());
    if (!profile.hash().equals(Profiles.rank1().hash())) { // which name and revision say all about
      recipe = recipe.with(SettingNames.PROFILE, profile.hash());
    }
    if (!query.equals(QueryTemplate.PLAIN)) {
      String template = Hash128.of(query.text().getBytes(StandardCharsets.UTF_8)).toString();
      recipe = recipe.with(SettingNames.QUERY_TEMPLATE, template);
    }
    if (thinking.isDirect()) {
      return reasoning.isPresent()
          ? recipe.with(SettingNames.FILL, reasoning.get().fill().text())
          : recipe;
    }
    if (thinking.rethinks() > 0) {
      recipe = recipe.with(SettingNames.RETHINKS, thinking.rethinks());
    }
    if (thinking.earlyExit().isPresent()) {
      Thinking.EarlyExit exit = thinking.earlyExit().get();
      String words = exit.epsilon() + "," + exit.looks() + "," + exit.everyTokens();
      recipe = recipe.with(SettingNames.EARLY_EXIT, words);
    }
    return thinking.samples().equals(Thinking.Samples.GREEDY)
        ? recipe
        : withSamples(recipe, thinking.samples());
  }

  private static Recipe withSamples(Recipe recipe, Thinking.Samples samples) {
    Sampling sampling = samples.sampling();
    return recipe
        .with(SettingNames.SAMPLES, samples.count())
        .with(SettingNames.TEMPERATURE, String.valueOf(sampling.temperature()))
        .with(SettingNames.TOP_K, sampling.topK())
        .with(SettingNames.TOP_P, String.valueOf(sampling.topP()))
        .with(SettingNames.MIN_P, String.valueOf(sampling.minP()))
        .with(SettingNames.SEED, sampling.seed());
  }

  /** What stands where there is to be no reasoning; empty where there is none in any case. */
  public Optional<String> fill() {
    return reasoning.map(rules -> rules.fill().text());
  }

  @Override
  public Prompt prompt(RerankRequest request, Thinking asked) {
    Prompt prompt = prompt(request);
    return reasoning.isPresent() && asked.isDirect() ? direct(prompt, reasoning.get()) : prompt;
  }

  /** The prompt of a pair that is thought about. */
  public Prompt prompt(RerankRequest request) {
    PromptRules rules = profile.prompt();
    TextRules ofPassage = profile.text().passage();
    TitledText titled = rules.titlePlace().put(request.titledPassage());
    Map<Field, SegmentedText> values = new EnumMap<>(Field.class);
    values.put(
        Field.QUERY,
        query.fill(cut(profile.limits().query(), profile.text().query().apply(query(request)))));
    values.put(Field.INSTRUCTION, SegmentedText.userText(instruction(request)));
    values.put(Field.TITLE, SegmentedText.userText(ofPassage.applyToTitle(titled.title())));
    values.put(Field.PASSAGE, SegmentedText.userText(titled.text()));
    return new Prompt(
        rules.head().plus(passage.before()).fill(values),
        cut(profile.limits().passage(), ofPassage.apply(titled.text())),
        passage.behind().plus(rules.tail()).fill(values));
  }

  private Prompt direct(Prompt prompt, ReasoningRules rules) {
    Prompt filled = ForcedAnswer.afterFill(prompt, rules);
    return profile
        .value()
        .map(
            value ->
                new Prompt(
                    filled.head(),
                    filled.passage(),
                    filled.tail().plus(SegmentedText.literal(value.open()))))
        .orElse(filled);
  }

  private static String cut(Optional<TextLimit> limit, String text) {
    return limit.map(most -> most.cut(text)).orElse(text);
  }

  private String instruction(RerankRequest request) {
    return request.instruction().isEmpty() ? profile.prompt().instruction() : request.instruction();
  }

  private String query(RerankRequest request) {
    String asked = request.query();
    String instruction = instruction(request);
    if (profile.prompt().place() == InstructionPlace.FIELD || instruction.isEmpty()) {
      return asked;
    }
    boolean repeated = asked.strip().equals(instruction.strip());
    return repeated ? asked.strip() : (asked + " " + instruction).strip();
  }

  @Override
  public int closingRoom() {
    return reasoning.isPresent() ? CLOSING_ROOM : 1; // a prompt must not fill the context
  }

  @Override
  public int[] answers(Tokenizer tokenizer) {
    profile.requireTokens(tokenizer);
    return profile.method() == Method.REASON_VALUE
        ? profile.value().orElseThrow().digits(tokenizer)
        : profile.answer().orElseThrow().tokens(tokenizer);
  }

  @Override
  public PairProgram program(
      FittedPrompt prompt, Tokenizer tokenizer, int[] answers, Thinking asked) {
    Thinking thinking = thinking(asked);
    return switch (profile.method()) {
      case LOGITS -> new DirectProgram(answers, profile.answer().orElseThrow());
      case REASON_LOGITS ->
          thinking.isDirect()
              ? new DirectProgram(answers, profile.answer().orElseThrow())
              : new ReasoningProgram(
                  prompt,
                  tokenizer,
                  answers,
                  reasoning.orElseThrow(),
                  profile.answer().orElseThrow(),
                  thinking);
      case REASON_VALUE ->
          new ValueProgram(
              prompt,
              tokenizer,
              answers,
              reasoning.orElseThrow(),
              profile.value().orElseThrow(),
              thinking.isDirect());
      default -> throw new IllegalStateException("no method of pairs: " + profile.method());
    };
  }
}
