package io.rank1.llama.library;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * Which processor a Linux library was made for, by its header ({@code e_machine} of ELF): glibc
 * calls a library for another processor a missing file.
 */
public final class ElfMachine {

  private static final int HEADER = 20;
  private static final int MACHINE = 18;
  private static final Map<Integer, String> NAMES = Map.of(0x3e, "amd64", 0xb7, "aarch64");

  private ElfMachine() {}

  /**
   * The processor as the system property {@code os.arch} names it; empty when the file is no ELF
   * library for a processor that is known here, or cannot be read.
   */
  public static Optional<String> of(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] header = in.readNBytes(HEADER);
      boolean isElf =
          header.length == HEADER
              && header[0] == 0x7f
              && header[1] == 'E'
              && header[2] == 'L'
              && header[3] == 'F';
      return isElf
          ? Optional.ofNullable(NAMES.get(header[MACHINE] & 0xff | header[MACHINE + 1] << 8))
          : Optional.empty();
    } catch (IOException e) {
      return Optional.empty(); // the loader says so better
    }
  }
}
