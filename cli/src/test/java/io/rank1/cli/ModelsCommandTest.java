package io.rank1.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.rank1.models.demo.DemoModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Names of models, arguments, and what is listed and shown. */
class ModelsCommandTest extends WithHubStub {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "rank1-7b:Q4_K_M | 4 | is not in | fetch it by 'rank1 models pull rank1-7b:Q4_K_M'",
        "rank1-7b:Q4_K_M | 4 | --to DIR', carry DIR over | --model FILE",
        "hf:o/r/f.gguf | 4 | hf:o/r/f.gguf is not in | 'rank1 models pull hf:o/r/f.gguf'",
        "hf:o/r@v1/f.gguf | 4 | is not in | 'rank1 models pull hf:o/r@v1/f.gguf'",
        "hf:o/r | 2 | names no file | hf:OWNER/NAME/FILE.gguf",
        "hf:o | 2 | names no repository | hf:OWNER/NAME",
        "hf:o/r/../x | 2 | is no path | '../x'",
        "rank1-7b | 2 | no single file | for example rank1-7b:",
        "rank1-3b | 2 | cannot load | convert it",
        "rank1-7b-awq | 2 | cannot load | convert it",
        "rank1-9b:Q4_0 | 2 | no model is called 'rank1-9b:Q4_0' | rank1-0.5b, rank1-1.5b",
        "rank1-7b:Q9 | 2 | no GGUF file 'rank1-7b:Q9' | Q2_K, Q3_K_S"
      })
  void aModelThatIsNotThereIsOneLine(String name, int code, String what, String todo) {
    Cli cli = cli();
    assertOneLine(cli.run("score", "-m", name, "-q", "a", "-p", "b"), code, what, todo);
    assertThat(cli.opened).isEmpty();
    assertThat(hub.requests).isEmpty();
  }

  @Test
  void aFileOfACatalogueNameIsThatFile() throws IOException {
    Path named = Files.writeString(dir.resolve("rank1-7b"), "x");
    Cli cli = cli();
    cli.run("score", "-m", named, "-q", "a", "-p", "b");
    assertThat(cli.opened).singleElement().matches(made -> made.model().equals(named));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "pull rank1-9b",
        "pull some/repo",
        "pull model.gguf",
        "pull hf:x",
        "pull rank1-7b --revision ../x",
        "pull hf:o/r@v1 --revision v2",
        "pull rank1-7b --jobs 0",
        "pull rank1-7b --retries -1",
        "show ",
        "show rank1-9b",
        "list --ctx 0",
        "list --parallel 5000",
        "verify /nowhere/x",
        "verify /",
        "verify x --sha256 12"
      })
  void badArgumentsAreOneLineAndCode2(String words) {
    Object[] arguments = ("models " + words).split(" ", -1);
    assertOneLine(run(arguments), 2);
    assertThat(hub.requests).isEmpty();
  }

  @Test
  void listsTheFamilyWithMemory() {
    Cli.Outcome outcome = run("models", "list", "--ctx", "8192", "--parallel", "8");
    assertThat(outcome.code()).isZero();
    assertThat(outcome.err()).isEmpty();
    assertThat(outcome.out().lines())
        .hasSize(1 + 43 + 5)
        .anyMatch(line -> line.matches("rank1-llama3-8b:Q8_0 +Llama 3.1 8B +gguf +- .* \\? +\\?"));
    assertThat(outcome.out()).contains("for 8 pairs at once with a context of 8192");

    // 28 layers, 4 KV heads of 128, keys and values in 2 bytes, for 65536 tokens.
    long cache = 28L * 4 * 128 * 2 * 2 * 65_536;
    assertThat(run("models", "list", "--ctx", "8192", "--parallel", "8", "--json").out())
        .hasLineCount(1)
        .contains(
            "{\"context\":8192,\"parallel\":8,\"models\":[{\"name\":\"rank1-0.5b\"",
            "{\"name\":\"rank1-7b:Q4_K_M\",\"model\":\"jhu-clsp/rank1-7b\",\"base\":\"Qwen2.5-7B\","
                + "\"parameters\":7615616512,\"form\":\"gguf\",\"repository\":"
                + "\"mradermacher/rank1-7b-GGUF\",\"file\":\"rank1-7b.Q4_K_M.gguf\","
                + "\"approximate_gb\":4.68,\"sha256\":null,\"memory\":{\"weights\":4680000000,"
                + "\"kv_cache\":"
                + cache
                + ",");
  }

  @Test
  void showsAModelAndAFile() throws IOException {
    assertThat(run("models", "show", "rank1-3b").out())
        .contains("GGUF          none known", "36 layers", "not pinned");
    run("models", "pull", "rank1-7b:Q4_K_M");
    assertThat(run("models", "show", "rank1-7b:Q4_K_M").out())
        .contains("on disk       " + pulled())
        .doesNotContain("Q6_K");
    assertThat(run("models", "show", "rank1-7b", "--json").out())
        .startsWith("{\"name\":\"rank1-7b\",\"architecture\":\"qwen2\",\"layers\":28,")
        .contains(",\"context\":16000,\"parallel\":1,\"models\":[{", "rank1-7b-awq");

    Path demo = DemoModel.file();
    assertThat(run("models", "show", demo).out())
        .contains("26 f32, 36 q8_0", "one pair at a time with a context of 2048");
    assertThat(run("models", "show", demo, "--json").out())
        .contains("\"tensors\":{\"f32\":26,\"q8_0\":36},\"context\":2048");
    assertOneLine(run("models", "show", pulled()), 4, "not a GGUF file");
    assertOneLine(run("models", "show", dir.resolve("x.gguf")), 4, "no such file");
  }
}
