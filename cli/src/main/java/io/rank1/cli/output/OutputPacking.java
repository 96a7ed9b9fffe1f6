package io.rank1.cli.output;

import com.github.luben.zstd.ZstdOutputStreamNoFinalizer;
import io.rank1.cli.exit.CommandException;
import io.rank1.cli.zstd.ZstdLibrary;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.zip.GZIPOutputStream;

/** How an output is packed, which its name says. */
public enum OutputPacking {
  NONE(""),
  GZIP(".gz"),
  ZSTD(".zst");

  /** Suffixes of what is not written; a name with one would say what its file is not. */
  private static final Set<String> OTHERS =
      Set.of(".7z", ".br", ".bz2", ".lz4", ".lzma", ".sz", ".tar", ".tgz", ".xz", ".zip");

  private final String suffix;

  OutputPacking(String suffix) {
    this.suffix = suffix;
  }

  /**
   * The packing that a file's name asks for, in small letters or capitals.
   *
   * @throws CommandException when it asks for another one
   */
  public static OutputPacking ofName(Path file) {
    String name = file.toString().toLowerCase(Locale.ROOT);
    String suffix = name.substring(Math.max(0, name.lastIndexOf('.')));
    if (OTHERS.contains(suffix)) {
      throw CommandException.usage(
          "cannot write " + file + ": of packings there are .gz and .zst, and not " + suffix);
    }
    return Arrays.stream(values())
        .filter(packing -> packing != NONE && packing.suffix.equals(suffix))
        .findFirst()
        .orElse(NONE);
  }

  /**
   * Makes sure that the name of a file that is never packed does not say that it is.
   *
   * @param what the file, as a message begins with it
   * @throws CommandException when it does
   */
  public static void requireNone(Path file, String what) {
    OutputPacking packing = ofName(file);
    if (packing != NONE) {
      throw CommandException.usage(
          "cannot write "
              + file
              + ": "
              + what
              + " is not packed; name it without "
              + packing.suffix);
    }
  }

  /** A file's name without its folder and without what tells the packing. */
  public String plainName(Path file) {
    String name = String.valueOf(file.getFileName());
    return name.substring(0, name.length() - suffix.length());
  }

  /**
   * Packs; flushing brings everything that was written so far to the other stream.
   *
   * @throws IOException when the beginning cannot be written, or zstd cannot be had here
   */
  OutputStream packed(OutputStream out) throws IOException {
    return switch (this) {
      case NONE -> out;
      case GZIP -> new GZIPOutputStream(out, 1 << 16, true);
      case ZSTD -> {
        ZstdLibrary.load();
        yield new ZstdOutputStreamNoFinalizer(out).setChecksum(true);
      }
    };
  }
}
