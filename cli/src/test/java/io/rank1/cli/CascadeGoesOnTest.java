package io.rank1.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.rank1.cli.exit.CommandException;
import io.rank1.core.pair.FinishReason;
import io.rank1.core.pair.RerankResult;
import io.rank1.core.pair.Thinking;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Jobs in two passes that end early, go on by another rule, give and take, or have two models. */
class CascadeGoesOnTest extends CascadeJobs {

  @Test
  void anotherRuleGoesOnWithTheSameJournal() throws Exception {
    rerankAll(scorer(), "--think-top", 4);
    List<String> four = outputs();
    rerankAll(scorer(), "--think-top", 1, "--restart");
    List<String> one = outputs();

    FakeScorer more = scorer();
    rerankAll(more, "--think-top", 4);
    assertThat(more.submitted()).isEqualTo(3 + 1);
    assertThat(outputs()).isEqualTo(four);

    FakeScorer fewer = scorer();
    rerankAll(fewer, "--think-top", 1);
    assertThat(fewer.submitted()).isZero();
    assertThat(outputs()).isEqualTo(one);
  }

  @Test
  void givesToPlainJobsAndTakesFromThem() throws Exception {
    rerankAll(scorer(), "--think-top", 2);
    Path cascade = dir.resolve("new.run.journal");
    Files.move(cascade, dir.resolve("cascade"));

    FakeScorer direct =
        new FakeScorer(
            request -> CompletableFuture.completedFuture(judge(request, Thinking.DIRECT)));
    Object[] noThink = {
      "--no-think", "--reuse", dir.resolve("cascade"), "-o", dir.resolve("d.run")
    };
    Cli.Outcome outcome = rerank(new Cli().withScorer(direct), noThink);
    assertThat(outcome.err()).contains("6 results are taken from");
    assertThat(direct.submitted()).isEqualTo(1); // the one that failed

    FakeScorer full = scorer();
    Object[] thinking = {"--reuse", dir.resolve("cascade"), "-o", dir.resolve("t.run")};
    assertThat(rerank(new Cli().withScorer(full), thinking).err()).contains("4 results are taken");
    assertThat(full.submitted()).isEqualTo(3);

    List<String> before = outputs();
    FakeScorer again = scorer();
    Cli.Outcome back =
        rerankAll(
            again,
            "--think-top",
            2,
            "--reuse",
            dir.resolve("d.run.journal"),
            "--reuse",
            dir.resolve("t.run.journal"));
    assertThat(back.err()).contains("6 results are taken from", "7 results are taken from");
    assertThat(again.submitted()).isEqualTo(1);
    assertThat(outputs()).isEqualTo(before);
  }

  @Test
  void aJournalOfTheOtherKindIsRefused() {
    rerankAll(scorer(), "--think-top", 2);
    Cli.Outcome plain = rerankAll(scorer());
    assertThat(plain.code()).isEqualTo(2);
    assertThat(plain.err())
        .contains("is of another job: a cascade, not one pass. Go on with")
        .hasLineCount(1);
    rerankAll(scorer(), "--restart");
    Cli.Outcome cascade = rerankAll(scorer(), "--think-top", 2);
    assertThat(cascade.err()).contains("is of another job: one pass, not a cascade. Go on with");
  }

  @Test
  void anotherFirstModelIsAnotherJob() {
    rerankAll(scorer(), "--think-top", 2);
    Cli.Outcome model =
        rerank(
            new Cli().withOpener(s -> scorer(s.model().toString())),
            "-o",
            dir.resolve("new.run"),
            "--overwrite",
            "--first-model",
            "small.gguf",
            "--think-top",
            2);
    assertThat(model.code()).isEqualTo(2);
    assertThat(model.err()).contains("in the first pass the model", "; the model fake.gguf (SHA");
  }

  /** The journal is ended after every number of results there can be. */
  @ParameterizedTest
  @ValueSource(strings = {"--think-top 2", "--think-until-stable 2", "--think-between 0.4,0.999"})
  void goesOnToTheSameFilesWhereverItEnded(String options) throws Exception {
    writeMany();
    Object[] rule = options.split(" ");
    rerankAll(scorer(), rule);
    List<String> whole = outputs();
    long all = results();

    for (int end = 0; end < all; end += 7) {
      Files.delete(dir.resolve("new.run.journal"));
      int[] left = {end};
      FakeScorer dying =
          new FakeScorer(
              request ->
                  CompletableFuture.completedFuture(
                      left[0]-- > 0
                          ? judge(request)
                          : RerankResult.without(FinishReason.CANCELLED, "the engine stopped", 0)));
      Cli.Outcome died = rerankAll(dying, rule);
      assertThat(died.code()).isEqualTo(1);
      assertThat(died.err())
          .containsPattern(
              "stopped; \\d+ of 60 pairs of the direct pass and \\d+ that were thought");

      FakeScorer rest = scorer();
      rerankAll(rest, rule);
      assertThat(outputs()).isEqualTo(whole);
      assertThat(rest.submitted()).isEqualTo(all - end);
    }
  }

  @Test
  void theFirstPassMayHaveAModelOfItsOwn() throws Exception {
    List<FakeScorer> opened = new ArrayList<>();
    Cli cli =
        new Cli()
            .withOpener(
                settings -> {
                  opened.add(scorer(settings.model().toString()));
                  return opened.get(opened.size() - 1);
                });
    rerank(cli, "--think-top", 2, "--first-model", "small.gguf", "-o", dir.resolve("new.jsonl"));

    assertThat(opened).extracting(FakeScorer::model).containsExactly("model.gguf", "small.gguf");
    assertThat(opened).extracting(FakeScorer::submitted).containsExactly(4L, 7L);
    assertThat(opened).allSatisfy(model -> assertThat(model.isClosed()).isTrue());
    List<String> rows = read("new.jsonl").lines().toList();
    assertThat(rows.get(0))
        .contains("\"model\":\"model.gguf\"")
        .endsWith("\"prompt_tokens\":10,\"model\":\"small.gguf\"}}");
    assertThat(rows.get(2)).contains("\"model\":\"small.gguf\",\"runtime\"");
    assertThat(read("new.jsonl.journal")).contains("\"first_pass.model.sha256\":");
  }

  @Test
  void aFirstModelThatDoesNotFitIsToldWithTheAdvice() {
    List<FakeScorer> opened = new ArrayList<>();
    Cli cli =
        new Cli()
            .withOpener(
                settings -> {
                  if (settings.model().toString().equals("small.gguf")) {
                    throw CommandException.usage("it needs 9 GB, and 1 is free");
                  }
                  opened.add(scorer());
                  return opened.get(0);
                });
    Cli.Outcome outcome =
        rerank(cli, "--think-top", 2, "--first-model", "small.gguf", "-o", dir.resolve("new.run"));
    assertThat(outcome.code()).isEqualTo(2);
    assertThat(outcome.err())
        .contains("beside that of --model: it needs 9 GB, and 1 is free; leave --first-model away")
        .hasLineCount(1);
    assertThat(opened.get(0).isClosed()).isTrue();
  }

  @Test
  void thinksAboutNothingAfterTooManyFailuresOfTheFirstPass() throws Exception {
    Cli.Outcome outcome = rerankAll(scorer(), "--think-top", 2, "--max-failures", 1);
    assertThat(outcome.code()).isEqualTo(3);
    assertThat(outcome.err()).contains("stopped after 1 failures, as --max-failures says");
    assertThat(dir.resolve("new.run")).doesNotExist();
  }
}
