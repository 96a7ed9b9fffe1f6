package io.rank1.cli.collection.corpus;

import io.rank1.cli.exit.CommandException;
import io.rank1.core.resource.TemporaryFolder;
import io.rank1.core.text.TitledText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Passages in memory until they are too many, then on disk. */
final class SpillingPassages implements PassageStore {

  private static final long MOST_CHARS = 64 << 20;
  private static final int HEAP_SHARE = 16; // a character takes up to two bytes

  private final long limit;
  private final Place place;
  private PassageStore store = new HeapPassages();
  private long chars;

  /** Finds the folder for the file on disk, when there is to be one. */
  private interface Place {
    Path folder() throws IOException;
  }

  /**
   * @param limit how many UTF-16 units are kept in memory
   * @param folder for the file on disk
   */
  SpillingPassages(long limit, Path folder) {
    this(limit, () -> folder);
  }

  private SpillingPassages(long limit, Place place) {
    this.limit = limit;
    this.place = place;
  }

  /**
   * With 64 Mi characters in memory, or fewer where the heap is smaller than 1 GiB: one for every
   * 16 bytes.
   *
   * @param folder for the file on disk; where it cannot be written, it lies in {@link
   *     TemporaryFolder}, which may be memory too
   */
  static SpillingPassages in(Path folder) {
    long limit = Math.min(MOST_CHARS, Runtime.getRuntime().maxMemory() / HEAP_SHARE);
    return new SpillingPassages(
        limit, () -> Files.isWritable(folder) ? folder : TemporaryFolder.ofThisUser());
  }

  @Override
  public void add(int number, TitledText passage) {
    chars += passage.title().length() + passage.text().length();
    if (chars > limit && store instanceof HeapPassages) {
      spill(number);
    }
    store.add(number, passage);
  }

  private Path folder() {
    try {
      return place.folder();
    } catch (IOException e) {
      throw CommandException.usage("cannot write the documents on disk: " + e.getMessage());
    }
  }

  private void spill(int count) {
    PassageStore disk = DiskPassages.create(folder());
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
  public TitledText get(int number) {
    return store.get(number);
  }

  @Override
  public void close() {
    store.close();
  }
}
