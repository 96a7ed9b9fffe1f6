package io.rank1.core.profile;

import static org.assertj.core.api.Assertions.assertThat;

import io.rank1.core.engine.FakeTokenizer;
import io.rank1.core.listwise.CallAnswer;
import io.rank1.core.listwise.Candidate;
import io.rank1.core.listwise.ListQuestion;
import io.rank1.core.listwise.Reading;
import io.rank1.core.listwise.algorithm.GroupScores;
import io.rank1.core.listwise.algorithm.HeapSort;
import io.rank1.core.listwise.algorithm.SlidingWindows;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

/** Prompts of lists as the authors' code builds them, written down from there. */
class ShippedListProfilesTest {

  private static final String RANK_LLM =
      "You are RankLLM, an intelligent assistant that can rank passages based on their relevancy to"
          + " the query";

  private static Candidate candidate(String title, String text) {
    return new Candidate("d", title, text, OptionalDouble.empty());
  }

  private static final ListQuestion QUESTION =
      new ListQuestion(
          "what is [1]?",
          "",
          List.of(candidate("", "x  is\n[2]."), candidate("Y", "y is <|im_end|>.")));

  private static String prompt(String profile) {
    ListProfileMethod method = ListProfileMethod.of(Profiles.find(profile).orElseThrow());
    ListQuestion cut = method.cut(QUESTION, new FakeTokenizer());
    return method.prompt(cut, List.of(0, 1), 1).segments().text();
  }

  private static String zephyrUser(String identifier, String example, String end) {
    return "I will provide you with 2 passages, each indicated by a "
        + identifier
        + " identifier []. Rank the passages based on their relevance to the search query: what is"
        + " [1]?.\n[1] x is (2).\n[2] Title: Y Content: y is <|im_end|>.\nSearch Query: what is"
        + " [1]?.\nRank the 2 passages above based on their relevance to the search query. All the"
        + " passages should be included and listed using identifiers, in descending order of"
        + " relevance. The output format should be [] > [], e.g., "
        + example
        + end;
  }

  @Test
  void rankZephyrAndRankVicuna() {
    String user =
        zephyrUser(
            "numerical",
            "[2] > [1], ",
            "Answer concisely and directly and only respond with the ranking results, do not say any"
                + " word or explain.");

    assertThat(prompt("rankzephyr"))
        .isEqualTo("<|system|>\n" + RANK_LLM + "</s>\n<|user|>\n" + user + "</s>\n<|assistant|>\n");
    assertThat(prompt("rankvicuna")).isEqualTo(RANK_LLM + " USER: " + user + " ASSISTANT:");
  }

  @Test
  void first() {
    String user =
        "I will provide you with 2 passages, each indicated by a alphabetical identifier []. Rank"
            + " the passages based on their relevance to the search query: what is [1]?.\n\n"
            + "[A] x is [2].\n[B] Title: Y Content: y is <|im_end|>.\nSearch Query: what is [1]?.\n"
            + "Rank the 2 passages above based on their relevance to the search query. All the"
            + " passages should be included and listed using identifiers, in descending order of"
            + " relevance. The output format should be [] > [], e.g., [B] > [A], Only respond with"
            + " the ranking results, do not say any word or explain.";

    assertThat(prompt("first-mistral")).isEqualTo("[INST] " + RANK_LLM + "\n " + user + "[/INST][");
    assertThat(prompt("first-qwen3"))
        .isEqualTo(
            "<|im_start|>system\n"
                + RANK_LLM
                + "<|im_end|>\n<|im_start|>user\n"
                + user
                + "<|im_end|>\n<|im_start|>assistant\n<think>\n\n</think>\n\n[");
    assertThat(prompt("first"))
        .isEqualTo(
            "<|system|>\n" + RANK_LLM + "</s>\n<|user|>\n" + user + "</s>\n<|assistant|>\n[");
  }

  @Test
  void reasonRank() {
    assertThat(prompt("reasonrank"))
        .isEqualTo(
            "<|im_start|>system\nYou are RankLLM, an intelligent assistant that can rank passages"
                + " based on their relevance to the query. Given a query and a passage list, you"
                + " first thinks about the reasoning process in the mind and then provides the"
                + " answer (i.e., the reranked passage list). The reasoning process and answer are"
                + " enclosed within <think> </think> and <answer> </answer> tags, respectively,"
                + " i.e., <think> reasoning process here </think> <answer> answer here"
                + " </answer>.<|im_end|>\n<|im_start|>user\nI will provide you with 2 passages, each"
                + " indicated by a numerical identifier []. Rank the passages based on their"
                + " relevance to the search query: what is (1)?.\n\n[1] x  is\n(2).\n[2] Title: Y"
                + " Content: y is <|im_end|>.\nSearch Query: what is (1)?.\nRank the 2 passages"
                + " above based on their relevance to the search query. All the passages should be"
                + " included and listed using identifiers, in descending order of relevance. The"
                + " format of the answer should be [] > [], e.g., [2] > [1].<|im_end|>\n"
                + "<|im_start|>assistant\n");
  }

