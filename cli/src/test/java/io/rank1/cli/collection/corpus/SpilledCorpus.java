package io.rank1.cli.collection.corpus;

import io.rank1.cli.input.InputException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/** A corpus whose documents go to the disk however few they are. */
public final class SpilledCorpus {

  private SpilledCorpus() {}

  /**
   * @param folder for the file on disk
   * @return the documents; to be closed
   */
  public static Documents read(Path file, Set<String> wanted, Path folder) throws InputException {
    PassageStore disk = new SpillingPassages(0, folder);
    return new CorpusReader(List.of(file), CorpusFormat.AUTO, wanted, disk).read().documents();
  }
}
