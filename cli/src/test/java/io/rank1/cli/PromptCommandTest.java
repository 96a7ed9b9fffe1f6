package io.rank1.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.rank1.core.pair.RerankRequest;
import io.rank1.core.profile.ProfileMethod;
import io.rank1.core.profile.Profiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PromptCommandTest {

  @TempDir Path folder;

  private final Cli cli = new Cli();

  @Test
  void listsEveryProfileWithItsState() {
    Cli.Outcome outcome = cli.run("prompt", "list");

    assertThat(outcome.code()).isZero();
    assertThat(outcome.out().lines().skip(1)).hasSameSizeAs(Profiles.names());
    assertThat(outcome.out()).containsPattern("(?m)^erank +reason-value +unverified +Qwen3 ");
    assertThat(cli.run("prompt", "list", "--json").out())
        .contains("\"name\":\"qwen3-reranker\",\"method\":\"logits\",\"state\":\"read\"");
  }

  @Test
  void whatIsShownIsTakenAsAProfile() throws IOException {
    String text = cli.run("prompt", "show", "qwen3-reranker").out();
    Path mine = Files.writeString(folder.resolve("mine.json"), text.replace("\"yes\"", "\"si\""));

    assertThat(cli.run("score", "-q", "a", "-p", "b", "--profile", mine).code()).isZero();
    assertThat(cli.opened.get(0).method().profile().answer().orElseThrow().texts())
        .containsExactly("si", "no");
    assertThat(cli.run("prompt", "show", "--schema").out()).contains("\"A profile of a family");
  }

  @Test
  void rendersThePromptOfAPair() {
    assertThat(cli.run("prompt", "render", "-q", "what?", "-p", "that").out())
        .isEqualTo(
            "Determine if the following passage is relevant to the query. Answer only with 'true'"
                + " or 'false'.\nQuery: what?\nPassage: that\n<think>\n");
    assertThat(new Cli().run("prompt", "render", "-q", "what?", "-p", "that", "--json").out())
        .startsWith("{\"profile\":\"rank1\",\"prompt\":\"Determine")
        .contains("\"truncated\":false,\"tokens\":[{\"id\":0,");
  }

  @Test
  void rendersThePromptOfAListOfWhichEachLineIsOne() throws IOException {
    Path passages = Files.writeString(folder.resolve("p.txt"), "one\ntwo\n");
    Object[] arguments = {
      "prompt", "render", "--profile", "setwise-chatml", "-q", "what?", "-p", "@" + passages
    };

    assertThat(new Cli().run(arguments).out())
        .isEqualTo(
            "<|im_start|>user\nGiven a query \"what?\", which of the following passages is the most"
                + " relevant one to the query?\n\nPassage A: \"one\"\n\nPassage B: \"two\"\n\n"
                + "Output only the passage label of the most relevant passage:<|im_end|>\n"
                + "<|im_start|>assistant\n Passage:\n");
    arguments[7] = "1\n2\n3\n4\n5";
    assertThat(new Cli().run(arguments).err())
        .contains("setwise-chatml shows at most 4 passages at once, and --passage has 5 lines");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "prompt show nope | there is no profile nope, by name or as a file; there are rank1, mxbai",
        "prompt show | either the name of a profile or --schema",
        "prompt show rank1 --schema | either the name of a profile or --schema",
        "score -q a -p b --profile nope | there is no profile nope",
        "score -q a -p b --profile rankzephyr | ranks lists, and scores no pairs",
        "score -q a -p b --profile rankllama --instruction x | has no place for --instruction",
        "score -q a -p b --profile erank --rethink 1 | ends its reasoning with a number: it has no pl",
        "score -q a -p b --profile qwen3-reranker --speculate 4 | nothing to guess for --speculate",
        "rerank --run r --topics t --corpus c -o x --profile qwen3-reranker --think-top 5 | does not r",
        "rerank --run r --topics t --corpus c -o x --profile rankzephyr --no-think | judge one passage",
        "score -q a -p b --task x | the profile rank1 has no task x, nor any other",
        "batch x.tsv --profile rank-r1 | ranks lists, and scores no pairs",
        "score -q a -p b --profile qwen3-reranker --max-think-tokens 5 | has no place for --max-think",
        "score -q a -p b --profile qwen3-reranker --rethink 1 | has no place for --rethink",
        "score -q a -p b --profile qwen3-reranker --early-exit 0.1 | has no place for --early-exit",
        "score -q a -p b --profile qwen3-reranker --no-think --think-fill x | has no place for --think",
      })
  void whatDoesNotGoTogetherIsAUsageError(String arguments, String message) {
    Cli.Outcome outcome = cli.run((Object[]) arguments.split(" "));

    assertThat(outcome.code()).isEqualTo(2);
    assertThat(outcome.err().lines()).hasSize(1);
    assertThat(outcome.err()).contains(message);
  }

  @Test
  void aTasksInstructionStandsWhereNoneIsGiven() throws IOException {
    String text = cli.run("prompt", "show", "qwen3-reranker").out();
    Path mine =
        Files.writeString(
            folder.resolve("mine.json"),
            text.replace("\"method\":", "\"tasks\": {\"code\": \"Find code\"},\n\"method\":"));

    cli.run("score", "-q", "a", "-p", "b", "--profile", mine, "--task", "code");
    ProfileMethod method = cli.opened.get(0).method();

    assertThat(method.prompt(new RerankRequest("q", "p")).text())
        .contains("<Instruct>: Find code\n");
    assertThat(method.prompt(new RerankRequest("q", "mine", "p")).text())
        .contains("<Instruct>: mine\n");
    assertThat(method.profile().hash())
        .isNotEqualTo(Profiles.find("qwen3-reranker").orElseThrow().hash());
    assertThat(cli.run("score", "-q", "a", "-p", "b", "--profile", mine, "--task", "no").err())
        .contains("has no task no; it has code");
  }

  @Test
  void aBrokenProfileIsToldWithItsLine() throws IOException {
    Path mine =
        Files.writeString(folder.resolve("mine.json"), "{\n\"profile\": 1,\n\"nme\": \"x\"}");

    Cli.Outcome outcome = cli.run("score", "-q", "a", "-p", "b", "--profile", mine);

    assertThat(outcome.code()).isEqualTo(2);
    assertThat(outcome.err()).contains(mine + ": line 3: nme is no key that is known here;");
  }
}
