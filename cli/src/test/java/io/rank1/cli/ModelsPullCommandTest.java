package io.rank1.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.rank1.cli.output.StandardStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ModelsPullCommandTest extends WithHubStub {

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

  @Test
  void pullsACheckpointIntoAFolder() throws IOException {
    hub.files.clear();
    hub.files.put("config.json", "{}".getBytes(StandardCharsets.UTF_8));
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
}
