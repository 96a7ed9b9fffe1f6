package io.rank1.llama;

import static org.assertj.core.api.Assertions.assertThat;

import io.rank1.core.json.JsonObject;
import io.rank1.core.prompt.SegmentedText;
import io.rank1.models.convert.Conversion;
import io.rank1.models.synthetic.CheckpointFamily;
import io.rank1.models.synthetic.ModelShape;
import io.rank1.models.synthetic.PieceVocabulary;
import io.rank1.models.synthetic.RandomCheckpoint;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Published vocabularies of SentencePiece in llama.cpp, against Hugging Face's tokenizers. Each
 * folder within the one that the environment's {@value #FOLDER} names holds tokenizer.model,
 * tokenizer.json and tokenizer_config.json, and ids.jsonl, whose lines are {@code {"text": "...",
 * "ids": [...]}}: what the tokenizers library makes of a text in which special tokens count.
 */
@Tag("llama")
@EnabledIfEnvironmentVariable(named = PublishedPiecesTest.FOLDER, matches = ".+")
class PublishedPiecesTest {

  static final String FOLDER = "RANK1_TEST_PIECES";
  private static final int ROWS = 32_768;

  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource
  void tokensAreThoseOfHuggingFace(PieceVocabulary.Files files) throws IOException {
    List<Path> published;
    try (Stream<Path> all = Files.list(Path.of(System.getenv(FOLDER)))) {
      published = all.filter(Files::isDirectory).sorted().toList();
    }
    assertThat(published).isNotEmpty();
    for (Path one : published) {
      try (LlamaModel model = Fixtures.load(converted(one, files))) {
        for (String line : Files.readAllLines(one.resolve("ids.jsonl"))) {
          JsonObject json =
              JsonObject.read(one, new ByteArrayInputStream(line.getBytes(StandardCharsets.UTF_8)));
          String text = json.string("text").orElseThrow();
          int[] ids =
              json.list("ids").orElseThrow().stream().mapToInt(id -> (Integer) id).toArray();
          assertThat(model.vocabulary().encode(SegmentedText.literal(text)))
              .as("%s: %s", one.getFileName(), text)
              .isEqualTo(ids);
        }
      }
    }
  }

  private Path converted(Path published, PieceVocabulary.Files files) throws IOException {
    ModelShape shape =
        new ModelShape(
            CheckpointFamily.LLAMA_2.architecture(),
            1,
            32,
            2,
            1,
            16,
            32,
            512,
            1e4f,
            1e-6f,
            ModelShape.Output.TIED);
    PieceVocabulary none =
        new PieceVocabulary(List.of(), List.of(), PieceVocabulary.Blanks.EACH_RUN, files);
    Path checkpoint = folder.resolve("checkpoint");
    new RandomCheckpoint(
            CheckpointFamily.LLAMA_2, shape, none, RandomCheckpoint.Weights.F16, ROWS, 1, 3)
        .write(checkpoint);
    for (String name : List.of("tokenizer.model", "tokenizer.json", "tokenizer_config.json")) {
      Path there = checkpoint.resolve(name);
      if (Files.exists(there)) {
        Files.copy(published.resolve(name), there, StandardCopyOption.REPLACE_EXISTING);
      }
    }
    Path file = folder.resolve("m.gguf");
    Conversion conversion = Conversion.plan(checkpoint, Optional.empty());
    assertThat(conversion.notes()).isEmpty();
    conversion.write(file, bytes -> {}, part -> {});
    return file;
  }
}
