package io.rank1.cli.models;

import static org.assertj.core.api.Assertions.assertThat;

import io.rank1.models.hub.ContentId;
import io.rank1.models.hub.HubFile;
import io.rank1.models.hub.HubRepository;
import io.rank1.models.hub.RemoteFile;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class PullProgressTest {

  private static final HubRepository REPOSITORY = new HubRepository("o", "r");
  private static final Path PLACE = Path.of("x");

  private final StringWriter said = new StringWriter();
  private long nanos;
  private final PullProgress progress = new PullProgress(new PrintWriter(said), false, () -> nanos);

  private static RemoteFile file(String name, long size) {
    return new RemoteFile(
        new HubFile(REPOSITORY, name), "0".repeat(40), new ContentId("ab".repeat(32)), size);
  }

  private void wait(int seconds) {
    nanos += TimeUnit.SECONDS.toNanos(seconds);
  }

  @Test
  void tellsSpeedAndTimeLeftOfWhatIsFetchedNow() {
    RemoteFile one = file("one", 6_000_000_000L);
    RemoteFile two = file("two", 4_000_000_000L);
    progress.start(List.of(one, two));
    progress.begins(one, 1_000_000_000L);
    progress.begins(two, 4_000_000_000L);
    wait(10);
    progress.progress(one, 2_000_000_000L);
    assertThat(progress.state()).isEqualTo("60 % of 10.0 GB, 100 MB/s, 40 s left");
    wait(10);
    progress.progress(one, 0); // the server made it start over
    progress.progress(one, 100_000_000L);
    assertThat(progress.state()).isEqualTo("41 % of 10.0 GB, 55.0 MB/s, 107 s left");
    assertThat(progress.kept()).isEqualTo("4.10 GB of 10.0 GB");
    progress.progress(one, 6_000_000_000L);
    progress.done(one, PLACE);
    progress.done(two, PLACE);
    assertThat(said.toString().lines())
        .containsExactly(
            "rank1: 2 files, 10.0 GB from o/r at commit 000000000000",
            "rank1: one: going on after 1.00 GB",
            "rank1: two is there already",
            "rank1: 60 % of 10.0 GB, 100 MB/s, 40 s left",
            "rank1: one: whole, SHA-256 " + "ab".repeat(32));
  }

  @Test
  void tellsEveryTenthOnceWhereThereIsNoTerminal() {
    RemoteFile one = file("one", 1000);
    progress.start(List.of(one));
    progress.begins(one, 0);
    for (int i = 1; i <= 1000; i++) {
      progress.progress(one, i);
    }
    assertThat(said.toString().lines()).hasSize(1 + 9).last().asString().startsWith("rank1: 90 %");
  }

  @Test
  void longTimesAreTold() {
    RemoteFile one = file("one", 1_000_000_000_000L);
    progress.start(List.of(one));
    progress.begins(one, 0);
    wait(100);
    progress.progress(one, 1_000_000_000L);
    assertThat(progress.state()).endsWith("10.0 MB/s, 27.8 h left");
    progress.waiting("one", "no answer in time", Duration.ofSeconds(4));
    assertThat(said.toString()).endsWith("one: no answer in time; trying again in 4 s\n");
  }
}
