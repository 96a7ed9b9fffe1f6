package io.rank1.cli.collection.corpus;

import io.rank1.core.text.TitledText;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** The documents that were asked for, as far as they were found. */
final class KeptDocuments implements Documents {

  private static final int NOT_FOUND = -1;

  private final PassageStore store;
  private final Map<String, Integer> indexes = new HashMap<>();
  private final int[] numbers; // in the store, by index
  private final int[] chars; // by number
  private final long[] places; // by number: where the document was found
  private int size;
  private volatile boolean closed;

  /**
   * @param wanted the documents asked for
   * @param store empty; closed with this
   */
  KeptDocuments(Set<String> wanted, PassageStore store) {
    this.store = Objects.requireNonNull(store, "store");
    this.numbers = new int[wanted.size()];
    this.chars = new int[wanted.size()];
    this.places = new long[wanted.size()];
    Arrays.fill(numbers, NOT_FOUND);
    wanted.forEach(docid -> indexes.put(docid, indexes.size()));
  }

  /** Whether a document is asked for. */
  boolean wants(String docid) {
    return indexes.containsKey(docid);
  }

  /**
   * Takes over a document that is asked for and not there yet.
   *
   * @param place where it was found
   */
  void add(String docid, TitledText document, long place) {
    store.add(size, document);
    numbers[indexes.get(docid)] = size;
    chars[size] = document.joined().length();
    places[size] = place;
    size++;
  }

  /** Where a document was found. */
  long place(String docid) {
    return places[number(docid)];
  }

  @Override
  public int size() {
    return size;
  }

  @Override
  public boolean contains(String docid) {
    Integer index = indexes.get(docid);
    return index != null && numbers[index] != NOT_FOUND;
  }

  @Override
  public TitledText document(String docid) {
    if (closed) {
      throw new IllegalStateException("the documents are closed");
    }
    return store.get(number(docid));
  }

  @Override
  public int chars(String docid) {
    return chars[number(docid)];
  }

  private int number(String docid) {
    if (!contains(docid)) {
      throw new IllegalArgumentException("no document " + docid);
    }
    return numbers[indexes.get(docid)];
  }

  @Override
  public void close() {
    closed = true;
    store.close();
  }
}
