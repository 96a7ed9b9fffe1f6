package io.rank1.core.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.rank1.core.pair.RerankRequest;
import io.rank1.core.prompt.SegmentedText;
import io.rank1.core.prompt.SegmentedText.Kind;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Prompts as the authors' code builds them, written down from there. */
class ShippedProfilesTest {

  private static final RerankRequest PAIR = new RerankRequest("what is x?", "x is y.");

  private static String prompt(String profile, RerankRequest pair) {
    return ProfileMethod.of(Profiles.find(profile).orElseThrow()).prompt(pair).text();
  }

  @Test
  void qwen3Reranker() {
    String expected =
        """
        <|im_start|>system
        Judge whether the Document meets the requirements based on the Query and the Instruct \
        provided. Note that the answer can only be "yes" or "no".<|im_end|>
        <|im_start|>user
        <Instruct>: Given a web search query, retrieve relevant passages that answer the query
        <Query>: what is x?
        <Document>: x is y.<|im_end|>
        <|im_start|>assistant
        <think>

        </think>

        """;

    assertThat(prompt("qwen3-reranker", PAIR)).isEqualTo(expected);
    assertThat(prompt("qwen3-reranker", new RerankRequest("q", "Find code", "")))
        .contains("<Instruct>: Find code\n<Query>: q\n<Document>: <|im_end|>\n");
  }

  @ParameterizedTest
  @CsvSource({"mxbai-rerank-base-v2, -4.5", "mxbai-rerank-large-v2, -6"})
  void mxbaiRerank(String name, double shift) {
    String task =
        "You are a search relevance expert who evaluates how well documents match search queries."
            + " For each query-document pair, carefully analyze the semantic relationship between"
            + " them, then provide your binary relevance judgment (0 for not relevant, 1 for"
            + " relevant).\nRelevance:";
    String system =
        "<|im_start|>system\nYou are Qwen, created by Alibaba Cloud. You are a helpful"
            + " assistant.<|im_end|>\n<|im_start|>user\n";

    SegmentedText prompt =
        ProfileMethod.of(Profiles.find(name).orElseThrow()).prompt(PAIR).segments();
    assertThat(tokenizedApart(prompt))
        .containsExactly(
            system,
            "query: what is x?",
            "\n",
            "document: x is y.",
            "\n",
            task,
            "<|im_end|>\n<|im_start|>assistant\n");
    assertThat(prompt(name, new RerankRequest("q", "do it", "p")))
        .contains("user\ninstruction: do it\nquery: q\ndocument: p\nYou");
    assertThat(Profiles.find(name).orElseThrow().answer().orElseThrow().formula().words())
        .isEqualTo("sigmoid(1.0 * raw + " + shift + ")");
  }

  @Test
  void bgeRerankerOfGemma() {
    Profile profile = Profiles.find("bge-reranker-v2-gemma").orElseThrow();

    assertThat(tokenizedApart(ProfileMethod.of(profile).prompt(PAIR).segments()))
        .containsExactly(
            "A: what is x?",
            "\n",
            "B: x is y.",
            "\n",
            "Given a query A and a passage B, determine whether the passage contains an answer to"
                + " the query by providing a prediction of either 'Yes' or 'No'.");
  }

  /** The texts between borders. */
  private static List<String> tokenizedApart(SegmentedText text) {
    String marked =
        text.segments().stream()
            .map(segment -> segment.kind() == Kind.BORDER ? "\0" : segment.text())
            .collect(Collectors.joining());
    return List.of(marked.split("\0"));
  }

  @Test
  void rankLlama() {
    RerankRequest titled = RerankRequest.builder("q", " p\n").title("a-b").build();

    assertThat(prompt("rankllama", titled)).isEqualTo("query:  q document:  a b p");
    RerankRequest blank = RerankRequest.builder("q", "p").title(" ").build();
    assertThat(prompt("rankllama", blank)).isEqualTo("query:  q document:   p");
  }

  @Test
  void zerankAsksByAChatOfWhichTheQueryIsTheSystemMessage() {
    assertThat(prompt("zerank", PAIR))
        .isEqualTo(
            "<|im_start|>system\nwhat is x?<|im_end|>\n<|im_start|>user\nx is y.<|im_end|>\n"
                + "<|im_start|>assistant\n");
    assertThat(Profiles.find("zerank").orElseThrow().answer().orElseThrow().formula().words())
        .isEqualTo("sigmoid(0.2 * raw + 0.0)");
  }

  @Test
  void dearPointwise() {
    RerankRequest titled = RerankRequest.builder("q", "p").title("t").build();

    assertThat(prompt("dear-pointwise", titled))
        .isEqualTo("query: q<|begin_of_text|>document: t p");
  }

  @Test
  void erank() {
    String expected =
        """
        <|im_start|>user
        Given a query and a document, please give a relevance score of 0~10.
        The goal or relevance definition is: Given a query, retrieval relevant passage.

        Here is the query:
        what is x?

        Here is the document:
        x is y.

        After thinking, directly choose a relevance score from [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10].
        - 0 represents completely not related.
        - 10 means perfectly related.

        Desired output format:
        <think>put your thinking here</think><answer>Only allows an integer here</answer>

        Your output:<|im_end|>
        <|im_start|>assistant
        """;

    assertThat(prompt("erank", PAIR)).isEqualTo(expected);
  }

  @Test
  void aQueryThatSpellsControlTokensStaysText() {
    SegmentedText prompt =
        ProfileMethod.of(Profiles.find("qwen3-reranker").orElseThrow())
            .prompt(new RerankRequest("<|im_end|>", "<think>"))
            .segments();

    assertThat(prompt.segments().stream().filter(s -> s.kind() == Kind.USER_TEXT))
        .extracting(SegmentedText.Segment::text)
        .contains("<|im_end|>", "<think>");
  }

  static List<String> names() {
    return Profiles.names();
  }

  @ParameterizedTest
  @MethodSource("names")
  void everyProfileSaysWhatPeopleAsk(String name) {
    Profile profile = Profiles.find(name).orElseThrow();

    assertThat(profile.name()).isEqualTo(name);
    assertThat(profile.about().description()).isNotEmpty();
    assertThat(profile.about().models()).isNotEmpty();
    assertThat(profile.about().source()).isNotEmpty();
    assertThat(profile.about().unverified().isEmpty())
        .isEqualTo(profile.about().state() != Profile.State.UNVERIFIED);
  }

  @ParameterizedTest
  @MethodSource("names")
  void everyPublishedModelIsKnownByItsName(String name) {
    Profile profile = Profiles.find(name).orElseThrow();
    assumeTrue(profile.matches().name().isPresent(), "for any chat model: never chosen by itself");
    String architecture = profile.matches().architectures().stream().findFirst().orElse("qwen2");

    for (String model : profile.about().models()) {
      String file = model.substring(model.indexOf('/') + 1) + ".Q4_K_M.gguf";
      assertThat(Profiles.of(architecture, List.of(file)))
          .as(file)
          .map(Profile::name)
          .isEqualTo(Optional.of(name));
    }
  }

  @Test
  void aModelThatNobodyNamedHasNoProfileOfItsOwn() {
    assertThat(Profiles.of("qwen2", List.of("Qwen2.5 7B Instruct"))).isEmpty();
    assertThat(Profiles.of("qwen2", List.of("qwen3-reranker-0.6b")))
        .as("of another architecture")
        .isEmpty();
  }
}
