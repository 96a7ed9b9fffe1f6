package io.rank1.core.listwise.algorithm;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * The same methods in the plainest words, after the sources' Python: arrays, recursion, answers
 * read by splitting text. It asks about everything each time.
 */
final class PlainListwise {

  private final Function<List<Integer>, String> model;
  final Set<List<Integer>> asked = new LinkedHashSet<>();

  PlainListwise(Function<List<Integer>, String> model) {
    this.model = model;
  }

  private String ask(List<Integer> list) {
    asked.add(list);
    return model.apply(list);
  }

  List<Integer> windows(int n, int window, int stride, int depth, int passes) {
    Integer[] docs = range(n);
    for (int pass = 0; pass < passes; pass++) {
      slide(docs, Math.min(depth, n), window, stride);
    }
    return List.of(docs);
  }

  private void slide(Integer[] docs, int end, int window, int stride) {
    int start = end - window < 0 ? 0 : end - window;
    if (end - start >= 2) {
      List<Integer> shown = List.of(Arrays.copyOfRange(docs, start, end));
      int at = start;
      for (int position : permutation(ask(shown), shown.size())) {
        docs[at++] = shown.get(position);
      }
    }
    if (start > 0) {
      slide(docs, end - stride, window, stride);
    }
  }

  private static List<Integer> permutation(String answer, int n) {
    LinkedHashSet<Integer> seen = new LinkedHashSet<>();
    for (String tier : answer.split(">")) {
      TreeSet<Integer> equal = new TreeSet<>();
      for (String name : tier.split("=")) {
        String digits = name.replaceAll("[^0-9]", "");
        if (!digits.isEmpty() && Integer.parseInt(digits) >= 1 && Integer.parseInt(digits) <= n) {
          equal.add(Integer.parseInt(digits) - 1);
        }
      }
      seen.addAll(equal);
    }
    for (int i = 0; i < n; i++) {
      seen.add(i);
    }
    return List.copyOf(seen);
  }

  List<Integer> heapSort(int n, int c, int k) {
    Integer[] arr = range(n);
    for (int i = n / c; i >= 0; i--) {
      heapify(arr, n, i, c);
    }
    int ranked = 0;
    for (int i = n - 1; i > 0; i--) {
      swap(arr, i, 0);
      ranked++;
      if (ranked == k) {
        break;
      }
      heapify(arr, i, 0, c);
    }
    List<Integer> reversed = new ArrayList<>();
    for (int i = n - 1; i >= 0; i--) {
      reversed.add(arr[i]);
    }
    return topThenFirstStage(reversed, n, k);
  }

  private void heapify(Integer[] arr, int n, int i, int c) {
    if (c * i + 1 < n) {
      List<Integer> inds = new ArrayList<>();
      inds.add(i);
      for (int j = c * i + 1; j < Math.min(c * (i + 1) + 1, n); j++) {
        inds.add(j);
      }
      List<Integer> set = inds.stream().map(j -> arr[j]).toList();
      int picked = pick(ask(set), set.size());
      int largest = i;
      if (picked >= 0) {
        largest = inds.get(picked);
      } else {
        for (int j : inds) {
          largest = arr[j] < arr[largest] ? j : largest; // unreadable: the first stage's best
        }
      }
      if (largest != i) {
        swap(arr, i, largest);
        heapify(arr, n, largest, c);
      }
    }
  }

  private static int pick(String answer, int n) {
    for (int i = 1; i <= n; i++) {
      if (answer.equals("[" + i + "]")) {
        return i - 1;
      }
    }
    return -1;
  }

  List<Integer> bubbleSort(int n, int c, int k) {
    Integer[] docs = range(n);
    for (int i = 0; i < k && i < n; i++) {
      int start = n - (c + 1);
      int end = n;
      while (true) {
        if (start < i) {
          start = i;
        }
        if (end - start > 1) {
          List<Integer> set = List.of(Arrays.copyOfRange(docs, start, end));
          swap(docs, start, start + Math.max(0, pick(ask(set), set.size())));
        }
        if (start == i) {
          break;
        }
        start -= c;
        end -= c;
      }
    }
    return topThenFirstStage(List.of(docs), n, k);
  }

  private static List<Integer> topThenFirstStage(List<Integer> ranking, int n, int k) {
    LinkedHashSet<Integer> all = new LinkedHashSet<>(ranking.subList(0, Math.min(k, n)));
    all.addAll(List.of(range(n)));
    return List.copyOf(all);
  }

  private static void swap(Integer[] arr, int i, int j) {
    Integer moved = arr[i];
    arr[i] = arr[j];
    arr[j] = moved;
  }

  private static Integer[] range(int n) {
    return IntStream.range(0, n).boxed().toArray(Integer[]::new);
  }
}
