package io.rank1.core.cascade;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/**
 * The same rules in the plainest words: all lists are made anew, and all is looked at each time.
 */
final class PlainCascade {

  private final CascadeRule rule;
  private final double[] direct;
  private final double[] reasoned; // what reasoning would say of each; NaN where it would fail
  final TreeSet<Integer> top = new TreeSet<>();
  final TreeSet<Integer> band = new TreeSet<>();
  double certainty = 1;

  PlainCascade(CascadeRule rule, double[] direct, double[] reasoned) {
    this.rule = rule;
    this.direct = direct;
    this.reasoned = reasoned;
    List<Integer> scored = bestFirst(direct);
    rule.top().ifPresent(k -> top.addAll(scored.subList(0, Math.min(k, scored.size()))));
    rule.between()
        .ifPresent(
            wanted -> {
              for (int i : scored) {
                double p = 1 / (1 + Math.exp(-direct[i]));
                if (wanted.low() <= p && p <= wanted.high()) {
                  band.add(i);
                }
              }
            });
    rule.untilStable().ifPresent(k -> thinkUntilStable(k, scored));
  }

  private void thinkUntilStable(int k, List<Integer> scored) {
    top.addAll(scored.subList(0, Math.min(k, scored.size())));
    while (true) {
      List<Integer> rest = new ArrayList<>(scored);
      rest.removeAll(top);
      List<Double> moved = new ArrayList<>();
      List<Double> values = new ArrayList<>();
      for (int i : scored) {
        if (top.contains(i) && !Double.isNaN(reasoned[i])) {
          moved.add(reasoned[i] - direct[i]);
          values.add(reasoned[i]);
        }
      }
      if (rest.isEmpty()) {
        return;
      }
      if (moved.size() < 2) {
        top.addAll(rest.subList(0, Math.min(rest.size(), Math.max(1, k / 2))));
        continue;
      }
      double m = moved.stream().mapToDouble(d -> d).sum() / moved.size();
      double variance =
          moved.stream().mapToDouble(d -> (d - m) * (d - m)).sum() / (moved.size() - 1);
      double s = Math.max(0.1, Math.sqrt(variance));
      values.sort((one, other) -> Double.compare(other, one));
      double t = values.size() < k ? Double.NEGATIVE_INFINITY : values.get(k - 1);
      int last = -1;
      for (int i = 0; i < rest.size(); i++) {
        if (direct[rest.get(i)] + m + 1.645 * s > t) {
          last = i;
        }
      }
      if (last < 0) {
        for (int i : rest) {
          certainty *= Shift.normal((t - direct[i] - m) / s);
        }
        return;
      }
      top.addAll(rest.subList(0, Math.min(last + 1, Math.max(4, k / 2))));
    }
  }

  /** The place of each in the order, found by comparing it with every other. */
  List<Integer> order() {
    Integer[] order = new Integer[direct.length];
    for (int i = 0; i < direct.length; i++) {
      int before = 0;
      for (int j = 0; j < direct.length; j++) {
        before += j != i && isBefore(j, i) ? 1 : 0;
      }
      order[before] = i;
    }
    return List.of(order);
  }

  private boolean isBefore(int one, int other) {
    if (tier(one) != tier(other)) {
      return tier(one) < tier(other);
    }
    if (tier(one) == 2 || value(one) == value(other)) {
      return one < other;
    }
    return value(one) > value(other);
  }

  int tier(int index) {
    if (Double.isNaN(value(index))) {
      return 2;
    }
    return top.contains(index) ? 0 : 1;
  }

  double value(int index) {
    return top.contains(index) || band.contains(index) ? reasoned[index] : direct[index];
  }

  private static List<Integer> bestFirst(double[] values) {
    List<Integer> order = new ArrayList<>();
    for (int i = 0; i < values.length; i++) {
      if (!Double.isNaN(values[i])) {
        int at = 0;
        while (at < order.size() && values[order.get(at)] >= values[i]) {
          at++;
        }
        order.add(at, i);
      }
    }
    return order;
  }
}
