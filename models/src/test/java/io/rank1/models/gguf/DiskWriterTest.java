package io.rank1.models.gguf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DiskWriterTest {
  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void bytesArriveInTheirOrder(boolean direct) throws IOException {
    byte[] bytes = new byte[30_000_001];
    Random random = new Random(1);
    random.nextBytes(bytes);
    Path file = Files.createFile(folder.resolve("f"));
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      Optional<DirectFile> past =
          direct ? DirectFile.open(file, DiskWriter.DIRECT_STEP) : Optional.empty();
      assumeTrue(past.isPresent() == direct, "a file system without O_DIRECT");
      try (DiskWriter writer = new DiskWriter(channel, past, 10_000_000)) {
        for (int at = 0, next; at < bytes.length; at = next) {
          next = Math.min(bytes.length, at + random.nextInt(3_000_000));
          writer.append(ByteBuffer.wrap(bytes, at, next - at));
        }
        writer.finish();
        assertThat(Files.readAllBytes(file)).isEqualTo(bytes);
      }
      if (past.isPresent()) {
        past.get().close();
      }
    }
  }

  @Test
  void whatTheDiskRefusesIsTold() throws IOException {
    Path file = Files.createFile(folder.resolve("f"));
    FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE);
    try (DiskWriter writer = new DiskWriter(channel, Optional.empty(), 1)) {
      channel.close();
      writer.append(ByteBuffer.allocate(10));
      assertThatThrownBy(writer::finish).isInstanceOf(IOException.class);
    }
  }

  @Test
  void anInterruptEndsTheWaitAndLeavesTheFileOpen() throws IOException {
    Path file = Files.createFile(folder.resolve("f"));
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE);
        DiskWriter writer = new DiskWriter(channel, Optional.empty(), 1)) {
      writer.append(ByteBuffer.allocate(10));
      Thread.currentThread().interrupt();
      assertThatThrownBy(writer::finish).isInstanceOf(InterruptedIOException.class);
      assertThat(Thread.interrupted()).isTrue();
      assertThat(channel.isOpen()).isTrue();
    }
  }

  @Test
  void whatIsRefusedPastTheCacheIsWrittenTheUsualWay() throws IOException {
    Path file = Files.createFile(folder.resolve("f"));
    DirectFile past = DirectFile.open(file, DiskWriter.DIRECT_STEP).orElse(null);
    assumeTrue(past != null, "a file system without O_DIRECT");
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE);
        DiskWriter writer = new DiskWriter(channel, Optional.of(past), 1)) {
      past.close();
      writer.append(ByteBuffer.allocate(2 * DiskWriter.DIRECT_STEP));
      writer.finish();
      assertThat(Files.size(file)).isEqualTo(2 * DiskWriter.DIRECT_STEP);
    }
  }

  @Test
  void whatLacksBlocksIsWrittenTheUsualWay() throws IOException {
    assertThat(DirectFile.open(folder.resolve("none"), DiskWriter.DIRECT_STEP)).isEmpty();
    Path file = Files.createFile(folder.resolve("f"));
    assertThat(DirectFile.open(file, 1)).isEmpty(); // no file system has blocks of a byte
  }
}
