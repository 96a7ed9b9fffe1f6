package io.rank1.models.gguf;

import io.rank1.core.files.PartFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** A GGUF file that is being written, and gets its name at the end. Used by one thread. */
public final class NewGguf implements AutoCloseable {
  private final Path out;
  private final PartFile part;
  private final PartFile.Durability durability;
  private final Optional<EarlyForce> force;
  private final TensorChannel channel;

  private NewGguf(Path out, PartFile part, PartFile.Durability durability) {
    this.out = out;
    this.part = part;
    this.durability = durability;
    this.force =
        durability == PartFile.Durability.BEFORE_THE_NAME
            ? Optional.of(new EarlyForce(part.channel()))
            : Optional.empty();
    this.channel = new TensorChannel(out, part.channel(), force);
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
      awaitForce();
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
      awaitForce();
      part.complete(durability);
    } catch (IOException e) {
      throw new GgufWriteException(out, e);
    }
  }

  private void awaitForce() throws IOException {
    if (force.isPresent()) {
      force.get().await();
    }
  }

  /**
   * Takes away what was not completed.
   *
   * @throws GgufWriteException if it cannot be taken away
   */
  @Override
  public void close() throws GgufWriteException {
    force.ifPresent(EarlyForce::close);
    try {
      part.close();
    } catch (IOException e) {
      throw new GgufWriteException(out, e);
    }
  }
}
