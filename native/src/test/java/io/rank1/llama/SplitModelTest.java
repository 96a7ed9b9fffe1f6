package io.rank1.llama;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rank1.core.pair.RerankResult;
import io.rank1.llama.check.ModelCheck;
import io.rank1.llama.check.ModelSummary;
import io.rank1.llama.check.ModelUnusableException;
import io.rank1.models.synthetic.SplitModel;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("llama")
class SplitModelTest {

  @TempDir Path folder;
  private Path whole;
  private List<Path> parts;

  @BeforeEach
  void split() throws IOException {
    whole = Fixtures.randomQwen2(folder);
    parts = SplitModel.write(whole, folder, "m", 3);
  }

  private static void assertRefused(Path path, String... words) {
    assertThatThrownBy(() -> ModelCheck.check(path))
        .isInstanceOf(ModelUnusableException.class)
        .hasMessageContainingAll(words);
  }

  /** Changes a 16-bit or 32-bit number behind a key. */
  private static void set(Path file, String key, int type, int bits, int value) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    int at = new String(bytes, StandardCharsets.ISO_8859_1).indexOf(key) + key.length();
    ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putInt(at, type);
    if (bits == 16) {
      buffer.putShort(at + 4, (short) value);
    } else {
      buffer.putInt(at + 4, value);
    }
    Files.write(file, bytes);
  }

  @Test
  void anyPartScoresAsTheWhole() {
    RerankResult expected = score(whole);
    assertThat(expected.requireScore().probability()).isBetween(1e-6, 1 - 1e-6);
    for (Path part : List.of(parts.get(0), parts.get(2))) {
      RerankResult result = score(part);
      assertThat(result.requireScore()).isEqualTo(expected.requireScore());
      assertThat(result.reasoning()).isEqualTo(expected.reasoning());
    }
  }

  private static RerankResult score(Path model) {
    try (LlamaReranker llama = Fixtures.open(model, 8)) {
      return llama.score("query so", "the passage");
    }
  }

  @Test
  void theSummaryIsOfAllParts() throws IOException {
    ModelSummary summary = ModelCheck.check(parts.get(1));
    long size = 0;
    for (Path part : parts) {
      size += Files.size(part);
    }
    assertThat(summary.fileSize()).isEqualTo(size).isGreaterThan(Files.size(whole));
    assertThat(summary.path()).isEqualTo(parts.get(0));
    assertThat(summary.name()).isEqualTo(ModelCheck.check(whole).name());
  }

  @Test
  void namesMissingParts() throws IOException {
    Files.delete(parts.get(1));
    assertRefused(
        parts.get(0), "one of 3 parts, and beside it these are missing: m-00002-of-00003.gguf");
    Files.delete(parts.get(0));
    assertRefused(parts.get(2), "these are missing: m-00001-of-00003.gguf, m-00002-of");
  }

  @Test
  void refusesPartsOnWhichLlamaCppWouldEndOrGuess() throws IOException {
    Files.copy(parts.get(0), folder.resolve("renamed.gguf"));
    assertRefused(folder.resolve("renamed.gguf"), "names must end in -00001-of-00003.gguf");
    set(parts.get(1), "split.no", 2, 16, 2);
    assertRefused(parts.get(0), "m-00002-of-00003.gguf: split.no is not the UINT16 1");
    set(parts.get(1), "split.no", 3, 16, 1);
    assertRefused(parts.get(0), "split.no is not the UINT16 1");
    set(parts.get(1), "split.no", 2, 16, 1);
    set(parts.get(2), "split.count", 2, 16, 4);
    assertRefused(parts.get(0), "m-00003-of-00003.gguf: split.count is not the UINT16 3");
    set(parts.get(2), "split.count", 2, 16, 3);
    set(parts.get(0), "split.tensors.count", 5, 32, 7);
    assertRefused(parts.get(0), "split.tensors.count is 7");
    set(parts.get(0), "split.tensors.count", 4, 32, 7);
    assertRefused(parts.get(0), "split.tensors.count is missing or not INT32");
    Files.copy(parts.get(1), folder.resolve("n-00001-of-00002.gguf"));
    assertRefused(folder.resolve("n-00001-of-00002.gguf"), "names must end in -00001-of-00003");
  }

  @Test
  void refusesATensorInTwoParts() throws IOException {
    byte[] bytes = Files.readAllBytes(parts.get(1));
    Files.write(parts.get(2), bytes);
    set(parts.get(2), "split.no", 2, 16, 2);
    assertRefused(parts.get(0), "m-00003-of-00003.gguf: tensor ", "an earlier part has it too");
  }

  @Test
  void aDamagedPartIsNamed() throws IOException {
    Files.write(parts.get(2), new byte[100]);
    assertRefused(parts.get(0), "m-00003-of-00003.gguf: the header: not a GGUF file");
  }
}
