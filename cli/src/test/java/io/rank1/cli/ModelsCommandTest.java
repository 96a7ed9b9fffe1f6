package io.rank1.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.rank1.cli.output.StandardStream;
import io.rank1.models.demo.DemoModel;
import io.rank1.models.safetensors.Dtype;
import io.rank1.models.safetensors.SafetensorsWriter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ModelsCommandTest {

  private static final String GGUF = "rank1-7b.Q4_K_M.gguf";
  private static final byte[] CONTENT = content(500_000);

  @TempDir Path dir;
  private HubStub hub;

  private static byte[] content(int size) {
    byte[] bytes = new byte[size];
    new Random(size).nextBytes(bytes);
    return bytes;
  }

  @BeforeEach
  void start() throws IOException {
    hub = new HubStub();
    hub.files.put(GGUF, CONTENT);
  }

  @AfterEach
  void stop() {
    hub.close();
  }

  private Cli cli() {
    Cli cli = new Cli();
    cli.environment.clear();
    cli.environment.put("HF_HOME", dir.resolve("hf").toString());
    cli.environment.put("HF_ENDPOINT", hub.endpoint());
    return cli;
  }

  private Cli.Outcome run(Object... words) {
    return cli().run(words);
  }

  private Path snapshot(String repository) {
    return dir.resolve("hf/hub/" + repository + "/snapshots/" + HubStub.COMMIT);
  }

  private Path pulled() {
    return snapshot("models--mradermacher--rank1-7b-GGUF").resolve(GGUF);
  }

  private static void assertOneLine(Cli.Outcome outcome, int code, String... words) {
    assertThat(outcome.code()).isEqualTo(code);
    assertThat(outcome.out()).isEmpty();
    assertThat(outcome.err()).startsWith("rank1: ").hasLineCount(1);
    assertThat(List.of(words)).allSatisfy(part -> assertThat(outcome.err()).contains(part));
  }

  @Test
  void pullsAFileThatModelThenFinds() {
    Cli.Outcome outcome = run("models", "pull", "rank1-7b:q4_k_m");
    assertThat(outcome.code()).isZero();
    assertThat(outcome.out()).isEqualTo(pulled() + "\n");
    assertThat(pulled()).hasBinaryContent(CONTENT);
    assertThat(outcome.err())
        .startsWith(
            "rank1: " + GGUF + ", 500 kB from mradermacher/rank1-7b-GGUF at commit 0123456789ab\n")
        .endsWith("rank1: " + GGUF + ": whole, SHA-256 " + HubStub.sha256(CONTENT) + "\n");

    int before = hub.requests.size();
    for (String name :
        List.of("rank1-7b:Q4_K_M", "hf:mradermacher/rank1-7b-GGUF/" + GGUF, pulled().toString())) {
      Cli cli = cli();
      assertThat(cli.run("score", "-m", name, "-q", "a", "-p", "b").code()).as(name).isZero();
      assertThat(cli.opened).singleElement().matches(made -> made.model().equals(pulled()));
    }
    Cli byVariable = cli();
    byVariable.environment.put("RANK1_MODEL", "rank1-7b:Q4_K_M");
    assertThat(byVariable.run("score", "-q", "a", "-p", "b").code()).isZero();
    assertThat(byVariable.opened).singleElement().matches(made -> made.model().equals(pulled()));
    assertThat(run("models", "pull", "rank1-7b:Q4_K_M").err())
        .hasLineCount(2)
        .endsWith("rank1: " + GGUF + " is there already\n");
    before = hub.requests.size();
    assertThat(run("models", "list").out())
        .containsPattern("\nrank1-7b:Q4_K_M +Qwen2.5-7B +gguf +yes ")
        .containsPattern("\nrank1-7b:Q6_K +Qwen2.5-7B +gguf +- ");
    assertThat(run("models", "pull", "--offline", "rank1-7b:Q4_K_M"))
        .isEqualTo(new Cli.Outcome(0, pulled() + "\n", ""));
    assertThat(hub.requests).as("only pull connects").hasSize(before);
  }

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

  @Test
  void pullsACheckpointIntoAFolder() throws IOException {
    hub.files.clear();
    hub.files.put("config.json", "{}".getBytes());
    hub.files.put("tokenizer.json", content(2000));
    hub.files.put("README.md", content(2000));
    hub.files.put("model-00001-of-00002.safetensors", content(300_000));
    hub.files.put("model-00002-of-00002.safetensors", content(200_000));
    Path folder = dir.resolve("box");
    Cli.Outcome outcome = run("models", "pull", "rank1-0.5b", "--to", folder, "--jobs", "2");
    assertThat(outcome.code()).isZero();
    assertThat(outcome.out()).isEqualTo(folder + "\n");
    try (Stream<Path> all = Files.list(folder)) {
      assertThat(all).hasSize(4);
    }
    assertThat(outcome.err()).startsWith("rank1: 4 files, 502 kB from jhu-clsp/rank1-0.5b at");
    int before = hub.requests.size();
    assertThat(run("models", "pull", "rank1-0.5b", "--to", folder, "--offline"))
        .isEqualTo(new Cli.Outcome(0, folder + "\n", ""));

    assertOneLine(
        run("models", "pull", "rank1-0.5b", "--offline"),
        4,
        "offline, and " + dir.resolve("hf/hub") + " lacks hf:jhu-clsp/rank1-0.5b; where there is",
        "'rank1 models pull rank1-0.5b --to DIR', carry DIR over, and convert");
    Files.delete(folder.resolve("model-00001-of-00002.safetensors"));
    assertOneLine(
        run("models", "pull", "rank1-0.5b", "--to", folder, "--offline"),
        4,
        folder + " lacks model-00001-of-00002.safetensors; where there");
    assertThat(hub.requests).hasSize(before);

    assertThat(run("models", "pull", "rank1-0.5b").out())
        .isEqualTo(snapshot("models--jhu-clsp--rank1-0.5b") + "\n");
    assertThat(run("models", "list").out()).containsPattern("rank1-0.5b .*safetensors +yes ");
  }

  @Test
  void theEnvironmentForbidsToConnect() {
    Cli cli = cli();
    cli.environment.put("HF_HUB_OFFLINE", "1");
    assertOneLine(
        cli.run("models", "pull", "rank1-7b:Q4_K_M"), 4, "offline, and ", "lacks hf:mraderm");
    assertThat(hub.requests).isEmpty();
  }

  @Test
  void aBrokenPullSaysThatItCanGoOn() {
    hub.cutAfter = 200_000;
    Cli.Outcome broken = run("models", "pull", "rank1-7b:Q4_K_M", "--retries", "0");
    assertThat(broken.code()).isEqualTo(4);
    assertThat(broken.out()).isEmpty();
    assertThat(broken.err()).contains("run the same command again: it goes on where it stopped");
    hub.cutAfter = Integer.MAX_VALUE;
    Cli.Outcome whole = run("models", "pull", "rank1-7b:Q4_K_M");
    assertThat(whole.code()).isZero();
    assertThat(whole.err()).contains("rank1: " + GGUF + ": going on after ");
    assertThat(pulled()).hasBinaryContent(CONTENT);
  }

  @Test
  void anInterruptTellsWhatIsKept() {
    Cli cli = cli();
    hub.beforeContent = () -> cli.hooks.forEach(Runnable::run);
    assertThat(cli.run("models", "pull", "rank1-7b:Q4_K_M").err())
        .contains("rank1: interrupted; 0.00 kB of 500 kB are on disk, and the same command goes");
    assertThat(cli.hooks).as("taken back at the end").isEmpty();
  }

  @Test
  void aTerminalSeesALineThatChanges() {
    Cli.Outcome outcome =
        cli().onTerminals(StandardStream.ERR).run("models", "pull", "rank1-7b:Q4_K_M");
    assertThat(outcome.code()).isZero();
    assertThat(outcome.err()).contains("\r\u001b[K").contains(": whole, SHA-256 ");
  }

  @Test
  void refusalsOfTheHubAreCode4() {
    hub.status = 403;
    assertOneLine(run("models", "pull", "rank1-7b:Q4_K_M"), 4, "(status 403)", "HF_TOKEN");
    hub.status = 503;
    assertOneLine(
        run("models", "pull", "rank1-7b:Q4_K_M", "--retries", "0"), 4, "status 503", "later");
  }

  @Test
  void aFileThatTheRepositoryLacksIsToldWithThoseItHas() {
    assertOneLine(
        run("models", "pull", "rank1-7b:Q6_K"),
        4,
        "there is no hf:mradermacher/rank1-7b-GGUF/rank1-7b.Q6_K.gguf on the hub; ",
        "shows what there is: " + GGUF + "; name one as hf:mradermacher/rank1-7b-GGUF/FILE");
  }

  @Test
  void aFileInTheWayIsCode2() throws IOException {
    Path folder = Files.createDirectories(dir.resolve("box"));
    Files.writeString(folder.resolve(GGUF), "mine");
    Cli.Outcome outcome = run("models", "pull", "rank1-7b:Q4_K_M", "--to", folder);
    assertThat(outcome.code()).isEqualTo(2);
    assertThat(outcome.err()).contains("is there already and is not hf:mradermacher");
    assertThat(folder.resolve(GGUF)).hasContent("mine");
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
  void aBadEnvironmentIsOneLineAndCode2() {
    Cli cli = cli();
    cli.environment.put("HF_ENDPOINT", "huggingface.co");
    assertOneLine(cli.run("models", "pull", "rank1-7b"), 2, "HF_ENDPOINT is no http");
    cli.environment.put("HF_ENDPOINT", hub.endpoint());
    cli.environment.put("HF_TOKEN", "a b");
    assertOneLine(cli.run("models", "pull", "rank1-7b"), 4, "HF_TOKEN");
    cli.environment.remove("HF_TOKEN");
    cli.environment.put("all_proxy", "socks5://proxy");
    assertOneLine(cli.run("models", "pull", "rank1-7b"), 4, "not the address of an http proxy");
  }

  @Test
  void listsTheFamilyWithMemory() {
    Cli.Outcome outcome = run("models", "list", "--ctx", "8192", "--parallel", "8");
    assertThat(outcome.code()).isZero();
    assertThat(outcome.err()).isEmpty();
    assertThat(outcome.out().lines())
        .hasSize(1 + 43 + 3)
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

  @Test
  void verifiesAFile() throws IOException {
    byte[] bytes = Files.readAllBytes(DemoModel.file());
    Path model = Files.write(dir.resolve("m.gguf"), bytes);
    String hash = HubStub.sha256(bytes);

    Cli.Outcome alone = run("models", "verify", model);
    assertThat(alone.code()).isZero();
    assertThat(alone.err()).isEmpty();
    assertThat(alone.out().lines())
        .hasSize(4)
        .startsWith(
            "warning  hash       SHA-256 "
                + hash
                + "; nothing here says what it should be: give that by --sha256");
    assertThat(alone.out())
        .contains(
            "ok       structure  GGUF version 3, 62 tensors",
            "ok       numbers    all scales and weights are finite",
            "ok       rank1      qwen2, 3887 tokens");
    assertThat(run("models", "verify", model, "--sha256", hash.toUpperCase()).out())
        .startsWith("ok       hash       SHA-256 " + hash + ", as given\n");

    Cli.Outcome other = run("models", "verify", model, "--sha256", "0".repeat(64));
    assertThat(other.code()).isEqualTo(4);
    assertThat(other.out()).startsWith("failure  hash       SHA-256 " + hash + ", and 00");

    Files.writeString(dir.resolve("m.gguf.sha256"), hash + " *m.gguf\n");
    assertThat(run("models", "verify", model).out()).contains(", as in m.gguf.sha256\n");
    Files.writeString(dir.resolve("m.gguf.sha256"), hash + "  other.gguf\n");
    assertOneLine(run("models", "verify", model), 2, "no line with the SHA-256 of m.gguf");
    Files.delete(dir.resolve("m.gguf.sha256"));

    Files.write(model, Arrays.copyOf(bytes, bytes.length - 100));
    Cli.Outcome cut = run("models", "verify", model);
    assertThat(cut.code()).isEqualTo(4);
    assertThat(cut.out()).contains("failure  structure", "is it cut off?");
  }

  @Test
  void verifiesAgainstTheNameInTheCache() throws IOException {
    byte[] bytes = Files.readAllBytes(DemoModel.file());
    hub.files.put(GGUF, bytes);
    run("models", "pull", "rank1-7b:Q4_K_M");
    Cli.Outcome outcome = run("models", "verify", "rank1-7b:Q4_K_M");
    assertThat(outcome.code()).isZero();
    assertThat(outcome.out()).contains(", as by its name in the cache\n");

    bytes[bytes.length / 2] ^= 1;
    Files.write(pulled(), bytes);
    assertThat(run("models", "verify", "rank1-7b:Q4_K_M").code()).isEqualTo(4);
  }

  @Test
  void aFileThatIsNoModelHasItsHashOnly() throws IOException {
    Path file = Files.write(dir.resolve("x.bin"), CONTENT);
    Cli.Outcome outcome = run("models", "verify", file, "--sha256", HubStub.sha256(CONTENT));
    assertThat(outcome.code()).isZero();
    assertThat(outcome.out().lines())
        .containsExactly(
            "ok       hash       SHA-256 " + HubStub.sha256(CONTENT) + ", as given",
            "warning  structure  it is no GGUF file and no safetensors file; only its hash can be"
                + " checked");
  }

  @Test
  void verifiesAPartOfACheckpoint() throws IOException {
    Path file = dir.resolve("model.safetensors");
    ByteBuffer data = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
    writeTensor(file, Dtype.BF16, data);
    assertThat(run("models", "verify", file).out())
        .contains(
            "ok       structure  safetensors, 1 tensors that fill the file without holes",
            "ok       numbers    all scales and weights are finite\n");
    data.putShort(4, (short) 0x7f80);
    writeTensor(file, Dtype.BF16, data);
    Cli.Outcome infinite = run("models", "verify", file);
    assertThat(infinite.code()).isEqualTo(4);
    assertThat(infinite.out())
        .contains("failure  numbers    w has infinities or NaNs in 1 numbers, the first of them")
        .contains("number 2; fetch or convert it again");
    writeTensor(file, Dtype.F8_E4M3, data);
    assertThat(run("models", "verify", file).out())
        .contains("finite, but for 1 tensors in F8_E4M3, not looked into");

    byte[] whole = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(whole, whole.length - 1));
    Cli.Outcome cut = run("models", "verify", file);
    assertThat(cut.code()).isEqualTo(4);
    assertThat(cut.out()).contains("failure  structure", "is it cut off?; fetch or convert");
  }

  private static void writeTensor(Path file, Dtype type, ByteBuffer data) throws IOException {
    long numbers = data.capacity() * 8L / type.bits();
    new SafetensorsWriter()
        .tensor("w", type, List.of(numbers), out -> out.write(data.duplicate().rewind()))
        .write(file);
  }
}