  private static final String LISTED =
      "I will provide you with 2 passages, each indicated by a numerical identifier []. Rank the"
          + " passages based on their relevance to the search query: what is (1)?.\n\n[1] x  is\n"
          + "(2).\n[2] Title: Y Content: y is <|im_end|>.\nSearch Query: what is (1)?.\nRank the 2"
          + " passages above based on their relevance to the search query. All the passages should be"
          + " included and listed using identifiers, in descending order of relevance. ";

  @Test
  void reasonRankOfQwen3() {
    assertThat(prompt("reasonrank-8b"))
        .isEqualTo(
            "<|im_start|>system\nYou are RankLLM, an intelligent assistant that can rank passages"
                + " based on their relevance to the query.<|im_end|>\n<|im_start|>user\n"
                + LISTED
                + "The final ranked list should be enclosed within <answer> </answer> tags, i.e.,"
                + " <answer> ranked list here </answer>. The format of ranked list should be [] >"
                + " [], e.g., [2] > [1]. Only respond with the ranking results, do not say any word"
                + " or explain.<|im_end|>\n<|im_start|>assistant\n");
  }

  @Test
  void codeRankLlm() {
    assertThat(prompt("coderankllm"))
        .isEqualTo(
            "<|im_start|>system\nYou are CodeRanker, an intelligent code reviewer that can analyze"
                + " doc strings and rank code snippets based on their relevance to the doc"
                + " string.<|im_end|>\n<|im_start|>user\nI will provide you with 2 code snippets,"
                + " each indicated by a numerical identifier []. Rank the code snippets based on"
                + " their relevance to the functionality described by the following doc string: what"
                + " is [1]?.\n\n[1] x  is\n[2].\n[2] Y y is <|im_end|>.\nDoc String: what is [1]?.\n"
                + "Rank the 2 code snippets above based on their relevance to the functionality"
                + " described by the doc string. All the code snippets should be included and listed"
                + " using identifiers, in descending order of relevance. The output format should be"
                + " [] > [], e.g., [4] > [2]. Only respond with the ranking results, do not say any"
                + " word or explain.<|im_end|>\n<|im_start|>assistant\n");
  }

  @Test
  void rankK() {
    assertThat(prompt("rank-k"))
        .isEqualTo(
            "<|im_start|>user\n\nDetermine a ranking of the passages based on how relevant they are"
                + " to the query. \nIf the query is a question, how relevant a passage is depends on"
                + " how well it answers the question. \nIf not, try analyze the intent of the query"
                + " and assess how well each passage satisfy the intent. \nThe query may have typos"
                + " and passages may contain contradicting information. \nHowever, we do not get"
                + " into fact-checking. We just rank the passages based on they relevancy to the"
                + " query. \n\nSort them from the most relevant to the least. \nAnswer with the"
                + " passage number using a format of `[3] > [2] > [4] = [1] > [5]`. \nTies are"
                + " acceptable if they are equally relevant. \nI need you to be accurate but"
                + " overthinking it is unnecessary.\nOutput only the ordering without any other"
                + " text.\n\nQuery: what is [1]?\n\n[1] x  is\n[2].\n\n[2] Y y is <|im_end|>.<|im_end|>\n"
                + "<|im_start|>assistant\n<think>\n");
  }

  @Test
  void rearankGoesTurnByTurn() {
    assertThat(prompt("rearank"))
        .startsWith("<|im_start|>system\nYou are DeepRerank, an intelligent assistant")
        .contains(
            "Rank the passages based on their relevance to the search query.Search Query: what is"
                + " [1]?. \nRank the 2 passages above based on their relevance to the search"
                + " query.The passages should be listed",
            "<|im_end|>\n<|im_start|>assistant\nOkay, please provide the passages.<|im_end|>\n"
                + "<|im_start|>user\n[1] x is [2].<|im_end|>\n<|im_start|>assistant\nReceived"
                + " passage [1].<|im_end|>\n<|im_start|>user\n[2] Y y is <|im_end|>.<|im_end|>\n"
                + "<|im_start|>assistant\nReceived passage [2].<|im_end|>\n<|im_start|>user\nPlease"
                + " rank these passages according to their relevance to the search query: \"what is"
                + " [1]?\"\n            Follow these steps exactly:\n            1. First, within"
                + " <think> tags, analyze EACH passage individually:\n")
        .endsWith("using the format: [X] > [Y] > [Z]<|im_end|>\n<|im_start|>assistant\n");
  }

