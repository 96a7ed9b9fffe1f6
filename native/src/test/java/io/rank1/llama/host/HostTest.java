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

  private long available(String meminfo, String membership) throws IOException {
    Path info = Files.writeString(folder.resolve("meminfo"), meminfo);
    Path groups = Files.writeString(folder.resolve("cgroup"), membership);
    return HostMemory.available(info, new ControlGroup(groups, folder.resolve("fs")));
  }

  private void file(String path, String content) throws IOException {
    Path file = folder.resolve("fs").resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, content + "\n");
  }

  @Test
  void memoryIsWhatLinuxCallsAvailable() throws IOException {
    String meminfo = "MemTotal: 9000 kB\nMemAvailable:    5000 kB\n";
    assertThat(available(meminfo, "0::/\n")).isEqualTo(5000L << 10);

    file("memory.current", "1000");
    file("memory.max", "max");
    assertThat(available(meminfo, "0::/\n")).isEqualTo(5000L << 10);
  }

  @Test
  void aContainersLimitHoldsAndItsCachedFilesCountAsFree() throws IOException {
    file("memory.max", "4000");
    file("memory.current", "3500");
    file("memory.stat", "anon 500\ninactive_file 2000\nactive_file 900\nkernel 100");

    assertThat(available("MemAvailable: 5000 kB\n", "0::/\n")).isEqualTo(4000 - 600);
  }

  @Test
  void theTightestGroupAboveTheProcessCounts() throws IOException {
    file("a/memory.max", "2000");
    file("a/memory.current", "1500");
    file("a/b/memory.max", "max");
    file("a/b/memory.current", "10");

    assertThat(available("MemAvailable: 5000 kB\n", "0::/a/b\n")).isEqualTo(500);
  }

  @Test
  void theFirstVersionOfControlGroupsIsReadToo() throws IOException {
    file("memory/job/memory.limit_in_bytes", "9000");
    file("memory/job/memory.usage_in_bytes", "4000");
    file("memory/job/memory.stat", "inactive_file 1\ntotal_inactive_file 3000");

    assertThat(available("MemAvailable: 5000 kB\n", "7:cpu,memory:/job\n0::/\n")).isEqualTo(8000);
  }

  @Test
  void thisMachineHasMemoryAndCores() {
    assertThat(HostMemory.available()).isGreaterThan(100L << 20);
    assertThat(PhysicalCores.count()).isBetween(1, Runtime.getRuntime().availableProcessors());
  }
}
