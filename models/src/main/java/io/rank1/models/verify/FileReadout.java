package io.rank1.models.verify;

import io.rank1.models.hub.ContentId;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.LongConsumer;

/**
 * What a file's bytes are, read once from start to end.
 *
 * @param size their number
 * @param hash their hash, in the form that was asked for
 * @param faults tensors with numbers that are not finite; none if it was not read as a model
 */
public record FileReadout(long size, ContentId hash, List<TensorFault> faults) {

  private static final ContentId ANY_SHA256 = new ContentId("0".repeat(64));

  /** Validates and copies the components. */
  public FileReadout {
    Objects.requireNonNull(hash, "hash");
    faults = List.copyOf(faults);
  }

  /**
   * Reads a file.
   *
   * @param expected what its hash should be, which says how it is hashed; SHA-256 without it
   * @param plan which of its numbers are looked at
   * @param progress told the number of bytes read
   * @throws IOException when it cannot be read
   */
  public static FileReadout of(
      Path file, Optional<ContentId> expected, ScanPlan plan, LongConsumer progress)
      throws IOException {
    long size = Files.size(file);
    MessageDigest digest =
        expected.filter(ContentId::isHash).orElse(ANY_SHA256).digest(size).orElseThrow();
    ScaleScanner scanner = new ScaleScanner(plan);
    byte[] buffer = new byte[1 << 20];
    long read = 0;
    try (InputStream in = Files.newInputStream(file)) {
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        digest.update(buffer, 0, n);
        scanner.accept(buffer, n);
        read += n;
        progress.accept(read);
      }
    }
    return new FileReadout(
        read, new ContentId(HexFormat.of().formatHex(digest.digest())), scanner.faults());
  }
}
