package io.rank1.cli.collection.corpus;

import io.rank1.cli.exit.CommandException;
import io.rank1.cli.exit.ExitCode;
import io.rank1.cli.exit.IoProblem;
import io.rank1.core.text.PlainText;
import io.rank1.core.text.TitledText;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.MVStoreException;
import org.h2.mvstore.WriteBuffer;
import org.h2.mvstore.type.BasicDataType;
import org.h2.mvstore.type.LongDataType;
import org.h2.mvstore.type.StringDataType;

/**
 * Passages on disk, compressed, in a file of their own. Where the system allows it, as Linux and
 * macOS do, the file loses its name at once, so that nothing is left behind however the process
 * ends; elsewhere it is deleted at the end.
 */
final class DiskPassages implements PassageStore {

  private static final int CACHE_MB = 16;
  private static final String FILE = "passages.mv";

  private final Path folder;
  private final Path file;
  private final MVStore store;
  private final MVMap<Long, TitledText> passages;

  private DiskPassages(Path folder, MVStore store) {
    this.folder = folder;
    this.file = folder.resolve(FILE);
    this.store = store;
    this.passages =
        store.openMap(
            "passages",
            new MVMap.Builder<Long, TitledText>()
                .keyType(LongDataType.INSTANCE)
                .valueType(new TitledTextType()));
  }

  /**
   * @param parent the folder for the file
   * @throws CommandException when nothing can be written there
   */
  static DiskPassages create(Path parent) {
    try {
      Path folder = Files.createTempDirectory(parent, "rank1-documents-");
      folder.toFile().deleteOnExit(); // after the file, which is named later
      folder.resolve(FILE).toFile().deleteOnExit();
      DiskPassages passages = new DiskPassages(folder, open(folder.resolve(FILE)));
      passages.unlink();
      return passages;
    } catch (IOException e) {
      throw failed("write", parent, IoProblem.describe(e), e);
    } catch (MVStoreException e) {
      throw failed("write", parent, reason(e), e);
    }
  }

  /** Nothing is kept of what is overwritten, and no thread of the store's own writes. */
  private static MVStore open(Path file) {
    MVStore store =
        new MVStore.Builder()
            .fileName(file.toString())
            .cacheSize(CACHE_MB)
            .compress()
            .autoCommitDisabled()
            .open();
    store.setRetentionTime(0);
    store.setVersionsToKeep(0);
    return store;
  }

  private void unlink() {
    try {
      Files.deleteIfExists(file);
      Files.deleteIfExists(folder);
    } catch (IOException e) {
      // Windows keeps the names of open files: close() and the end of the process delete them.
      return;
    }
  }

  @Override
  public void add(int number, TitledText passage) {
    try {
      passages.append((long) number, passage);
    } catch (MVStoreException e) {
      throw failed("write", folder.getParent(), reason(e), e);
    }
  }

  /** A channel that is read by an interrupted thread closes itself, so the interrupt waits. */
  @Override
  public TitledText get(int number) {
    boolean interrupted = Thread.interrupted();
    try {
      return passages.get((long) number);
    } catch (MVStoreException e) {
      throw failed("read", folder.getParent(), reason(e), e);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static String reason(MVStoreException problem) {
    return problem.getCause() instanceof IOException io
        ? IoProblem.describe(io)
        : PlainText.line(problem.getMessage());
  }

  private static CommandException failed(String verb, Path where, String how, Exception cause) {
    return new CommandException(
        ExitCode.USAGE,
        String.format(
            Locale.ROOT,
            "cannot %s the documents on disk, in %s: %s; --journal FOLDER/NAME puts them into"
                + " another folder",
            verb,
            where,
            how),
        cause);
  }

  @Override
  public void close() {
    store.closeImmediately(); // nothing is to be kept
    unlink();
  }

  /** The title, then the text. */
  private static final class TitledTextType extends BasicDataType<TitledText> {

    private static final StringDataType PART = StringDataType.INSTANCE;

    @Override
    public int getMemory(TitledText passage) {
      return PART.getMemory(passage.title()) + PART.getMemory(passage.text());
    }

    @Override
    public void write(WriteBuffer buffer, TitledText passage) {
      PART.write(buffer, passage.title());
      PART.write(buffer, passage.text());
    }

    @Override
    public TitledText read(ByteBuffer buffer) {
      String title = PART.read(buffer);
      return new TitledText(title, PART.read(buffer));
    }

    @Override
    public TitledText[] createStorage(int size) {
      return new TitledText[size];
    }
  }
}
