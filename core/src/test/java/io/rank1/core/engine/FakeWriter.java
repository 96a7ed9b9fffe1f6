package io.rank1.core.engine;

import io.rank1.core.runner.Chunk;
import io.rank1.core.runner.Row;
import io.rank1.core.runner.RunnerException;
import io.rank1.core.runner.RunnerFactory;
import io.rank1.core.runner.RunnerLimits;
import io.rank1.core.runner.Sampling;
import io.rank1.core.runner.StepResult;
import io.rank1.core.runner.Wanted;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/** Fake models that write texts behind prompts, for tests outside this package. */
public final class FakeWriter {

  /** What ends a prompt. */
  public static final String PROMPT_END = "\nAnswer:";

  private final RunnerLimits limits;
  private final Author author;
  private final FakeTokenizer tokenizer = new FakeTokenizer();
  private final Queue<Sampling> samplings = new ConcurrentLinkedQueue<>();
  private final AtomicInteger mostAtOnce = new AtomicInteger();
  private String poison = "\0";
  private Function<Integer, String> fault = step -> null;

  /** What a model has to say. */
  public interface Author {

    /**
     * What follows, of which a token is taken; nothing to end the text.
     *
     * @param prompt without what ends it
     * @param written behind it so far
     */
    String goOn(String prompt, String written);

    /** The logit of the token that a character is, right behind a prompt. */
    default float logit(String prompt, char character) {
      throw new UnsupportedOperationException("no logits");
    }
  }

  public FakeWriter(RunnerLimits limits, Author author) {
    this.limits = limits;
    this.author = author;
  }

  /** Steps fail which run a text with this in it. */
  public FakeWriter failingOn(String text) {
    poison = text;
    return this;
  }

  /** Steps from a number on wait for a latch, and say before that they have begun. */
  public FakeWriter waitingFrom(int step, CountDownLatch begun, CountDownLatch latch) {
    fault =
        number -> {
          if (number >= step) {
            begun.countDown();
            FakeEngine.awaitQuietly(latch);
          }
          return null;
        };
    return this;
  }

  /** Runs out of memory after some steps, once a latch says so. */
  public FakeWriter dyingAfter(int steps, CountDownLatch latch) {
    fault =
        number -> {
          if (number >= steps) {
            FakeEngine.awaitQuietly(latch);
            throw new OutOfMemoryError("a bug");
          }
          return null;
        };
    return this;
  }

  /** How the tokens of all sequences were chosen, in the order of their first steps. */
  public List<Sampling> samplings() {
    return samplings.stream().distinct().toList();
  }

  /** How many sequences ran in one step at most. */
  public int mostAtOnce() {
    return mostAtOnce.get();
  }

  /** The vocabulary: a character of ASCII is a token by itself, but for a few pieces. */
  public FakeTokenizer tokenizer() {
    return tokenizer;
  }

  public RunnerFactory factory() {
    return () ->
        new FakeRunner(limits, this::row) {
          @Override
          public StepResult run(List<Chunk> chunks) throws RunnerException {
            mostAtOnce.accumulateAndGet(chunks.size(), Math::max);
            chunks.forEach(chunk -> samplings.add(chunk.sampling()));
            return super.run(chunks);
          }
        }.failingOn(poison).withFault(fault);
  }

  private Row.Read row(int[] tokens, Wanted wanted) {
    String text = tokenizer.decode(tokens);
    int end = text.lastIndexOf(PROMPT_END);
    String prompt = text.substring(0, Math.max(0, end));
    float[] logits = new float[wanted.logitsOf().length];
    for (int i = 0; i < logits.length; i++) {
      logits[i] = author.logit(prompt, (char) wanted.logitsOf()[i]);
    }
    if (end < 0 || logits.length > 0) {
      return new Row.Read(wanted.position(), 'x', logits);
    }
    String more = author.goOn(prompt, text.substring(end + PROMPT_END.length()));
    int token =
        more.isEmpty()
            ? FakeTokenizer.END_OF_TEXT
            : more.getBytes(StandardCharsets.UTF_8)[0] & 0xFF;
    return new Row.Read(wanted.position(), token, logits);
  }
}
