package io.rank1.cli.collection.corpus;

import java.util.ArrayList;
import java.util.List;

/** Passages in memory. */
final class HeapPassages implements PassageStore {

  private final List<String> passages = new ArrayList<>();

  @Override
  public void add(int number, String passage) {
    passages.add(number, passage);
  }

  @Override
  public String get(int number) {
    return passages.get(number);
  }

  @Override
  public void close() {
    passages.clear();
  }
}
