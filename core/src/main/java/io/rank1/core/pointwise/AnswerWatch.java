package io.rank1.core.pointwise;

import io.rank1.core.pair.Label;
import io.rank1.core.pair.Score;
import io.rank1.core.pair.Thinking.EarlyExit;
import io.rank1.core.prompt.SegmentedText;
import io.rank1.core.prompt.Tokenizer;
import io.rank1.core.prompt.UntokenizableException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Finds out whether a chain's answer still moves: now and then it has the answer looked at as if
 * the chain were over, and counts how often in a row that was settled on one side.
 */
final class AnswerWatch {

  private static final String SENTENCE_ENDS = ".!?";
  private static final String CLOSING = "\"')]*\u201D\u2019";

  private final EarlyExit rule;
  private final SegmentedText force;
  private final Tokenizer tokenizer;
  private int sinceLook;
  private int settledLooks;
  private Label side = Label.FALSE;

  /**
   * @param force what forces an answer
   */
  AnswerWatch(EarlyExit rule, String force, Tokenizer tokenizer) {
    this.rule = rule;
    this.force = SegmentedText.literal(force);
    this.tokenizer = tokenizer;
  }

  /**
   * The tokens to look at aside, before the model's next token is run: that token without the white
   * space at its end, and then what forces an answer. The two are tokenized together, as in a
   * forced answer, since a full stop and a line's end are one token in many vocabularies.
   *
   * @param token the model's next one
   * @param room tokens that fit
   * @return empty when no look is due
   */
  Optional<int[]> look(int token, int room) {
    sinceLook++;
    String word = wordOf(token).stripTrailing();
    boolean isDue = sinceLook >= rule.everyTokens() || endsSentence(word);
    if (!isDue || word.isEmpty()) {
      return Optional.empty();
    }
    try {
      int[] tokens = tokenizer.encodeContinuation(SegmentedText.userText(word).plus(force));
      if (tokens.length > room) {
        return Optional.empty();
      }
      sinceLook = 0;
      return Optional.of(tokens);
    } catch (UntokenizableException e) {
      return Optional.empty(); // the next token may do
    }
  }

  /** Counts a look; true when the answer is settled. */
  boolean settles(Score seen) {
    boolean isSettled =
        seen.probability() < rule.epsilon() || seen.probability() > 1 - rule.epsilon();
    boolean isSameSide = settledLooks == 0 || seen.label() == side;
    side = seen.label();
    if (isSettled) {
      settledLooks = isSameSide ? settledLooks + 1 : 1;
    } else {
      settledLooks = 0;
    }
    return settledLooks >= rule.looks();
  }

  /** The token's text; empty when it is a part of a character. */
  private String wordOf(int token) {
    if (tokenizer.isSpecial(token)) {
      return "";
    }
    try {
      ByteBuffer piece = ByteBuffer.wrap(tokenizer.piece(token));
      return StandardCharsets.UTF_8.newDecoder().decode(piece).toString();
    } catch (CharacterCodingException e) {
      return "";
    }
  }

  private static boolean endsSentence(String word) {
    int last = word.length() - 1;
    while (last > 0 && CLOSING.indexOf(word.charAt(last)) >= 0) {
      last--;
    }
    return last >= 0 && SENTENCE_ENDS.indexOf(word.charAt(last)) >= 0;
  }
}
