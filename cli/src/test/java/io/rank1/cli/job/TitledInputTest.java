package io.rank1.cli.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.rank1.cli.collection.RerankInputs;
import io.rank1.cli.collection.Topic;
import io.rank1.cli.collection.TopicCandidates;
import io.rank1.cli.collection.corpus.CorpusFormat;
import io.rank1.cli.collection.corpus.CorpusReader;
import io.rank1.cli.collection.corpus.Documents;
import io.rank1.cli.collection.corpus.SpilledCorpus;
import io.rank1.cli.collection.run.Candidate;
import io.rank1.core.listwise.ListQuestion;
import io.rank1.core.pair.RerankRequest;
import io.rank1.core.profile.ListProfileMethod;
import io.rank1.core.profile.Profile;
import io.rank1.core.profile.ProfileMethod;
import io.rank1.core.profile.Profiles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Titles on their way from a corpus to the prompts, through memory and through the disk. */
class TitledInputTest {

  private static final List<String> DOCIDS = List.of("a", "b", "c", "d", "e");
  private static final String TABLE =
      "a\tA-Z\tits text\nb\t \t text alone \nc\ttitle alone\t\nd\t two \t ends \ne\t\t \n";
  private static final String BEIR =
      """
      {"_id": "a", "title": "A-Z", "text": "its text"}
      {"_id": "b", "title": " ", "text": " text alone "}
      {"_id": "c", "title": "title alone", "text": ""}
      {"_id": "d", "title": " two ", "text": " ends "}
      {"_id": "e", "text": " "}
      """;

  /** Whether the documents are kept in memory or on the disk. */
  enum Kept {
    IN_MEMORY,
    ON_DISK
  }

  @TempDir Path dir;

  private RerankInputs inputs(CorpusFormat format, Kept kept) throws Exception {
    Path file = Files.writeString(dir.resolve("corpus"), format == CorpusFormat.TSV ? TABLE : BEIR);
    Set<String> wanted = Set.copyOf(DOCIDS);
    Documents documents =
        kept == Kept.ON_DISK
            ? SpilledCorpus.read(file, wanted, dir)
            : CorpusReader.read(List.of(file), format, wanted, dir).documents();
    List<Candidate> candidates =
        IntStream.range(0, DOCIDS.size())
            .mapToObj(i -> new Candidate(DOCIDS.get(i), i + 1, 9 - i))
            .toList();
    TopicCandidates topic = new TopicCandidates(new Topic("1", "q", "i"), candidates, List.of());
    return new RerankInputs(List.of(topic), documents, List.of());
  }

  private static List<RerankRequest> requests(RerankInputs inputs, Profile profile)
      throws Exception {
    List<RerankRequest> requests = new ArrayList<>();
    RunInput input = new RunInput(inputs, RunInput.Tail.KEEP, profile.prompt().titlePlace());
    try (JobInput.Pairs pairs = input.open()) {
      for (Optional<JobPair> pair = pairs.next(); pair.isPresent(); pair = pairs.next()) {
        requests.add(pair.get().request());
      }
    }
    return requests;
  }

  private static List<String> prompts(RerankInputs inputs, Profile profile) throws Exception {
    ProfileMethod method = ProfileMethod.of(profile);
    return requests(inputs, profile).stream()
        .map(request -> method.prompt(request).segments().text())
        .toList();
  }

  private static String listPrompt(RerankInputs inputs, String profile) {
    ListProfileMethod method = ListProfileMethod.of(Profiles.find(profile).orElseThrow());
    ListInput input =
        new ListInput(inputs, RunInput.Tail.KEEP, method.profile().prompt().titlePlace());
    ListQuestion question = input.request(0).question();
    List<Integer> all = List.of(0, 1, 2, 3, 4);
    return method.prompt(question, all, 1).body().text();
  }

  @ParameterizedTest
  @CsvSource({"TSV, IN_MEMORY", "TSV, ON_DISK", "JSONL, IN_MEMORY", "JSONL, ON_DISK"})
  void aPromptOfPairsHasTitlesWhereItsProfileHasThem(CorpusFormat format, Kept kept)
      throws Exception {
    Profile rankllama = Profiles.find("rankllama").orElseThrow();
    try (RerankInputs inputs = inputs(format, kept)) {
      assertThat(prompts(inputs, rankllama))
          .containsExactly(
              "query:  q document:  A Z its text",
              "query:  q document:   text alone",
              "query:  q document:  title alone ",
              "query:  q document:  two ends",
              "query:  q document:   ");
    }
  }

  /** As the corpus was read when titles were joined there, blanks and all. */
  @ParameterizedTest
  @CsvSource({"TSV, IN_MEMORY", "TSV, ON_DISK", "JSONL, IN_MEMORY", "JSONL, ON_DISK"})
  void rank1ReadsTitlesBeforeTexts(CorpusFormat format, Kept kept) throws Exception {
    List<RerankRequest> joined =
        List.of("A-Z its text", " text alone ", "title alone", " two   ends ", " ").stream()
            .map(passage -> new RerankRequest("q", "i", passage))
            .toList();
    try (RerankInputs inputs = inputs(format, kept)) {
      assertThat(requests(inputs, Profiles.rank1())).isEqualTo(joined);
      assertThat(prompts(inputs, Profiles.rank1()))
          .isEqualTo(
              joined.stream()
                  .map(request -> ProfileMethod.rank1().prompt(request).segments().text())
                  .toList());
    }
  }

  @ParameterizedTest
  @CsvSource({"TSV, IN_MEMORY", "TSV, ON_DISK", "JSONL, IN_MEMORY", "JSONL, ON_DISK"})
  void aPromptOfListsHasTitlesWhereItsProfileHasThem(CorpusFormat format, Kept kept)
      throws Exception {
    try (RerankInputs inputs = inputs(format, kept)) {
      assertThat(listPrompt(inputs, "rankzephyr"))
          .contains(
              "[1] Title: A-Z Content: its text\n[2]  text alone \n"
                  + "[3] Title: title alone Content: \n[4] Title:  two  Content:  ends \n[5]  \n");
      assertThat(listPrompt(inputs, "setwise-chatml"))
          .contains("A-Z its text", "\"title alone\"", "\" two   ends \"")
          .doesNotContain("Title");
    }
  }
}
