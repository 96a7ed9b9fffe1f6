package io.rank1.cli.collection.corpus;

import static io.rank1.core.text.TitledText.untitled;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rank1.cli.exit.CommandException;
import io.rank1.core.text.TitledText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class SpillingPassagesTest {

  @TempDir Path dir;

  private static TitledText passage(int number) {
    return passage(number, 1);
  }

  private static TitledText passage(int number, int times) {
    String text = ("passage " + number + " äöü \uD83D\uDE00 ").repeat(times * (1 + number % 50));
    return new TitledText("title " + number % 3, text);
  }

  private List<Path> left() throws IOException {
    try (Stream<Path> entries = Files.list(dir)) {
      return entries.toList();
    }
  }

  @Test
  void keepsFewInMemory() throws Exception {
    try (SpillingPassages passages = new SpillingPassages(10, dir)) {
      passages.add(0, new TitledText("12", "345"));
      passages.add(1, untitled("67890"));
      assertThat(passages.isOnDisk()).isFalse();
      assertThat(left()).isEmpty();
      assertThat(passages.get(1)).isEqualTo(untitled("67890"));
      passages.add(2, new TitledText("x", ""));
      assertThat(passages.isOnDisk()).isTrue();
      assertThat(passages.get(1)).isEqualTo(untitled("67890"));
      assertThat(passages.get(2)).isEqualTo(new TitledText("x", ""));
    }
  }

  /** More than the store keeps in memory before it writes, so that all of it goes to the disk. */
  @Test
  void givesBackWhatItPutsOnDisk() throws Exception {
    int count = 20_000;
    try (SpillingPassages passages = new SpillingPassages(1_000_000, dir)) {
      for (int i = 0; i < count; i++) {
        passages.add(i, passage(i));
      }
      assertThat(passages.isOnDisk()).isTrue();
      Random random = new Random(3);
      for (int i = 0; i < 2_000; i++) {
        int number = random.nextInt(count);
        assertThat(passages.get(number)).isEqualTo(passage(number));
      }
    }
    assertThat(left()).isEmpty();
  }

  @Test
  void givesBackAnyString() {
    String loneSurrogate = "a\uD83Db";
    String long5 = "0123456789".repeat(500_000);
    try (SpillingPassages passages = new SpillingPassages(0, dir)) {
      passages.add(0, new TitledText(loneSurrogate, "\0" + loneSurrogate));
      passages.add(1, untitled(""));
      passages.add(2, new TitledText("", long5));
      assertThat(passages.isOnDisk()).isTrue();
      assertThat(passages.get(0)).isEqualTo(new TitledText(loneSurrogate, "\0" + loneSurrogate));
      assertThat(passages.get(1)).isEqualTo(untitled(""));
      assertThat(passages.get(2)).isEqualTo(untitled(long5));
    }
  }

  @Test
  void manyThreadsMayRead() {
    int count = 5_000;
    AtomicInteger right = new AtomicInteger();
    try (SpillingPassages passages = new SpillingPassages(0, dir)) {
      for (int i = 0; i < count; i++) {
        passages.add(i, passage(i));
      }
      IntStream.range(0, count)
          .parallel()
          .filter(i -> passages.get(i).equals(passage(i)))
          .forEach(i -> right.incrementAndGet());
    }
    assertThat(right).hasValue(count);
  }

  @Test
  void anInterruptedThreadMayRead() {
    int count = 2_000; // beyond what the store caches
    try (SpillingPassages passages = new SpillingPassages(0, dir)) {
      for (int i = 0; i < count; i++) {
        passages.add(i, passage(i, 20));
      }
      Thread.currentThread().interrupt();
      try {
        assertThat(passages.get(0)).isEqualTo(passage(0, 20));
        assertThat(Thread.currentThread().isInterrupted()).isTrue();
      } finally {
        Thread.interrupted();
      }
      assertThat(passages.get(1_000)).isEqualTo(passage(1_000, 20));
    }
  }

  /** So nothing is left behind even when the process is killed. */
  @Test
  @DisabledOnOs(OS.WINDOWS)
  void theFileLosesItsNameAtOnce() throws Exception {
    try (SpillingPassages passages = new SpillingPassages(0, dir)) {
      passages.add(0, untitled("text"));
      assertThat(passages.isOnDisk()).isTrue();
      assertThat(left()).isEmpty();
    }
  }

  @Test
  void tellsWhereItCannotWrite() {
    Path missing = dir.resolve("missing");
    SpillingPassages passages = new SpillingPassages(0, missing);
    assertThatThrownBy(() -> passages.add(0, untitled("text")))
        .isInstanceOf(CommandException.class)
        .hasMessage(
            "cannot write the documents on disk, in "
                + missing
                + ": no such file; --journal FOLDER/NAME puts them into another folder");
    passages.close();
  }

  @Test
  void documentsComeFromDiskAsFromMemory() throws Exception {
    Path file =
        Files.writeString(dir.resolve("corpus"), "1\tTitle\tone\n2\t\ttwo\n1\tTitle\tone\n");
    CorpusReader reader =
        new CorpusReader(
            List.of(file), CorpusFormat.AUTO, Set.of("1", "2"), new SpillingPassages(0, dir));
    Corpus corpus = reader.read();
    try (Documents documents = corpus.documents()) {
      assertThat(documents.document("2")).isEqualTo(untitled("two"));
      assertThat(documents.document("1")).isEqualTo(new TitledText("Title", "one"));
    }
    assertThatThrownBy(() -> corpus.documents().document("1"))
        .isInstanceOf(IllegalStateException.class);
    assertThat(corpus.notices())
        .containsExactly("documents that the corpus has again, with the same text: 1 (1)");
  }
}
