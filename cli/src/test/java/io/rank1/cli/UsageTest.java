package io.rank1.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.rank1.cli.exit.CommandException;
import io.rank1.cli.exit.ExitCode;
import io.rank1.cli.scoring.ScorerSettings;
import io.rank1.core.pair.RerankRequest;
import io.rank1.core.pair.Thinking;
import io.rank1.core.profile.Profiles;
import io.rank1.core.runner.Sampling;
import io.rank1.llama.BackendSampling;
import io.rank1.llama.CacheType;
import io.rank1.llama.FlashAttention;
import io.rank1.llama.GpuOptions;
import io.rank1.llama.KvLayout;
import io.rank1.llama.LlamaOptions;
import io.rank1.llama.SplitMode;
import io.rank1.models.demo.DemoModel;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("locale")
class UsageTest {

  @TempDir Path dir;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          --nonsense                          | Unknown option: '--nonsense'
          ''                                  | Unmatched argument at index 0: ''
          scor                                | Unmatched argument at index 0: 'scor'; did you mean score
          score -q a                          | Missing required option: '--passage
          score -q a -p b --ctx 0             | '0' is not a whole number
          score -q a -p b --ctx -5            | '-5' is not a whole number
          score -q a -p b --threads many      | 'many' is not a whole number
          score -q a -p b --parallel 99999999999 | '99999999999' is not a whole number
          score -q a -p b --max-think-tokens -1 | '-1' is not a whole number from 0
          score -q a -p b --no-think --max-think-tokens 9 | --no-think leaves no reasoning for --max-think-tokens 9
          score -q a -p b --no-think --rethink 1 | --rethink goes on with a chain, and --no-think has none
          score -q a -p b --max-think-tokens 0 --early-exit 0.1 | and --max-think-tokens 0 has none
          score -q a -p b --no-think --samples 3 | --samples draws chains
          score -q a -p b --no-think --temperature 1 | --temperature draws tokens
          score -q a -p b --think-fill x      | it goes with --no-think, and in rerank with
          score -q a -p b --no-think --think-fill - | does not come from standard input
          score -q a -p b --rethink 1 --early-exit 0.1 | --rethink goes on where --early-exit ends
          score -q a -p b --samples 3         | --samples needs --temperature above 0
          score -q a -p b --samples 999 --temperature 1 | samples are 1 to 256
          score -q a -p b --seed 3            | --seed draws tokens
          score -q a -p b --top-p 2 --temperature 1 | top-p out of range
          score -q a -p b --early-exit 0.7    | in (0, 0.5]
          score -q a -p b --early-exit 0.1,x  | '0.1,x' is not a number, and after commas
          score -q a -p b --early-exit 0.1,0  | at least one look
          score -q a -p b --flash-attn maybe  | Invalid value for option '--flash-attn'
          score -q a -p b --ubatch 64 --batch 32 | ubatch 64 is larger than batch 32
          score -q a -q b -p c                | should be specified only once
          score -q - -p -                     | only one of the texts can come from standard input
          score -q a -p - --instruction -     | only one of the texts can come from standard input
          score -q @/nowhere/q -p b           | --query: cannot read /nowhere/q: no such file; a text that begins with @ is written @@/nowhere/q
          score -q --json -p b                | the text of '-q, --query' is missing before '--json'; a text like that is written --query=--json
          score -q -p=b -p c                  | the text of '-q, --query' is missing before '-p=b'
          score -q a -p                       | Missing required parameter for option '--passage'
          score -q a -p b --instruction c --instruction d | option '--instruction' should be specified only once
          score -q a -p b --query-template /nowhere/t | cannot read /nowhere/t: no such file
          batch                               | Missing required parameter: 'PAIRS'
          batch /nowhere/p.tsv                | cannot read /nowhere/p.tsv: no such file
          batch /nowhere/p.tsv -o /tmp/rank1-never-there | cannot read /nowhere/p.tsv: no such file
          batch / | cannot read /: it is a directory
          batch a --format xml                | Invalid value for option '--format'
          eval                                | Missing required parameters: 'QRELS', 'RUN'
          eval q                              | Missing required parameter: 'RUN'
          eval /nowhere/q /nowhere/r          | cannot read /nowhere/q: no such file
          eval / /nowhere/r                   | cannot read /: it is a directory
          eval q r -m ndcg@10                 | no measure is called 'ndcg@10'; there are nDCG, nDCG@k, AP,
          eval q r -m AP,P                    | P needs a cutoff, as in P@10
          rerank --run r --topics t --corpus c -o x --think-top 0 | '0' is not a whole number
          rerank --run r --topics t --corpus c -o x --think-between 0.8,0.2 | '0.8,0.2' is not two probabilities, the smaller one first
          rerank --run r --topics t --corpus c -o x --think-between half | 'half' is not two probabilities
          rerank --run r --topics t --corpus c -o x --think-top 5 --no-think | --think-top thinks about some pairs, and --no-think and --max-think-tokens 0 about none
          rerank --run r --topics t --corpus c -o x --think-until-stable 5 --max-think-tokens 0 | --think-until-stable thinks about some pairs
          rerank --run r --topics t --corpus c -o x --think-until-stable 5 --think-top 5 | --think-until-stable decides by itself what is thought about
          rerank --run r --topics t --corpus c -o x --think-until-stable 5 --think-between 0.1,0.9 | it does not go with --think-top or --think-between
          rerank --run r --topics t --corpus c -o x --first-model small.gguf | --first-model is for the pass before the reasoning
          rerank --run r --topics t --corpus c -o x --think-top 5 --first-model model.gguf | --first-model names the model that thinks
          rerank --run r --topics t --corpus c -o x --think-fill . | --think-fill stands where there is no reasoning
          batch a --think-top 5               | Unknown options: '--think-top', '5'
          view                                | Missing required parameter: 'FILE'
          view /nowhere/r.jsonl               | cannot read /nowhere/r.jsonl: no such file
          view /                              | cannot read /: it is a directory
          view r.jsonl --docid d              | --docid needs --qid
          view r.jsonl --overwrite            | --overwrite needs --html
          view r.jsonl --limit 0              | '0' is not a whole number
          models                              | Missing required subcommand
          models pull                         | Missing required parameter: 'NAME[:Q]
          models pull rank1-9b                | no model is called 'rank1-9b'; there are rank1-0.5b,
          models inspect                      | Missing required parameter: 'FILE|DIR|NAME'
          models inspect /nowhere/m.gguf      | cannot read /nowhere/m.gguf: no such file
          models inspect / --ctx 0            | '0' is not a whole number
          models inspect x --parallel 9999    | at most 1024 pairs at once
          models quantize                     | Missing required parameters: 'IN', 'OUT', 'TYPE'
          models quantize /nowhere/m /x q4_0  | cannot read /nowhere/m: no such file
          models quantize / /x q9             | 'q9' is not one of F16, BF16, Q8_0
          models quantize / /x iq1_s          | an importance matrix, which rank1 does not make
          models verify /nowhere/m.gguf       | cannot read /nowhere/m.gguf: no such file
          convert                             | Missing required options and parameters: '--output=OUT', 'CHECKPOINT'
          convert /nowhere -o x               | /nowhere: it is no folder
          convert rank1-7b:Q4_K_M -o x        | rank1-7b:Q4_K_M is a single file; a checkpoint is needed
          convert rank1-8b -o x               | 'rank1-8b'
          runtime                             | Missing required subcommand
          runtime lost                        | 'lost'; did you mean list?
          runtime install                     | Missing required parameter: 'cpu|cuda|vulkan|metal'
          runtime install rocm                | expected one of [CPU, CUDA, VULKAN, METAL]
          runtime install cpu --from /nowhere/p.tgz | cannot read /nowhere/p.tgz: no such file
          runtime remove                      | Missing required parameter: 'NAME'
          bench --rounds 0                    | '0' is not a whole number
          bench-model                         | Missing required option: '--output=FILE'
          bench-model -o x --shape huge       | Invalid value for option '--shape'
          bench-model -o x --markers none     | Invalid value for option '--markers'
          bench-model -o x --tokenizer /nowhere | cannot read the tokenizer: no such file
          bench-model -o /nowhere/x           | cannot write /nowhere/x: no such file
          """)
  void refusesInOneLine(String arguments, String complaint) {
    Cli cli = new Cli();
    Cli.Outcome outcome = cli.run((Object[]) arguments.split(" +"));

    assertThat(outcome.code()).isEqualTo(2);
    assertThat(outcome.out()).isEmpty();
    assertThat(outcome.err().lines()).hasSize(1);
    assertThat(outcome.err()).startsWith("rank1: ").contains(complaint);
    assertThat(cli.opened).isEmpty();
  }

  @Test
  void refusesNothingAtAll() {
    Cli.Outcome outcome = new Cli().run();
    assertThat(outcome.code()).isEqualTo(2);
    assertThat(outcome.err()).contains("Missing required subcommand").hasLineCount(1);
  }

  @Test
  void withoutAModelItTakesTheDemoModel() {
    Cli cli = new Cli();
    cli.environment.clear();
    cli.run("score", "-q", "a", "-p", "b");
    assertThat(cli.opened)
        .singleElement()
        .satisfies(settings -> assertThat(settings.model()).hasFileName(DemoModel.FILE_NAME));
  }

  @Test
  void whatIsAskedOfTheMachineReachesTheModel() {
    Cli cli = new Cli();
    cli.environment.put("RANK1_RUNTIME", "cuda");
    String options =
        "score -q a -p b --gpu-layers all --device CUDA0,CUDA1 --tensor-split 3,1 --split-mode row"
            + " --main-gpu 1 --cache-type-k q8_0 --cache-type-v q4_0 --kv split --backend-sampling on";
    assertThat(cli.run((Object[]) options.split(" ")).code()).isZero();
    assertThat(cli.run("score", "-q", "a", "-p", "b", "--runtime", "here").code()).isZero();

    ScorerSettings settings = cli.opened.get(0);
    assertThat(settings.runtime()).isEqualTo("cuda");
    assertThat(settings.context().gpu())
        .isEqualTo(
            new GpuOptions(
                GpuOptions.ALL_LAYERS,
                List.of("CUDA0", "CUDA1"),
                SplitMode.ROW,
                1,
                List.of(3f, 1f),
                BackendSampling.ON));
    assertThat(settings.context().cacheK()).isEqualTo(CacheType.Q8_0);
    assertThat(settings.context().cacheV()).isEqualTo(CacheType.Q4_0);
    assertThat(settings.context().kvLayout()).isEqualTo(KvLayout.SPLIT);
    assertThat(cli.opened.get(1).runtime()).isEqualTo("here");
    assertThat(cli.opened.get(1).context().gpu()).isEqualTo(GpuOptions.AUTO);
  }

  @Test
  void refusesWhatCannotBeAskedOfAMachine() {
    for (String options :
        List.of(
            "--gpu-layers some",
            "--gpu-layers -1",
            "--tensor-split 0,0",
            "--main-gpu -1",
            "--split-mode half",
            "--cache-type-v q8_0 --flash-attn off")) {
      String command = "score -q a -p b " + options;
      Cli.Outcome outcome = new Cli().run((Object[]) command.split(" "));
      assertThat(outcome.code()).as(options).isEqualTo(2);
      assertThat(outcome.err().lines()).as(options).hasSize(1);
    }
  }

  @Test
  void anEmptyModelNameIsAMistake() {
    Cli.Outcome outcome = new Cli().run("score", "--model", "", "-q", "a", "-p", "b");
    assertThat(outcome.code()).isEqualTo(2);
    assertThat(outcome.err()).contains("--model is empty");
  }

  @Test
  void refusesATemplateWithoutThePlaceholder() throws Exception {
    Path template = Files.writeString(dir.resolve("t"), "nothing");
    Cli.Outcome outcome =
        new Cli().run("score", "-q", "a", "-p", "b", "--query-template", template);
    assertThat(outcome.code()).isEqualTo(2);
    assertThat(outcome.err()).contains("FILL_QUERY_HERE").hasLineCount(1);
  }

  @Test
  void handsOptionsOn() throws Exception {
    Path template = Files.writeString(dir.resolve("t"), "Claim: FILL_QUERY_HERE\n");
    Cli cli = new Cli();
    cli.run(
        "score",
        "-q",
        "a",
        "-p",
        "b",
        "-m",
        "m.gguf",
        "--ctx",
        2048,
        "--parallel",
        3,
        "--batch",
        64,
        "--ubatch",
        32,
        "--threads",
        5,
        "--flash-attn",
        "off",
        "--max-think-tokens",
        77,
        "--query-template",
        template);
    assertThat(cli.opened)
        .singleElement()
        .satisfies(
            settings -> {
              assertThat(settings.model()).hasToString("m.gguf");
              assertThat(settings.context())
                  .isEqualTo(
                      LlamaOptions.AUTO
                          .withContext(2048)
                          .withParallel(3)
                          .withBatch(64)
                          .withUbatch(32)
                          .withThreads(5)
                          .withFlashAttention(FlashAttention.OFF));
              assertThat(settings.engine().thinking().maxTokens()).isEqualTo(77);
              assertThat(settings.method().prompt(new RerankRequest("q", "p")).text())
                  .contains("\nQuery: Claim: q\n");
            });
  }

  @Test
  void passesOnHowMuchIsThought() {
    assertThat(thinking()).isEqualTo(Thinking.upTo(8192));
    assertThat(thinking("--no-think")).isEqualTo(Thinking.DIRECT);
    assertThat(thinking("--max-think-tokens", "0")).isEqualTo(Thinking.DIRECT);
    assertThat(thinking("--rethink", "2", "--max-think-tokens", "9"))
        .isEqualTo(Thinking.upTo(9).withRethinks(2));
    assertThat(thinking("--early-exit", "0.1"))
        .isEqualTo(Thinking.upTo(8192).withEarlyExit(new Thinking.EarlyExit(0.1, 2, 40)));
    assertThat(thinking("--early-exit", "0.1,3,20").earlyExit())
        .contains(new Thinking.EarlyExit(0.1, 3, 20));
    Sampling sampling = new Sampling(0.6f, 0, 0.95f, 0.1f, 5);
    assertThat(
            thinking("--samples=4", "--temperature=0.6", "--top-p=0.95", "--min-p=0.1", "--seed=5"))
        .isEqualTo(Thinking.upTo(8192).withSamples(new Thinking.Samples(4, sampling)));
  }

  private static Thinking thinking(String... options) {
    Cli cli = new Cli();
    List<Object> all = new ArrayList<>(List.of("score", "-q", "a", "-p", "b"));
    all.addAll(List.of(options));
    assertThat(cli.run(all.toArray()).code()).isZero();
    return cli.opened.get(0).engine().thinking();
  }

  @Test
  void passesOnWhatStandsForTheReasoning() {
    Cli cli = new Cli();
    cli.run("score", "-q", "a", "-p", "b", "--no-think");
    cli.run("score", "-q", "a", "-p", "b", "--no-think", "--think-fill", "");
    assertThat(cli.opened)
        .extracting(settings -> settings.method().fill().orElseThrow())
        .containsExactly(Profiles.rank1().reasoning().orElseThrow().fill().text(), "");
  }

  @Test
  void mapsAnUnusableModelToItsCode() {
    Cli cli =
        new Cli()
            .withOpener(
                settings -> {
                  throw new CommandException(ExitCode.UNUSABLE, "model.gguf: cut off");
                });
    assertThat(cli.run("score", "-q", "a", "-p", "b"))
        .isEqualTo(new Cli.Outcome(4, "", "rank1: model.gguf: cut off\n"));
  }

  @Test
  void showsInternalErrorsInOneLineUnlessVerbose() {
    Cli cli =
        new Cli()
            .withOpener(
                settings -> {
                  throw new NullPointerException("oh\nno");
                });
    Cli.Outcome quiet = cli.run("score", "-q", "a", "-p", "b");
    assertThat(quiet.code()).isEqualTo(1);
    assertThat(quiet.err()).startsWith("rank1: internal error: ").contains("oh no").hasLineCount(1);

    Cli.Outcome verbose = cli.run("score", "-v", "-q", "a", "-p", "b");
    assertThat(verbose.code()).isEqualTo(1);
    assertThat(verbose.err()).contains("at io.rank1.cli.UsageTest");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "score",
        "batch",
        "eval",
        "models",
        "models list",
        "models show",
        "models inspect",
        "models pull",
        "models verify",
        "models quantize",
        "convert",
        "runtime",
        "runtime list",
        "runtime install",
        "runtime remove",
        "bench",
        "bench-model",
        "completion"
      })
  void helpTellsExitCodes(String command) {
    Cli.Outcome outcome = new Cli().run((Object[]) (command + " --help").split(" "));
    assertThat(outcome.code()).isZero();
    assertThat(outcome.err()).isEmpty();
    assertThat(outcome.out()).contains("Exit codes:", "130", "Usage: rank1 " + command);
    assertThat(List.of(outcome.out().split("\n")))
        .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(96));
  }

  @ParameterizedTest
  @ValueSource(strings = {"--help", "--version", "completion", "score --help", "models pull -h"})
  void whatCannotBePrintedIsAnError(String command) {
    OutputStream full =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new IOException("No space left on device");
          }
        };
    assertThat(new Cli().withStdout(full).run((Object[]) command.split(" ")))
        .isEqualTo(
            new Cli.Outcome(
                2, "", "rank1: cannot write standard output: No space left on device\n"));
  }

  @Test
  void printsVersions() {
    Cli.Outcome outcome = new Cli().run("--version");
    assertThat(outcome.code()).isZero();
    assertThat(outcome.out()).contains("rank1 0", "llama.cpp b", "Java ");
    assertThat(outcome.out()).doesNotContain("${");
  }

  @Test
  void printsACompletionScript() {
    Cli.Outcome outcome = new Cli().run("completion");
    assertThat(outcome.code()).isZero();
    assertThat(outcome.out())
        .startsWith("#!/usr/bin/env bash")
        .contains("--flash-attn", "--from", "--by-query");
  }
}
