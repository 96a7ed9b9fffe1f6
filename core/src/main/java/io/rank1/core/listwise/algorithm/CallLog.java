package io.rank1.core.listwise.algorithm;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Asks a judge once about each list, and keeps what was asked, in order. */
final class CallLog {

  private final Judge judge;
  private final Map<List<Integer>, Judgement> known = new LinkedHashMap<>();

  CallLog(Judge judge) {
    this.judge = judge;
  }

  Judgement ask(List<Integer> list) {
    return askAll(List.of(list)).get(0);
  }

  /** Asks about lists that do not depend on each other. */
  List<Judgement> askAll(List<List<Integer>> lists) {
    List<List<Integer>> open =
        lists.stream()
            .map(List::copyOf)
            .distinct()
            .filter(list -> !known.containsKey(list))
            .toList();
    if (!open.isEmpty()) {
      List<Judgement> judgements = judge.judge(open);
      if (judgements.size() != open.size()) {
        throw new IllegalStateException(
            judgements.size() + " judgements of " + open.size() + " lists");
      }
      for (int i = 0; i < open.size(); i++) {
        known.put(open.get(i), judgements.get(i));
      }
    }
    return lists.stream().map(known::get).toList();
  }

  List<ListOrder.Call> calls() {
    return known.entrySet().stream()
        .map(call -> new ListOrder.Call(call.getKey(), call.getValue()))
        .toList();
  }
}
