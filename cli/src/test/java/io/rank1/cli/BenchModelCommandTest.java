package io.rank1.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.rank1.core.gguf.GgufFile;
import io.rank1.core.gguf.GgufNumberArray;
import io.rank1.core.gguf.GgufStringArray;
import io.rank1.models.synthetic.Markers;
import io.rank1.models.synthetic.TokenType;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class BenchModelCommandTest {

  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource(Markers.class)
  void hasTheMarkersAsAskedFor(Markers markers) throws IOException {
    String name = markers.name().toLowerCase(Locale.ROOT);
    GgufFile file = made("--markers", name);
    assertThat(typeOf(file, "</think>"))
        .isEqualTo(markers == Markers.ABSENT ? -1 : markers.type().id());
    assertThat(typeOf(file, "<think>")).isEqualTo(typeOf(file, "</think>"));
  }

  @Test
  void hasThemAsRank1sCheckpointsDoIfNothingIsSaid() throws IOException {
    GgufFile file = made();
    assertThat(typeOf(file, "<think>")).isEqualTo(TokenType.CONTROL.id());
    assertThat(typeOf(file, "</think>")).isEqualTo(TokenType.CONTROL.id());
    assertThat(typeOf(file, "<tool_call>")).isEqualTo(TokenType.USER_DEFINED.id());
    assertThat(file.array("tokenizer.ggml.tokens").orElseThrow().size()).isEqualTo(4096);
  }

  private GgufFile made(Object... more) throws IOException {
    Path model = folder.resolve("random.gguf");
    Object[] arguments = {"bench-model", "-o", model, "--shape", "tiny", "--type", "q4_0"};
    Object[] all = new Object[arguments.length + more.length];
    System.arraycopy(arguments, 0, all, 0, arguments.length);
    System.arraycopy(more, 0, all, arguments.length, more.length);
    assertThat(new Cli().run(all).code()).isZero();
    return GgufFile.read(model);
  }

  /** The type of the token of a text, or -1 if none is. */
  private static long typeOf(GgufFile file, String text) {
    var tokens = (GgufStringArray) file.array("tokenizer.ggml.tokens").orElseThrow();
    var types = (GgufNumberArray) file.array("tokenizer.ggml.token_type").orElseThrow();
    return IntStream.range(0, tokens.size())
        .filter(id -> tokens.string(id).equals(text))
        .mapToLong(types::integer)
        .findFirst()
        .orElse(-1);
  }
}
