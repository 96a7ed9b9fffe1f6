package io.rank1.cli.collection.corpus;

import io.rank1.core.text.TitledText;
import java.util.ArrayList;
import java.util.List;

/** Passages in memory. */
final class HeapPassages implements PassageStore {

  private final List<TitledText> passages = new ArrayList<>();

  @Override
  public void add(int number, TitledText passage) {
    passages.add(number, passage);
  }

  @Override
  public TitledText get(int number) {
    return passages.get(number);
  }

  @Override
  public void close() {
    passages.clear();
  }
}
