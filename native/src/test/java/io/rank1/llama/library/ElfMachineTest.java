package io.rank1.llama.library;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ElfMachineTest {

  @TempDir Path folder;

  private Path library(int machine) throws IOException {
    byte[] header = new byte[64];
    header[0] = 0x7f;
    header[1] = 'E';
    header[2] = 'L';
    header[3] = 'F';
    header[18] = (byte) machine;
    return Files.write(folder.resolve("lib.so"), header);
  }

  @Test
  void readsTheProcessor() throws IOException {
    assertThat(ElfMachine.of(library(0x3e))).contains("amd64");
    assertThat(ElfMachine.of(library(0xb7))).contains("aarch64");
    assertThat(ElfMachine.of(library(0x28))).isEmpty();
  }

  @Test
  void knowsNothingOfOtherFiles() throws IOException {
    assertThat(ElfMachine.of(Files.writeString(folder.resolve("text"), "no library"))).isEmpty();
    assertThat(ElfMachine.of(folder.resolve("missing"))).isEmpty();
  }
}
