package io.rank1.cli.models;

import io.rank1.cli.doctor.Finding;
import io.rank1.core.gguf.GgufException;
import io.rank1.core.gguf.GgufFile;
import io.rank1.models.safetensors.SafetensorsException;
import io.rank1.models.safetensors.SafetensorsFile;
import io.rank1.models.verify.ExpectedHash;
import io.rank1.models.verify.FileReadout;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.function.LongConsumer;

/** Checks a file: its hash, and what its format allows to check. */
public final class ModelVerifier {

  private final Path file;
  private final Optional<ExpectedHash> expected;

  /**
   * @param expected what its hash should be, if that is known
   */
  public ModelVerifier(Path file, Optional<ExpectedHash> expected) {
    this.file = Objects.requireNonNull(file, "file");
    this.expected = Objects.requireNonNull(expected, "expected");
  }

  /**
   * All findings, that on the hash first. The file is read once from start to end.
   *
   * @param progress told the number of bytes read
   * @throws IOException when it cannot be read
   */
  public List<Finding> verify(LongConsumer progress) throws IOException {
    ReadFormat format = format();
    FileReadout readout =
        FileReadout.of(file, expected.map(ExpectedHash::content), format.plan(), progress);
    List<Finding> findings = new ArrayList<>(List.of(hash(readout)));
    findings.addAll(format.findings(readout));
    return findings;
  }

  /** The content tells the format, and the name whether it should have been another. */
  private ReadFormat format() throws IOException {
    try {
      return new GgufFormat(file, GgufFile.read(file));
    } catch (GgufException e) {
      return isCalled(".gguf") ? damaged(e) : safetensors();
    }
  }

  private ReadFormat safetensors() throws IOException {
    try {
      return new SafetensorsFormat(SafetensorsFile.read(file));
    } catch (SafetensorsException e) {
      return isCalled(".safetensors")
          ? damaged(e)
          : new OtherFormat(
              Finding.warning(
                  "structure",
                  "it is no GGUF file and no safetensors file",
                  "only its hash can be checked"));
    }
  }

  private boolean isCalled(String suffix) {
    return file.toString().toLowerCase(Locale.ROOT).endsWith(suffix);
  }

  private static ReadFormat damaged(IOException rule) {
    return new OtherFormat(Finding.failure("structure", rule.getMessage(), ReadFormat.AGAIN));
  }

  private Finding hash(FileReadout readout) {
    String found = readout.hash().algorithm() + " " + readout.hash();
    if (expected.isEmpty()) {
      return Finding.warning(
          "hash", found, "nothing here says what it should be: give that by --sha256");
    }
    String source = expected.get().source();
    return readout.hash().equals(expected.get().content())
        ? Finding.ok("hash", found + ", as " + source)
        : Finding.failure(
            "hash", found + ", and " + expected.get().content() + " " + source, ReadFormat.AGAIN);
  }
}
