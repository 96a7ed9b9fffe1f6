package io.rank1.cli.jar;

import io.rank1.models.synthetic.Architecture;
import io.rank1.models.synthetic.ByteLevelBpe;
import io.rank1.models.synthetic.Markers;
import io.rank1.models.synthetic.ScriptedModel;
import io.rank1.models.synthetic.Vocabulary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What the runnable jar is given to read. */
final class JarFiles {

  private static final Vocabulary VOCABULARY =
      ByteLevelBpe.vocabulary(
          Architecture.QWEN2,
          Vocabulary.BosUse.NOT_ADDED,
          List.of(" true", " false", " so", " on"),
          Markers.CONTROL);

  private JarFiles() {}

  /** Writes {@code answers.gguf}, which thinks " so" and answers true with 0.7310. */
  static void writeAnsweringModel(Path folder) throws IOException {
    Vocabulary v = VOCABULARY;
    Map<Integer, Float> answer = Map.of(v.id(" true"), 2f, v.id(" false"), 1f);
    new ScriptedModel(v)
        .after(v.id(Markers.THINK), v.id(" so"))
        .after(v.id(" so"), v.id("</think>"))
        .after(v.id("</think>"), answer)
        .write(folder.resolve("answers.gguf"));
  }

  /** Writes {@code endless.gguf}, which thinks " so on so on" for ever. */
  static void writeEndlessModel(Path folder) throws IOException {
    Vocabulary v = VOCABULARY;
    new ScriptedModel(v)
        .after(v.id(Markers.THINK), v.id(" so"))
        .after(v.id(" so"), v.id(" on"))
        .after(v.id(" on"), v.id(" so"))
        .write(folder.resolve("endless.gguf"));
  }

  /** Writes a table of pairs of seven queries. */
  static Path writePairs(Path folder, String name, int count) throws IOException {
    return Files.writeString(
        folder.resolve(name),
        IntStream.range(0, count)
            .mapToObj(i -> "q" + i % 7 + "\td" + i + "\tquery " + i + "\tpassage é " + i + "\n")
            .collect(Collectors.joining()));
  }
}
