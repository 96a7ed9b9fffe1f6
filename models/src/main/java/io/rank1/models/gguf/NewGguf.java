package io.rank1.models.gguf;

import io.rank1.core.files.PartFile;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Optional;

/** A GGUF file that is being written, and gets its name at the end. Used by one thread. */
public final class NewGguf implements AutoCloseable {
  /** What systems are let to keep in memory, which is much without a limit. */
  private static final long FORCE_STEP = 128L << 20;

  private final Path out;
  private final PartFile part;
  private final PartFile.Durability durability;
  private final Optional<DirectFile> direct;
  private final DiskWriter disk;

  private NewGguf(Path out, PartFile part, PartFile.Durability durability) {
    this.out = out;
    this.part = part;
    this.durability = durability;
    boolean toDisk = durability == PartFile.Durability.BEFORE_THE_NAME;
    this.direct = toDisk ? DirectFile.open(part.path(), DiskWriter.DIRECT_STEP) : Optional.empty();
    this.disk = new DiskWriter(part.channel(), direct, toDisk ? FORCE_STEP : Long.MAX_VALUE);
  }

  /**
   * Begins an empty file.
   *
   * @param out the name that it gets at the end
   * @param durability when its data have to be on the disk
   * @throws GgufWriteException if it cannot be made, or is being written already
   */
  public static NewGguf create(Path out, PartFile.Durability durability) throws GgufWriteException {
    try {
      return new NewGguf(out, PartFile.create(out), durability);
    } catch (IOException e) {
      throw new GgufWriteException(out, e);
    }
  }

  TensorChannel channel() {
    return new TensorChannel(out, disk);
  }

  /** Ends the content: hands all of it to the system. */
  void finish() throws IOException {
    try {
      disk.finish();
    } catch (InterruptedIOException e) {
      throw e;
    } catch (IOException e) {
      throw new GgufWriteException(out, e);
    }
  }

  /** Where it is until it is complete. */
  public Path path() {
    return part.path();
  }

  /** Reads what was written; closed with this. Threads that use it are not to be interrupted. */
  public FileChannel reader() {
    return part.channel();
  }

  /**
   * Brings what was written to the disk.
   *
   * @throws GgufWriteException if the disk refuses
   */
  public void force() throws GgufWriteException {
    try {
      part.channel().force(true);
    } catch (IOException e) {
      throw new GgufWriteException(out, e);
    }
  }

  /**
   * Gives the file its name; a file that has it is replaced in one step.
   *
   * @throws GgufWriteException if it cannot be brought to the disk or be moved; a file that had its
   *     name is still there then
   */
  public void complete() throws GgufWriteException {
    try {
      part.complete(durability);
    } catch (IOException e) {
      throw new GgufWriteException(out, e);
    }
  }

  /**
   * Takes away what was not completed.
   *
   * @throws GgufWriteException if it cannot be taken away
   */
  @Override
  public void close() throws GgufWriteException {
    disk.close();
    DirectFile last = direct.orElse(null);
    try (last) { // the part file's lock ends with the first that is closed, so that goes before
      part.close();
    } catch (IOException e) {
      throw new GgufWriteException(out, e);
    }
  }
}
