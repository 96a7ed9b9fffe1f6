package io.rank1.core.listwise;

import io.rank1.core.engine.FakeWriter;
import io.rank1.core.identity.Recipe;
import io.rank1.core.listwise.algorithm.Judge;
import io.rank1.core.listwise.algorithm.Judgement;
import io.rank1.core.listwise.algorithm.ListAlgorithm;
import io.rank1.core.listwise.answer.AnswerText;
import io.rank1.core.listwise.answer.GroupScoresParser;
import io.rank1.core.listwise.answer.Identifiers;
import io.rank1.core.listwise.answer.OrderParser;
import io.rank1.core.prompt.SegmentedText;
import io.rank1.core.prompt.Tokenizer;
import io.rank1.core.runner.Sampling;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Methods whose prompts are plain, and models that understand them. */
final class ListMethods {

  private static final Pattern LINE = Pattern.compile("\\[(\\w+)\\] ([^\\n]*)");

  static final OrderParser ORDER =
      new OrderParser(
          AnswerText.ALL, Identifiers.NUMBERS, OrderParser.Repeats.DROP, OrderParser.Ties.NONE);

  static final GroupScoresParser SCORES =
      new GroupScoresParser(AnswerText.ALL, Identifiers.NUMBERS, -1e9, 1e9);

  private ListMethods() {}

  /** A prompt of lines. */
  record Plain(
      ListAlgorithm algorithm,
      Reading reading,
      Identifiers identifiers,
      int mostCharacters,
      Recipe recipe,
      Queue<String> threads)
      implements ListMethod {

    static Plain of(ListAlgorithm algorithm, Reading reading) {
      boolean isLetters = reading instanceof Reading.IdentifierLogits;
      Identifiers identifiers = isLetters ? Identifiers.LETTERS : Identifiers.NUMBERS;
      Recipe recipe = Recipe.EMPTY.with("program.name", "plain");
      return new Plain(
          algorithm, reading, identifiers, 1_000_000, recipe, new ConcurrentLinkedQueue<>());
    }

    Plain with(Recipe other) {
      return new Plain(algorithm, reading, identifiers, mostCharacters, other, threads);
    }

    Plain cutAt(int characters) {
      return new Plain(algorithm, reading, identifiers, characters, recipe, threads);
    }

    @Override
    public ListQuestion cut(ListQuestion whole, Tokenizer tokenizer) {
      return new ListQuestion(
          whole.query(),
          whole.instruction(),
          whole.candidates().stream()
              .map(c -> c.with(c.title(), first(c.text(), mostCharacters)))
              .toList());
    }

    @Override
    public ListPrompt prompt(ListQuestion question, List<Integer> shown, double share) {
      threads.add(Thread.currentThread().getName());
      String lines =
          IntStream.range(0, shown.size())
              .mapToObj(
                  i -> {
                    String text = question.candidates().get(shown.get(i)).text();
                    String kept = first(text, (int) (text.length() * share));
                    return "[" + identifiers.label(i) + "] " + kept + "\n";
                  })
              .collect(Collectors.joining());
      return new ListPrompt(
          SegmentedText.literal("Query: ").plus(SegmentedText.userText(question.query() + "\n")),
          SegmentedText.userText(lines).plus(SegmentedText.literal(FakeWriter.PROMPT_END)));
    }

    private static String first(String text, int characters) {
      return text.substring(0, Math.min(text.length(), characters));
    }
  }

  static Reading.Completion completion(int mostTokens, String... stops) {
    return new Reading.Completion(
        ORDER, Reading.Budget.of(0, mostTokens), List.of(stops), Optional.empty(), Sampling.GREEDY);
  }

  static Reading.Completion scores(int mostTokens) {
    return new Reading.Completion(
        SCORES,
        Reading.Budget.of(0, mostTokens),
        List.of("}"),
        Optional.empty(),
        Sampling.at(0.3f, 666));
  }

  /** The logits of letters, each of which is a token of the fake vocabulary. */
  static Reading.IdentifierLogits logits() {
    return new Reading.IdentifierLogits(
        (count, tokenizer) -> IntStream.range('A', 'A' + count).toArray());
  }

  /** A query with candidates whose texts say nothing but differ. */
  static ListRequest.Builder request(String query, int candidates) {
    ListRequest.Builder request = ListRequest.builder(query).id("id of " + query);
    for (int i = 0; i < candidates; i++) {
      request.candidate("doc" + i, query + " passage " + i * 7919 % 1000);
    }
    return request;
  }

  /** How good a passage is: any function of its text will do. */
  static int relevance(String text) {
    return (text.hashCode() & 0x7FFFFFFF) % 100_003;
  }

  /** Orders lines by their relevance. */
  static String order(String prompt) {
    return lines(prompt).stream()
        .sorted(Comparator.comparingInt(line -> -relevance(line.group(2))))
        .map(line -> "[" + line.group(1) + "]")
        .collect(Collectors.joining(" > "));
  }

  static String scores(String prompt) {
    return lines(prompt).stream()
        .map(line -> "\"[" + line.group(1) + "]\": " + relevance(line.group(2)))
        .collect(Collectors.joining(", ", "{", "}"));
  }

  private static List<MatchResult> lines(String prompt) {
    return LINE.matcher(prompt).results().toList();
  }

  /** Writes an answer in whole, whatever it has written. */
  static FakeWriter.Author writing(Function<String, String> answer) {
    return new FakeWriter.Author() {
      @Override
      public String goOn(String prompt, String written) {
        String whole = answer.apply(prompt);
        return whole.substring(Math.min(whole.length(), written.length()));
      }

      @Override
      public float logit(String prompt, char character) {
        return lines(prompt).stream()
            .filter(line -> line.group(1).charAt(0) == character)
            .map(line -> (float) relevance(line.group(2)))
            .findFirst()
            .orElseThrow();
      }
    };
  }

  /** The same without a model. */
  static Judge judge(ListRequest request, List<List<Integer>> asked) {
    return lists -> {
      asked.addAll(lists);
      List<Judgement> judgements = new ArrayList<>();
      for (List<Integer> list : lists) {
        double[] values =
            request.question().shown(list).stream()
                .mapToDouble(candidate -> relevance(candidate.text()))
                .toArray();
        judgements.add(new Judgement.Values(Judgement.Values.of(values).values(), Set.of()));
      }
      return judgements;
    };
  }
}
