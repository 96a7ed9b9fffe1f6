package io.rank1.llama;

import io.rank1.core.pair.FinishReason;
import io.rank1.models.synthetic.Markers;
import io.rank1.models.synthetic.TokenType;
import io.rank1.models.synthetic.Vocabulary;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * What becomes of a pair by rank1's rules, written a second time over an independent forward pass.
 * Of the code under test it uses the tokens of ordinary text alone.
 */
final class ChainReference {

  private static final String TASK =
      "Determine if the following passage is relevant to the query. Answer only with 'true' or"
          + " 'false'.\nQuery: ";

  /**
   * @param difference of the two logits
   */
  record Expected(
      FinishReason finish, String reasoning, double difference, int prompt, int completion) {}

  /** A stretch of the chain's text that is one special token. */
  private record Span(int start, int end, int token) {}

  private final DecoderReference decoder;
  private final LlamaVocabulary text;
  private final Vocabulary vocabulary;
  private final Markers markers;

  ChainReference(
      DecoderReference decoder, LlamaVocabulary text, Vocabulary vocabulary, Markers markers) {
    this.decoder = decoder;
    this.text = text;
    this.vocabulary = vocabulary;
    this.markers = markers;
  }

  Expected of(String query, String passage, int think) {
    Tokens prompt = prompt(query, passage);
    int[] tokens = prompt.copy().end();
    int promptTokens = tokens.length;
    List<Integer> chain = new ArrayList<>();
    while (true) {
      int next = argMax(decoder.logits(tokens));
      if (next == vocabulary.eos()) {
        return forced(FinishReason.FORCED_BY_END_OF_TEXT, query, passage, chain, promptTokens);
      }
      chain.add(next);
      tokens = with(tokens, next);
      String written = spelled(chain, new ArrayList<>());
      if (written.endsWith(Markers.END_THINK)) {
        double[] logits = decoder.logits(tokens);
        int answer = argMax(logits);
        if (answer == vocabulary.id(" true") || answer == vocabulary.id(" false")) {
          String reasoning = written.substring(0, written.length() - Markers.END_THINK.length());
          return new Expected(
              FinishReason.ANSWERED, reasoning, difference(logits), promptTokens, chain.size());
        }
        FinishReason reason = FinishReason.FORCED_BY_END_OF_TEXT;
        if (answer != vocabulary.eos()) {
          chain.add(answer);
          reason = FinishReason.FORCED_BY_OTHER_TEXT;
        }
        return forced(reason, query, passage, chain, promptTokens);
      }
      if (chain.size() == think) {
        return forced(FinishReason.FORCED_BY_BUDGET, query, passage, chain, promptTokens);
      }
    }
  }

  private Expected forced(
      FinishReason reason, String query, String passage, List<Integer> chain, int promptTokens) {
    List<Span> special = new ArrayList<>();
    String written = spelled(chain, special);
    String stripped = written.stripTrailing();
    int to = stripped.length();
    while (to > 0 && ".!?".indexOf(stripped.charAt(to - 1)) < 0) {
      to--;
    }
    to = to == 0 ? stripped.length() : to;
    int from = 0;
    while (from < to && Character.isWhitespace(written.charAt(from))) {
      from++;
    }
    Tokens tokens = prompt(query, passage).text("\n");
    for (int at = from; at < to; ) {
      int here = at;
      Span span =
          special.stream()
              .filter(s -> s.start() == here && s.end() <= stripped.length())
              .findAny()
              .orElse(null);
      if (span != null && span.end() <= to) {
        tokens.token(span.token());
        at = span.end();
      } else {
        tokens.text(written.substring(at, ++at));
      }
    }
    double[] logits = decoder.logits(marker(tokens.text("\n"), Markers.END_THINK).end());
    int end = written.indexOf(Markers.END_THINK);
    String reasoning = end < 0 ? written : written.substring(0, end);
    return new Expected(reason, reasoning, difference(logits), promptTokens, chain.size());
  }

  private Tokens prompt(String query, String passage) {
    Tokens tokens = new Tokens();
    if (vocabulary.bosUse() == Vocabulary.BosUse.ADDED) {
      tokens.token(vocabulary.bos());
    }
    return marker(tokens.text(TASK + query + "\nPassage: " + passage + "\n"), Markers.THINK);
  }

  private Tokens marker(Tokens tokens, String marker) {
    return markers == Markers.ABSENT ? tokens.text(marker) : tokens.token(vocabulary.id(marker));
  }

  /** The text of a chain; a last character that is not whole is left out. */
  private String spelled(List<Integer> chain, List<Span> special) {
    StringBuilder spelled = new StringBuilder();
    ByteArrayOutputStream plain = new ByteArrayOutputStream();
    for (int token : chain) {
      if (Set.of(TokenType.CONTROL, TokenType.USER_DEFINED)
          .contains(vocabulary.types().get(token))) {
        spelled.append(decoded(plain.toByteArray(), true));
        plain.reset();
        String marker = vocabulary.tokens().get(token);
        special.add(new Span(spelled.length(), spelled.length() + marker.length(), token));
        spelled.append(marker);
      } else {
        plain.writeBytes(text.piece(token));
      }
    }
    return spelled + decoded(plain.toByteArray(), false);
  }

  private static String decoded(byte[] bytes, boolean isWhole) {
    CharBuffer chars = CharBuffer.allocate(bytes.length);
    CharsetDecoder decoder =
        StandardCharsets.UTF_8.newDecoder().onMalformedInput(CodingErrorAction.REPLACE);
    decoder.decode(ByteBuffer.wrap(bytes), chars, isWhole);
    return chars.flip().toString();
  }

  private double difference(double[] logits) {
    return logits[vocabulary.id(" true")] - logits[vocabulary.id(" false")];
  }

  private static int argMax(double[] logits) {
    int best = 0;
    for (int t = 1; t < logits.length; t++) {
      best = logits[t] > logits[best] ? t : best;
    }
    return best;
  }

  private static int[] with(int[] tokens, int next) {
    int[] more = Arrays.copyOf(tokens, tokens.length + 1);
    more[tokens.length] = next;
    return more;
  }

  /** Tokens in the making: text up to the next special token is tokenized as one. */
  private final class Tokens {
    private final List<Integer> ids = new ArrayList<>();
    private final StringBuilder run = new StringBuilder();

    Tokens text(String more) {
      run.append(more);
      return this;
    }

    Tokens token(int id) {
      Arrays.stream(text.tokenize(run.toString())).forEach(ids::add);
      run.setLength(0);
      ids.add(id);
      return this;
    }

    Tokens copy() {
      Tokens copy = new Tokens();
      copy.ids.addAll(ids);
      copy.run.append(run);
      return copy;
    }

    int[] end() {
      Arrays.stream(text.tokenize(run.toString())).forEach(ids::add);
      run.setLength(0);
      return ids.stream().mapToInt(Integer::intValue).toArray();
    }
  }
}
