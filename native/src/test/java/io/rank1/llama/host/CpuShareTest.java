package io.rank1.llama.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalDouble;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CpuShareTest {

  @TempDir Path proc;

  private final long[][] processors = new long[4][10];
  private final long[] own = new long[2];
  private String allowed = "0-3";

  @BeforeEach
  void begin() throws IOException {
    for (long[] processor : processors) {
      processor[3] = 90_000;
    }
    write();
  }

  private void write() throws IOException {
    StringBuilder stat = new StringBuilder("cpu  1 2 3 4 5 6 7 8 0 0\n");
    for (int i = 0; i < processors.length; i++) {
      stat.append("cpu").append(i);
      for (long ticks : processors[i]) {
        stat.append(' ').append(ticks);
      }
      stat.append('\n');
    }
    Files.writeString(proc.resolve("stat"), stat + "intr 5 0\nctxt 7\n");
    Path self = Files.createDirectories(proc.resolve("self"));
    Files.writeString(self.resolve("status"), "Name:\tjava\nCpus_allowed_list:\t" + allowed + "\n");
    String times = " S 1 2 3 0 -1 4194304 98 0 0 0 " + own[0] + " " + own[1] + " 9000 9000 20 0";
    Files.writeString(self.resolve("stat"), "42 (a) b (java)" + times + "\n");
  }

  /** Hundredths of a second of one kind on a processor; the rest of a second is idle. */
  private void second(int processor, int kind, int ticks) {
    processors[processor][kind] += ticks;
    processors[processor][3] += 100 - ticks;
  }

  private CpuShare share(int limit) {
    return new CpuShare(proc, () -> limit);
  }

  private double free(CpuShare share) throws IOException {
    write();
    return share.free().orElseThrow();
  }

  @Test
  void whatOthersTakeIsNotFreeAndWhatThisProcessTakesIs() throws IOException {
    CpuShare share = share(4);
    second(0, 0, 100); // user
    second(1, 2, 60); // system
    second(2, 1, 100); // nice
    second(3, 5, 0);
    own[0] += 70;
    own[1] += 40;

    assertThat(free(share)).isCloseTo(4 - 1.5, within(1e-9));
  }

  @Test
  void waitingForDisksIsIdleAndStolenTimeIsNot() throws IOException {
    CpuShare share = share(4);
    second(0, 4, 80); // iowait
    second(1, 7, 50); // steal
    second(2, 6, 10); // softirq
    second(3, 8, 0);

    assertThat(free(share)).isCloseTo(3.4, within(1e-9));
  }

  @Test
  void aGuestsTimeIsCountedOnce() throws IOException {
    CpuShare share = share(4);
    for (int i = 0; i < 4; i++) {
      second(i, 0, 50);
      processors[i][8] += 50; // in user already
    }

    assertThat(free(share)).isCloseTo(2, within(1e-9));
  }

  @Test
  void eachAnswerIsForTheTimeSinceTheLast() throws IOException {
    CpuShare share = share(4);
    for (int i = 0; i < 4; i++) {
      second(i, 0, 100);
    }
    assertThat(free(share)).isCloseTo(0, within(1e-9));

    for (int i = 0; i < 4; i++) {
      second(i, 0, 0);
    }
    assertThat(free(share)).isCloseTo(4, within(1e-9));
  }

  @Test
  void processorsOfOthersDoNotCountAndAQuotaDoes() throws IOException {
    allowed = "1,3";
    write();
    CpuShare pinned = share(2);
    CpuShare limited = share(1);
    second(0, 0, 100);
    second(1, 0, 30);
    second(2, 0, 100);
    second(3, 0, 0);

    assertThat(free(pinned)).isCloseTo(1.7, within(1e-9));
    assertThat(free(limited)).isCloseTo(1, within(1e-9));
  }

  @Test
  void moreOwnTimeThanBusyTimeIsNoGain() throws IOException {
    CpuShare share = share(4);
    for (int i = 0; i < 4; i++) {
      second(i, 0, 20);
    }
    own[0] += 95; // the kernel rounds the two differently

    assertThat(free(share)).isCloseTo(4, within(1e-9));
  }

  @Test
  void tooShortATimeSaysNothingAndIsNotLost() throws IOException {
    CpuShare share = share(4);
    for (long[] processor : processors) {
      processor[0] += 15;
    }
    write();
    assertThat(share.free()).isEmpty();

    for (long[] processor : processors) {
      processor[3] += 15;
    }
    assertThat(free(share)).isCloseTo(2, within(1e-9));
  }

  @Test
  void aProcessThatIsMovedBeginsAnew() throws IOException {
    CpuShare share = share(4);
    allowed = "0-1";
    second(0, 0, 100);
    second(1, 0, 100);
    write();
    assertThat(share.free()).isEmpty();

    second(0, 0, 50);
    second(1, 0, 0);
    assertThat(free(share)).isCloseTo(1.5, within(1e-9));
  }

  @Test
  void countersThatStandStillOrAreMissingOrOddSayNothing() throws IOException {
    CpuShare share = share(4);
    assertThat(share.free()).isEmpty();

    Files.writeString(proc.resolve("self/stat"), "42 (java) S\n");
    assertThat(share.free()).isEmpty();
    Files.delete(proc.resolve("stat"));
    assertThat(share.free()).isEmpty();
    assertThat(new CpuShare(proc.resolve("none"), () -> 4).free()).isEmpty();
  }

  @Test
  void thisMachineHasNoMoreFreeThanItHas() throws InterruptedException {
    CpuShare share = CpuShare.ofThisProcess();
    Thread.sleep(300);
    OptionalDouble free = share.free();

    assertThat(free.orElse(0)).isBetween(0.0, 1.0 * Runtime.getRuntime().availableProcessors());
    if (System.getProperty("os.name").equals("Linux")) {
      assertThat(share.free()).as("asked again at once").isEmpty();
    }
  }
}
