package io.rank1.core.listwise.algorithm;

import io.rank1.core.listwise.answer.AnswerParser;
import io.rank1.core.listwise.answer.AnswerText;
import io.rank1.core.listwise.answer.GroupScoresParser;
import io.rank1.core.listwise.answer.Identifiers;
import io.rank1.core.listwise.answer.OrderParser;
import io.rank1.core.listwise.answer.PickParser;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Writes answers about lists of candidates, whose relevance it knows. What it writes about a list
 * depends on the list alone.
 */
final class FakeModel implements Judge {

  /** How good it is. */
  enum Temper {
    PERFECT,
    NOISY,
    SILENT,
    /** It names what was not shown, and repeats itself. */
    CONFUSED
  }

  /** What it is asked for. */
  enum Form {
    ORDER,
    PICK,
    SCORES
  }

  private final int[] relevance; // by candidate, all different
  private final Temper temper;
  private final Form form;
  private final int salt;
  private final AnswerParser parser;
  final List<List<Integer>> asked = new ArrayList<>();

  FakeModel(int[] relevance, Temper temper, Form form, int salt) {
    this.relevance = relevance;
    this.temper = temper;
    this.form = form;
    this.salt = salt;
    this.parser =
        switch (form) {
          case ORDER ->
              new OrderParser(
                  AnswerText.ALL,
                  Identifiers.NUMBERS,
                  OrderParser.Repeats.DROP,
                  OrderParser.Ties.EQUALS_SIGN);
          case PICK -> new PickParser(AnswerText.ALL, Identifiers.NUMBERS);
          case SCORES -> new GroupScoresParser(AnswerText.ALL, Identifiers.NUMBERS, 0, 1000);
        };
  }

  static int[] relevance(int candidates, Random random) {
    List<Integer> values = new ArrayList<>(IntStream.range(0, candidates).boxed().toList());
    Collections.shuffle(values, random);
    return values.stream().mapToInt(Integer::intValue).toArray();
  }

  @Override
  public List<Judgement> judge(List<List<Integer>> lists) {
    asked.addAll(lists);
    return lists.stream().map(list -> parser.parse(write(list), list.size())).toList();
  }

  String write(List<Integer> list) {
    Random random = new Random(31L * list.hashCode() + salt);
    boolean isLost = temper == Temper.SILENT || temper != Temper.PERFECT && random.nextInt(6) == 0;
    return isLost
        ? "I cannot say."
        : switch (form) {
          case ORDER -> order(list, random);
          case PICK -> "[" + pick(list, random) + "]";
          case SCORES -> scores(list, random);
        };
  }

  private String order(List<Integer> list, Random random) {
    List<Integer> names = new ArrayList<>(byRelevance(list));
    if (temper == Temper.NOISY) {
      Collections.swap(names, random.nextInt(names.size()), random.nextInt(names.size()));
      names = names.subList(0, 1 + random.nextInt(names.size()));
    }
    if (temper == Temper.CONFUSED) {
      names.add(random.nextInt(names.size()), names.get(random.nextInt(names.size())));
      names.add(random.nextInt(names.size()), list.size() + 1 + random.nextInt(9));
      names.add(random.nextInt(names.size()), 0);
    }
    StringBuilder text = new StringBuilder();
    for (int name : names) {
      String sign = temper != Temper.PERFECT && random.nextInt(4) == 0 ? " = " : " > ";
      text.append(text.isEmpty() ? "" : sign).append('[').append(name).append(']');
    }
    return text.toString();
  }

  private int pick(List<Integer> list, Random random) {
    return switch (temper) {
      case NOISY -> 1 + random.nextInt(list.size());
      case CONFUSED -> random.nextInt(list.size() + 3);
      default -> byRelevance(list).get(0);
    };
  }

  private String scores(List<Integer> list, Random random) {
    return IntStream.range(0, list.size())
        .filter(i -> temper == Temper.PERFECT || random.nextInt(5) > 0)
        .mapToObj(
            i -> {
              boolean isNoisy = temper != Temper.PERFECT && random.nextBoolean();
              int score = isNoisy ? random.nextInt(900) : relevance[list.get(i)];
              int name = temper == Temper.CONFUSED ? random.nextInt(list.size() + 3) : i + 1;
              return "\"[" + name + "]\": " + score;
            })
        .collect(Collectors.joining(", ", "{", "}"));
  }

  /** Names of the list's candidates, the most relevant first. */
  private List<Integer> byRelevance(List<Integer> list) {
    return IntStream.range(0, list.size())
        .boxed()
        .sorted((a, b) -> relevance[list.get(b)] - relevance[list.get(a)])
        .map(i -> i + 1)
        .toList();
  }
}
