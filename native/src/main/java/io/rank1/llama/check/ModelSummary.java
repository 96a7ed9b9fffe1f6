package io.rank1.llama.check;

import io.rank1.core.profile.Profile;
import io.rank1.core.profile.Profiles;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * What a checked model is.
 *
 * @param path the file, the first part of a split one
 * @param fileSize the length of all parts in bytes
 * @param architecture the value of {@code general.architecture}
 * @param support how far the architecture is known to work
 * @param head what its last matrix is
 * @param name the value of {@code general.name}, or the file's name
 * @param layers decoder blocks
 * @param embedding width of the residual stream
 * @param heads query heads
 * @param kvHeads key and value heads
 * @param headDimK width of a key head
 * @param headDimV width of a value head
 * @param contextLength tokens of context that the model was trained for
 * @param vocabularySize the number of tokens, which is the number of logits
 */
public record ModelSummary(
    Path path,
    long fileSize,
    String architecture,
    Support support,
    Head head,
    String name,
    int layers,
    int embedding,
    int heads,
    int kvHeads,
    int headDimK,
    int headDimV,
    int contextLength,
    int vocabularySize) {
  /**
   * Validates the sizes.
   *
   * @throws IllegalArgumentException if one is not positive
   */
  public ModelSummary {
    Objects.requireNonNull(path, "path");
    Objects.requireNonNull(architecture, "architecture");
    Objects.requireNonNull(support, "support");
    Objects.requireNonNull(head, "head");
    Objects.requireNonNull(name, "name");
    requirePositive("fileSize", fileSize);
    requirePositive("layers", layers);
    requirePositive("embedding", embedding);
    requirePositive("heads", heads);
    requirePositive("kvHeads", kvHeads);
    requirePositive("headDimK", headDimK);
    requirePositive("headDimV", headDimV);
    requirePositive("contextLength", contextLength);
    requirePositive("vocabularySize", vocabularySize);
  }

  /**
   * Bytes of KV cache that one token takes, over all layers.
   *
   * @param bytesPerKey bytes of one cached number: 2 for F16, 34 / 32 for Q8_0
   * @param bytesPerValue the same for the cached values
   */
  public long kvBytesPerToken(double bytesPerKey, double bytesPerValue) {
    double perHead = headDimK * bytesPerKey + headDimV * bytesPerValue;
    return (long) Math.ceil((double) layers * kvHeads * perHead);
  }

  /** Whether {@code general.name} or the file's name says rank1. */
  public boolean callsItselfRank1() {
    return Stream.of(name, path.getFileName().toString())
        .anyMatch(text -> text.toLowerCase(Locale.ROOT).contains("rank1"));
  }

  /** The profile that its names and its architecture tell, else rank1's. */
  public Profile profile() {
    return Profiles.of(architecture, List.of(name, path.getFileName().toString()))
        .orElseGet(Profiles::rank1);
  }

  private static void requirePositive(String what, long value) {
    if (value <= 0) {
      throw new IllegalArgumentException(what + " is not positive: " + value);
    }
  }
}
