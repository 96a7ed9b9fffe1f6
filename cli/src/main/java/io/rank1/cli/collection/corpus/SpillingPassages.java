package io.rank1.cli.collection.corpus;

import java.nio.file.Path;

/** Passages in memory until they are too many, then on disk. */
final class SpillingPassages implements PassageStore {

  private static final long MOST_CHARS = 64 << 20;
  private static final int HEAP_SHARE = 16; // a character takes up to two bytes

  private final long limit;
  private final Path folder;
  private PassageStore store = new HeapPassages();
  private long chars;

  /**
   * @param limit how many UTF-16 units are kept in memory
   * @param folder for the file on disk
   */
  SpillingPassages(long limit, Path folder) {
    this.limit = limit;
    this.folder = folder;
  }

  /**
   * With 64 Mi characters in memory, or fewer where the heap is smaller than 1 GiB: one for every
   * 16 bytes. The file lies in the folder for temporary files, java.io.tmpdir.
   */
  static SpillingPassages ofThisMachine() {
    long limit = Math.min(MOST_CHARS, Runtime.getRuntime().maxMemory() / HEAP_SHARE);
    return new SpillingPassages(limit, Path.of(System.getProperty("java.io.tmpdir")));
  }

  @Override
  public void add(int number, String passage) {
    chars += passage.length();
    if (chars > limit && store instanceof HeapPassages) {
      spill(number);
    }
    store.add(number, passage);
  }

  private void spill(int count) {
    PassageStore disk = DiskPassages.create(folder);
    PassageStore heap = store;
    store = disk; // closed with this from here on
    for (int i = 0; i < count; i++) {
      disk.add(i, heap.get(i));
    }
    heap.close();
  }

  /** Whether the passages are on disk. */
  boolean isOnDisk() {
    return store instanceof DiskPassages;
  }

  @Override
  public String get(int number) {
    return store.get(number);
  }

  @Override
  public void close() {
    store.close();
  }
}