  @Test
  void rankR1() {
    assertThat(prompt("rank-r1"))
        .contains(
            "<|im_start|>user\nGiven the query: \"what is [1]?\", which of the following documents is"
                + " most relevant?\n[1] x  is\n[2].\n[2] Y y is <|im_end|>.\nAfter completing the"
                + " reasoning process, please provide only the label of the most relevant document"
                + " to the query, enclosed in square brackets, within the answer tags. For example,"
                + " if the third document is the most relevant, the answer should be: <think>"
                + " reasoning process here </think> <answer>[3]</answer>.<|im_end|>\n")
        .startsWith(
            "<|im_start|>system\nA conversation between User and Assistant. The user asks a"
                + " question, and the Assistant solves it. The assistant first thinks about the"
                + " reasoning process in the mind and then provides the user with the answer. The"
                + " reasoning process and answer are enclosed within <think> </think> and <answer>"
                + " </answer> tags, respectively, i.e., <think> reasoning process here </think>"
                + " <answer> answer here </answer>.<|im_end|>\n");
    assertThat(prompt("rank-r1-v0.2"))
        .endsWith(
            "Here is the query: what is [1]?\n\nHere are the documents:\n[1]: x  is\n[2].\n\n[2]: Y"
                + " y is <|im_end|>.<|im_end|>\n<|im_start|>assistant\n");
  }

  @Test
  void setwise() {
    assertThat(prompt("setwise-chatml"))
        .isEqualTo(
            "<|im_start|>user\nGiven a query \"what is [1]?\", which of the following passages is"
                + " the most relevant one to the query?\n\nPassage A: \"x  is\n[2].\"\n\nPassage B:"
                + " \"Y y is <|im_end|>.\"\n\nOutput only the passage label of the most relevant"
                + " passage:<|im_end|>\n<|im_start|>assistant\n Passage:");
  }

  @Test
  void groupRank() {
    assertThat(prompt("grouprank"))
        .startsWith(
            "<|im_start|>system\nYour task is to evaluate and rank documents based on how well they"
                + " help answer the given query. Follow this evaluation priority:\n1. PRIMARY:")
        .contains(
            "- 0: Not helpful at all, cannot assist with answering the query\n<|im_end|>\n"
                + "<|im_start|>user\nI will provide you 2 documents, each indicated by a numerical"
                + " identifier []. Score these documents based on their Usefulness and Relevance to"
                + " the query.\nQuery:\nwhat is [1]?\n\nDocuments:\n[1]. x  is [2].\n\n[2]. Y y is"
                + " <|im_end|>.\n\n\n\n## Final Output Format\n",
            "integer scores as values for all 2 documents. \n",
            "```json\n{\"[1]\": 5, \"[2]\": 3, \"[3]\": 8}\n``` \n</answer>");
  }

  @Test
  void listsAreAskedAboutAsTheAuthorsDo() {
    assertThat(algorithm("rankzephyr")).isEqualTo(new SlidingWindows(20, 10, 100, 1));
    assertThat(algorithm("coderankllm")).isEqualTo(new SlidingWindows(10, 5, 100, 1));
    assertThat(algorithm("rank-r1")).isInstanceOf(HeapSort.class);
    assertThat(algorithm("grouprank")).isInstanceOf(GroupScores.class);
    Reading.Completion reasonRank =
        (Reading.Completion)
            ListProfileMethod.of(Profiles.find("reasonrank").orElseThrow()).reading();
    assertThat(
            reasonRank.judge(written("<think>[1]</think>\n<answer>[2] > [1]</answer>"), 2).order(2))
        .containsExactly(1, 0);
    assertThat(reasonRank.judge(written("<think>[2] is better, but"), 2).order(2))
        .as("digits of a chain that was cut are no order")
        .containsExactly(0, 1);
  }

  private static CallAnswer.Written written(String text) {
    return new CallAnswer.Written(text);
  }

  private static Object algorithm(String profile) {
    return ListProfileMethod.of(Profiles.find(profile).orElseThrow()).algorithm();
  }

  @Test
  void aTitleWithoutAPlaceStandsBeforeItsText() {
    ListProfileMethod method = ListProfileMethod.of(Profiles.find("setwise-chatml").orElseThrow());
    ListQuestion question = new ListQuestion("q", "", List.of(candidate("T", "x")));
    ListQuestion cut = method.cut(question, new FakeTokenizer());
    assertThat(cut.candidates()).containsExactly(candidate("", "T x"));
  }
}
