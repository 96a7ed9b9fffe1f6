package io.rank1.cli;

import io.rank1.cli.output.ConsoleWriter;
import io.rank1.cli.signal.JvmSignals;
import io.rank1.core.listwise.CallAnswer;
import io.rank1.core.listwise.ListQuestion;
import io.rank1.core.pair.AnswerLogits;
import io.rank1.core.pair.FinishReason;
import io.rank1.core.pair.MeanScore;
import io.rank1.core.pair.RerankRequest;
import io.rank1.core.pair.RerankResult;
import io.rank1.core.pair.RerankResult.Sample;
import io.rank1.core.pair.Score;
import io.rank1.core.pair.Thinking;
import io.rank1.core.pair.Timings;
import io.rank1.core.pair.TokenCounts;
import io.rank1.core.pair.Truncation;
import io.rank1.llama.library.RuntimeInstaller;
import io.rank1.llama.runtime.ProbeReport;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The program on a fake model whose scores follow from the texts alone, for processes that a test
 * kills. Every pair that is scored leaves the time and its passage in a log.
 *
 * <p>Arguments: the log, milliseconds a pair, and then the program's own.
 */
final class KilledJobMain {

  private static final int AT_ONCE = 4;

  private KilledJobMain() {}

  public static void main(String[] args) throws IOException {
    FileChannel log =
        FileChannel.open(Path.of(args[0]), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    long millis = Long.parseLong(args[1]);
    Path begun = Path.of(args[0] + ".begun");
    ScheduledExecutorService slots = Executors.newScheduledThreadPool(AT_ONCE);
    Host host =
        new Host(
            settings ->
                new FakeScorer(
                    request -> {
                      Thinking way = request.thinking(settings.engine().thinking());
                      CompletableFuture<RerankResult> future = new CompletableFuture<>();
                      begin(begun);
                      slots.submit(() -> future.complete(score(request, way, millis, log)));
                      return future;
                    }),
            settings ->
                new FakeListScorer(
                    settings, (question, shown) -> order(question, shown, millis, begun), slots),
            RuntimeInstaller::ofThisUser,
            (folder, model) -> ProbeReport.failed("not tried"),
            InputStream.nullInputStream(),
            name -> name.equals("RANK1_MODEL") ? "model.gguf" : null,
            Set.of(),
            action -> () -> {},
            new JvmSignals());
    String[] own = new String[args.length - 2];
    System.arraycopy(args, 2, own, 0, own.length);
    int code =
        App.commandLine(host)
            .setOut(new ConsoleWriter(new FileOutputStream(FileDescriptor.out)))
            .setErr(new ConsoleWriter(new FileOutputStream(FileDescriptor.err)))
            .execute(own);
    System.exit(code);
  }

  /** Orders a list by what its texts are, at times in a way that cannot be read. */
  private static CallAnswer order(
      ListQuestion question, List<Integer> shown, long millis, Path begun) {
    begin(begun);
    try {
      TimeUnit.MILLISECONDS.sleep(millis);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    List<Integer> hashes =
        question.shown(shown).stream()
            .map(candidate -> candidate.text().hashCode() * 31 >>> 8)
            .toList();
    int sum = hashes.stream().mapToInt(Integer::intValue).sum();
    if (sum % 7 == 0) {
      return new CallAnswer.Written("none of them");
    }
    return new CallAnswer.Written(
        IntStream.range(0, shown.size())
            .filter(position -> hashes.get(position) % 11 != 0)
            .boxed()
            .sorted(Comparator.comparing(hashes::get))
            .map(position -> "[" + (position + 1) + "]")
            .collect(Collectors.joining(" > ")));
  }

  /** Shows that the first pair was submitted, and so that signals are handled. */
  private static void begin(Path mark) {
    try {
      Files.write(mark, new byte[0]); // several threads may come here at once
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static RerankResult score(
      RerankRequest request, Thinking way, long millis, FileChannel log) {
    try {
      TimeUnit.MILLISECONDS.sleep(millis);
      String line = System.currentTimeMillis() + "\t" + request.passage() + "\n";
      log.write(ByteBuffer.wrap(line.getBytes(StandardCharsets.UTF_8)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    int count = way.samples().count();
    List<Sample> samples =
        IntStream.range(0, count).mapToObj(number -> chain(request, way, number)).toList();
    List<Score> logits = samples.stream().map(Sample::score).toList();
    Score score = count == 1 ? logits.get(0) : new MeanScore(logits);
    return new RerankResult(
        samples.get(0).finish(),
        Optional.of(score),
        Optional.empty(),
        samples.get(0).reasoning(),
        count == 1 ? List.of() : samples,
        new TokenCounts(20, 5 * count, 0),
        Truncation.none(request.passage().length()),
        Timings.NONE);
  }

  private static Sample chain(RerankRequest request, Thinking way, int number) {
    int hash = (request.passage() + (way.isDirect() ? "!" : "")).hashCode() * (number + 1);
    return new Sample(
        way.isDirect() ? FinishReason.DIRECT : FinishReason.ANSWERED,
        new AnswerLogits((hash & 0xFF) / 7f, (hash >> 8 & 0xFF) / 7f),
        way.isDirect() ? "" : "\nBecause of " + hash + ".\n",
        way.isDirect() ? 0 : 5);
  }
}
