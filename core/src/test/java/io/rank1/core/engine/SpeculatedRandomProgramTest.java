package io.rank1.core.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.rank1.core.PairProgram;
import io.rank1.core.RerankMethod;
import io.rank1.core.identity.Recipe;
import io.rank1.core.pair.AnswerLogits;
import io.rank1.core.pair.FinishReason;
import io.rank1.core.pair.RerankRequest;
import io.rank1.core.pair.Thinking;
import io.rank1.core.pair.Truncation;
import io.rank1.core.prompt.FittedPrompt;
import io.rank1.core.prompt.Prompt;
import io.rank1.core.prompt.SegmentedText;
import io.rank1.core.prompt.Tokenizer;
import io.rank1.core.runner.ModelRunner;
import io.rank1.core.runner.Wanted;
import io.rank1.core.speculate.DraftLength;
import io.rank1.core.speculate.DraftSource;
import io.rank1.core.speculate.Drafter;
import io.rank1.core.speculate.Speculation;
import io.rank1.core.speculate.SpeculationStats;
import io.rank1.core.speculate.TokensSoFar;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The same programs on the same runners, run by guesses of every kind: each sees what it sees
 * alone, to every row, progress and count.
 */
class SpeculatedRandomProgramTest extends RandomProgramTest {

  private static long drafted;
  private static long accepted;
  private static long turnedOff;
  private static int drafters;

  private Speculation speculation;

  @BeforeEach
  void begin() {
    Random random = new Random(drafters);
    DraftLength length =
        random.nextInt(3) == 0 ? DraftLength.AUTO : DraftLength.always(1 + random.nextInt(16));
    speculation = new Speculation(length, SpeculatedRandomProgramTest::drafter);
  }

  static LongStream seeds() {
    return LongStream.range(0, 500);
  }

  @Override
  @ParameterizedTest
  @MethodSource("seeds")
  void everyProgramSeesWhatItSeesAlone(long seed) {
    super.everyProgramSeesWhatItSeesAlone(seed);
    SpeculationStats stats = speculation.stats();
    assertThat(stats.accepted()).isLessThanOrEqualTo(stats.drafted());
    drafted += stats.drafted();
    accepted += stats.accepted();
    turnedOff += stats.turnedOff();
  }

  /** Else the test would say nothing. */
  @AfterAll
  static void guessesWereRightAndWrong() {
    assertThat(accepted).isGreaterThan(1000);
    assertThat(drafted - accepted).isGreaterThan(1000);
    assertThat(turnedOff).isPositive();
  }

  @Override
  ModelRunner around(FakeRunner runner) {
    return speculation.around(() -> runner).create();
  }

  @Override
  DecodeProgram around(RandomProgram program, int[] prompt, int maxTokens, int maxSize) {
    Prompt words = new Prompt(SegmentedText.literal(""), "", SegmentedText.literal(""));
    FittedPrompt fitted = new FittedPrompt(words, prompt, 0, new Truncation(0, 0));
    RerankMethod method = new OneProgram(new Paired(program), SEQUENCE - maxSize);
    Tokenizer tokenizer = new EndOfText();
    return speculation
        .around(method)
        .program(fitted, tokenizer, Wanted.NO_LOGITS, Thinking.upTo(maxTokens));
  }

  /** Some know the model, some do not, some are right now and then, and some break. */
  private static Drafter drafter() {
    Random random = new Random(drafters++);
    int kind = random.nextInt(16);
    if (kind == 0) {
      return DraftSource.NGRAMS.drafter();
    }
    int rightInTen = kind < 8 ? 10 : random.nextInt(10);
    return (tokens, most) -> {
      if (kind == 15 && random.nextInt(200) == 0) {
        throw new IllegalStateException("a drafter's fault");
      }
      int count = kind == 14 ? most + 2 : random.nextInt(most + 1);
      return guesses(tokens, count, random, rightInTen);
    };
  }

  private static int[] guesses(TokensSoFar tokens, int count, Random random, int rightInTen) {
    int[] all = Arrays.copyOf(tokens.range(0, tokens.size()), tokens.size() + count);
    for (int i = tokens.size(); i < all.length; i++) {
      int right = RandomProgram.row(Arrays.copyOf(all, i), new Wanted(i, new int[0])).token();
      all[i] = random.nextInt(10) < rightInTen ? right : 1 + random.nextInt(59);
    }
    return Arrays.copyOfRange(all, tokens.size(), all.length);
  }

  private static final class EndOfText implements Tokenizer {

    private final Tokenizer other = new FakeTokenizer();

    @Override
    public int[] encode(SegmentedText text) {
      return other.encode(text);
    }

    @Override
    public int[] encodeContinuation(SegmentedText text) {
      return other.encodeContinuation(text);
    }

    @Override
    public byte[] piece(int token) {
      return other.piece(token);
    }

    @Override
    public boolean isSpecial(int token) {
      return false;
    }

    @Override
    public boolean endsText(int token) {
      return token == RandomProgram.END_OF_TEXT;
    }
  }

  /** A method for one program only. */
  private record OneProgram(PairProgram program, int closingRoom) implements RerankMethod {

    @Override
    public Recipe recipe(Thinking thinking) {
      return Recipe.EMPTY;
    }

    @Override
    public Prompt prompt(RerankRequest request, Thinking thinking) {
      throw new UnsupportedOperationException();
    }

    @Override
    public int[] answers(Tokenizer tokenizer) {
      return Wanted.NO_LOGITS;
    }

    @Override
    public PairProgram program(
        FittedPrompt prompt, Tokenizer tokenizer, int[] answers, Thinking thinking) {
      return program;
    }
  }

  /** A program of tokens as one of a pair. */
  private record Paired(RandomProgram program) implements PairProgram {

    @Override
    public int[] firstLogitsOf() {
      return program.firstLogitsOf();
    }

    @Override
    public Action next(List<io.rank1.core.runner.Row.Read> rows, Progress progress) {
      return program.next(rows, progress);
    }

    @Override
    public Optional<Action> atDeadline(Progress progress) {
      return program.atDeadline(progress);
    }

    @Override
    public FinishReason finish() {
      return FinishReason.ANSWERED;
    }

    @Override
    public AnswerLogits score() {
      return new AnswerLogits(0, 0);
    }

    @Override
    public String reasoning() {
      return "";
    }

    @Override
    public int completionTokens() {
      return 0;
    }
  }
}
