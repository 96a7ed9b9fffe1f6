package io.rank1.core.rank1;

import io.rank1.core.pair.RerankRequest;
import io.rank1.core.prompt.Prompt;
import io.rank1.core.prompt.SegmentedText;
import java.util.List;

/**
 * rank1's prompt, byte for byte as the model was trained on it (arXiv 2502.18418 and its reference
 * code), with an optional template around the query.
 *
 * @param queryTemplate text in which every {@link #PLACEHOLDER} is replaced by the query
 */
public record PromptTemplate(String queryTemplate) {

  /** Stands for the query in a query template. */
  public static final String PLACEHOLDER = "FILL_QUERY_HERE";

  /** The prompt without a template around the query. */
  public static final PromptTemplate PLAIN = new PromptTemplate(PLACEHOLDER);

  /** What opens the reasoning, and what ends it: single special tokens in rank1's vocabularies. */
  public static final List<String> MARKERS = List.of("<think>", "</think>");

  private static final String TASK =
      "Determine if the following passage is relevant to the query. "
          + "Answer only with 'true' or 'false'.\nQuery: ";

  /**
   * @throws IllegalArgumentException when the placeholder is missing
   */
  public PromptTemplate {
    if (!queryTemplate.contains(PLACEHOLDER)) {
      throw new IllegalArgumentException("the query template lacks the placeholder " + PLACEHOLDER);
    }
  }

  /**
   * Builds the prompt of a pair. An instruction is appended to the query with one blank between,
   * unless it repeats the query, and the joined text is stripped; then the template is filled. The
   * template is a literal, as the prompt's own words are; query, instruction and passage are not.
   */
  public Prompt fill(RerankRequest request) {
    SegmentedText head =
        SegmentedText.literal(TASK)
            .plus(query(withInstruction(request)))
            .plus(SegmentedText.literal("\nPassage: "));
    return new Prompt(head, request.passage(), SegmentedText.literal("\n<think>"));
  }

  private SegmentedText query(String query) {
    SegmentedText filled = SegmentedText.EMPTY;
    int from = 0;
    int at = queryTemplate.indexOf(PLACEHOLDER);
    while (at >= 0) {
      filled =
          filled
              .plus(SegmentedText.literal(queryTemplate.substring(from, at)))
              .plus(SegmentedText.userText(query));
      from = at + PLACEHOLDER.length();
      at = queryTemplate.indexOf(PLACEHOLDER, from);
    }
    return filled.plus(SegmentedText.literal(queryTemplate.substring(from)));
  }

  private static String withInstruction(RerankRequest request) {
    String query = request.query();
    String instruction = request.instruction();
    if (instruction.isEmpty()) {
      return query;
    }
    boolean repeated = query.strip().equals(instruction.strip());
    return repeated ? query.strip() : (query + " " + instruction).strip();
  }
}
