package io.rank1.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.rank1.models.synthetic.ByteLevelBpe;
import io.rank1.models.synthetic.CheckpointFamily;
import io.rank1.models.synthetic.ModelShape;
import io.rank1.models.synthetic.RandomCheckpoint;
import io.rank1.models.synthetic.RandomCheckpoint.Weights;
import io.rank1.models.synthetic.Vocabulary;
import io.rank1.models.synthetic.Vocabulary.BosUse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Small checkpoints of Qwen2's kind, converted by the command. */
abstract class CheckpointConversions {

  static final String SECOND = "model-00002-of-00002.safetensors";

  static final ModelShape SHAPE =
      new ModelShape(
          CheckpointFamily.QWEN2.architecture(),
          2,
          128,
          2,
          1,
          64,
          256,
          512,
          1e6f,
          1e-6f,
          ModelShape.Output.UNTIED);

  @TempDir Path folder;
  Path checkpoint;
  Path outputs;

  @BeforeEach
  void makeFolders() throws IOException {
    checkpoint = folder.resolve("rank1-tiny");
    outputs = Files.createDirectory(folder.resolve("out"));
  }

  final void write(Weights weights, int shards) throws IOException {
    Vocabulary vocabulary =
        ByteLevelBpe.vocabulary(
            CheckpointFamily.QWEN2.architecture(), BosUse.NOT_ADDED, List.of(" true", " false"));
    new RandomCheckpoint(CheckpointFamily.QWEN2, SHAPE, vocabulary, weights, 320, shards, 9)
        .write(checkpoint);
  }

  final Cli.Outcome convert(String... more) {
    return new Cli()
        .run(
            Stream.concat(
                    Stream.of("convert", checkpoint, "-o", outputs.resolve("m.gguf")),
                    Stream.of(more))
                .toArray());
  }

  final List<Path> written() throws IOException {
    try (Stream<Path> files = Files.list(outputs)) {
      return files.toList();
    }
  }

  final void edit(String file, String from, String to) throws IOException {
    Path path = checkpoint.resolve(file);
    String text = Files.readString(path);
    assertThat(text).contains(from);
    Files.writeString(path, text.replace(from, to));
  }

  final void refused(String complaint, String... more) throws IOException {
    List<Path> before = written();
    Cli.Outcome outcome = convert(more);
    assertThat(outcome.code()).as(outcome.err()).isEqualTo(2);
    assertThat(outcome.out()).isEmpty();
    assertThat(outcome.err().lines().filter(line -> !line.startsWith("rank1: note:"))).hasSize(1);
    assertThat(outcome.err()).contains(complaint);
    assertThat(written()).isEqualTo(before);
  }
}
