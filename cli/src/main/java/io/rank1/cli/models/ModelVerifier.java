package io.rank1.cli.models;

import io.rank1.cli.doctor.Finding;
import io.rank1.cli.exit.OneLine;
import io.rank1.core.gguf.GgmlType;
import io.rank1.core.gguf.GgufException;
import io.rank1.core.gguf.GgufFile;
import io.rank1.core.gguf.GgufTensor;
import io.rank1.llama.check.ModelCheck;
import io.rank1.llama.check.ModelSummary;
import io.rank1.llama.check.ModelUnusableException;
import io.rank1.models.verify.ExpectedHash;
import io.rank1.models.verify.FileReadout;
import io.rank1.models.verify.TensorFault;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.function.LongConsumer;

/**
 * Checks a file: its hash, the structure of a GGUF file, its numbers, and whether it is a rank1.
 */
public final class ModelVerifier {

  private static final String AGAIN = "fetch or convert it again";

  private final Path file;
  private final Optional<ExpectedHash> expected;
  private final List<Finding> findings = new ArrayList<>();

  /**
   * @param expected what its hash should be, if that is known
   */
  public ModelVerifier(Path file, Optional<ExpectedHash> expected) {
    this.file = Objects.requireNonNull(file, "file");
    this.expected = Objects.requireNonNull(expected, "expected");
  }

  /**
   * All findings. The file is read once from start to end.
   *
   * @param progress told the number of bytes read
   * @throws IOException when it cannot be read
   */
  public List<Finding> verify(LongConsumer progress) throws IOException {
    findings.clear();
    Optional<GgufFile> model = model();
    FileReadout readout =
        FileReadout.of(file, expected.map(ExpectedHash::content), model, progress);
    findings.add(0, hash(readout));
    model.ifPresent(header -> addModel(header, readout));
    return List.copyOf(findings);
  }

  private Optional<GgufFile> model() throws IOException {
    try {
      return Optional.of(GgufFile.read(file));
    } catch (GgufException e) {
      boolean named = file.toString().toLowerCase(Locale.ROOT).endsWith(".gguf");
      findings.add(
          named
              ? Finding.failure("structure", e.getMessage(), AGAIN)
              : Finding.warning("structure", "it is no GGUF file", "only its hash can be checked"));
      return Optional.empty();
    }
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
            "hash", found + ", and " + expected.get().content() + " " + source, AGAIN);
  }

  private void addModel(GgufFile header, FileReadout readout) {
    findings.add(structure(header));
    findings.add(numbers(header, readout.faults()));
    findings.add(rank1());
  }

  /** The reader has refused what lies outside the file or overlaps. */
  private static Finding structure(GgufFile header) {
    long end =
        header.tensors().values().stream()
            .mapToLong(tensor -> tensor.offset() + tensor.byteSize())
            .max()
            .orElse(0);
    long behind = header.fileSize() - header.dataOffset() - end;
    String text =
        "GGUF version %d, %d tensors, all inside the file and apart from each other"
            .formatted(header.version(), header.tensors().size());
    return behind > header.alignment()
        ? Finding.warning(
            "structure", text, behind + " bytes behind the last tensor belong to nothing")
        : Finding.ok("structure", text);
  }

  private static Finding numbers(GgufFile header, List<TensorFault> faults) {
    if (!faults.isEmpty()) {
      TensorFault first = faults.get(0);
      String others = faults.size() == 1 ? "" : ", and " + (faults.size() - 1) + " tensors more";
      return Finding.failure(
          "numbers",
          "%s has infinities or NaNs in %d blocks, the first of them number %d%s"
              .formatted(first.tensor(), first.blocks(), first.first(), others),
          AGAIN);
    }
    long closed =
        header.tensors().values().stream()
            .map(GgufTensor::type)
            .filter(GgmlType.IQ1_M::equals)
            .count();
    return Finding.ok(
        "numbers",
        "all scales and weights are finite"
            + (closed == 0 ? "" : ", but for " + closed + " tensors in IQ1_M, not looked into"));
  }

  private Finding rank1() {
    try {
      ModelSummary model = ModelCheck.check(file);
      return Finding.ok(
          "rank1",
          "%s, %d tokens, \" true\" and \" false\" among them"
              .formatted(model.architecture(), model.vocabularySize()));
    } catch (ModelUnusableException e) {
      return new Finding(
          Finding.Grade.FAILURE, "rank1", OneLine.of(e.getMessage()), Optional.empty());
    }
  }
}
