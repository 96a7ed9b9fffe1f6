package io.rank1.models.gguf;

import io.rank1.core.files.PartFile;
import java.io.IOException;
import java.nio.file.Path;

/** A GGUF file that is being written, and gets its name at the end. Used by one thread. */
public final class NewGguf implements AutoCloseable {
  private final Path out;
  private final PartFile part;
  private final TensorChannel channel;

  private NewGguf(Path out, PartFile part) {
    this.out = out;
    this.part = part;
    this.channel = new TensorChannel(out, part.channel());
  }

  /**
   * Begins an empty file.
   *
   * @param out the name that it gets at the end
   * @throws GgufWriteException if it cannot be made, or is being written already
   */
  public static NewGguf create(Path out) throws GgufWriteException {
    try {
      return new NewGguf(out, PartFile.create(out));
    } catch (IOException e) {
      throw new GgufWriteException(out, e);
    }
  }

  TensorChannel channel() {
    return channel;
  }

  /** Where it is until it is complete, to be read; closed with this. */
  public Path path() {
    return part.path();
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
  public void complete(PartFile.Durability durability) throws GgufWriteException {
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
    try {
      part.close();
    } catch (IOException e) {
      throw new GgufWriteException(out, e);
    }
  }
}
