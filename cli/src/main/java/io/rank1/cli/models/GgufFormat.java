package io.rank1.cli.models;

import io.rank1.cli.doctor.Finding;
import io.rank1.cli.doctor.MarkerFinding;
import io.rank1.core.gguf.GgufFile;
import io.rank1.core.text.PlainText;
import io.rank1.llama.check.ModelCheck;
import io.rank1.llama.check.ModelSummary;
import io.rank1.llama.check.ModelUnusableException;
import io.rank1.models.verify.FileReadout;
import io.rank1.models.verify.ScanPlan;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/** A GGUF file: its structure, its numbers, and whether it is a rank1. */
final class GgufFormat implements ReadFormat {

  private final Path file;
  private final GgufFile header;
  private final ScanPlan plan;

  /**
   * @param header which its reader has found to be sound
   */
  GgufFormat(Path file, GgufFile header) {
    this.file = Objects.requireNonNull(file, "file");
    this.header = header;
    this.plan = ScanPlan.of(header);
  }

  @Override
  public ScanPlan plan() {
    return plan;
  }

  @Override
  public List<Finding> findings(FileReadout readout) {
    List<Finding> findings = new ArrayList<>();
    findings.add(structure());
    findings.add(numbers(readout, "blocks"));
    Finding rank1 = rank1();
    findings.add(rank1);
    if (rank1.grade() == Finding.Grade.OK) {
      findings.add(MarkerFinding.of(Optional.empty(), file));
    }
    return findings;
  }

  /** The reader has refused what lies outside the file or overlaps. */
  private Finding structure() {
    long end =
        header.tensors().values().stream()
            .mapToLong(tensor -> tensor.offset() + tensor.byteSize())
            .max()
            .orElse(0);
    long behind = header.fileSize() - header.dataOffset() - end;
    String text =
        String.format(
            Locale.ROOT,
            "GGUF version %d, %d tensors, all inside the file and apart from each other",
            header.version(),
            header.tensors().size());
    return behind > header.alignment()
        ? Finding.warning(
            "structure", text, behind + " bytes behind the last tensor belong to nothing")
        : Finding.ok("structure", text);
  }

  private Finding rank1() {
    try {
      ModelSummary model = ModelCheck.check(file);
      return Finding.ok(
          "rank1",
          String.format(
              Locale.ROOT,
              "%s, %d tokens, \" true\" and \" false\" among them",
              model.architecture(),
              model.vocabularySize()));
    } catch (ModelUnusableException e) {
      return new Finding(
          Finding.Grade.FAILURE, "rank1", PlainText.line(e.getMessage()), Optional.empty());
    }
  }
}
