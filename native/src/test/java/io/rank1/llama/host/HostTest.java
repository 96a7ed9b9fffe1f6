package io.rank1.llama.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HostTest {

  @TempDir Path folder;

  private void cpu(int number, String siblings) throws IOException {
    Path topology = Files.createDirectories(folder.resolve("cpu" + number + "/topology"));
    Files.writeString(topology.resolve("thread_siblings_list"), siblings + "\n");
  }

  @Test
  void hardwareThreadsOfOneCoreCountOnce() throws IOException {
    for (int i = 0; i < 8; i++) {
      cpu(i, i % 4 + "," + (i % 4 + 4));
    }
    Files.createDirectories(folder.resolve("cpufreq"));

    assertThat(PhysicalCores.count(folder, 8)).isEqualTo(4);
    assertThat(PhysicalCores.count(folder, 3)).as("a container's limit").isEqualTo(3);
  }

  @Test
  void withoutSysfsJavasCountStands() {
    assertThat(PhysicalCores.count(folder.resolve("none"), 6)).isEqualTo(6);
  }

  @Test
  void memoryIsWhatLinuxCallsAvailableOrLessInAContainer() throws IOException {
    Path meminfo = folder.resolve("meminfo");
    Files.writeString(meminfo, "MemTotal: 9000 kB\nMemAvailable:    5000 kB\n");
    assertThat(HostMemory.available(meminfo, folder)).isEqualTo(5000L << 10);

    Files.writeString(folder.resolve("memory.current"), "1000\n");
    Files.writeString(folder.resolve("memory.max"), "max\n");
    assertThat(HostMemory.available(meminfo, folder)).isEqualTo(5000L << 10);

    Files.writeString(folder.resolve("memory.max"), "4000\n");
    assertThat(HostMemory.available(meminfo, folder)).isEqualTo(3000);
  }

  @Test
  void thisMachineHasMemoryAndCores() {
    assertThat(HostMemory.available()).isGreaterThan(100L << 20);
    assertThat(PhysicalCores.count()).isBetween(1, Runtime.getRuntime().availableProcessors());
  }
}
