package io.rank1.core.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rank1.core.files.PartFile.Durability;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class HeldFileTest {

  @TempDir Path folder;

  private HeldFile write(Path file) throws IOException {
    return HeldFile.write(file, StandardOpenOption.CREATE);
  }

  @Test
  void whoIsRefusedInThisProcessLeavesTheLockToIt() throws Exception {
    Path file = folder.resolve("a");
    try (HeldFile held = write(file)) {
      assertThat(held.channel().tryLock()).isNotNull();
      assertThatThrownBy(() -> write(file).close())
          .isInstanceOf(HeldFile.TakenException.class)
          .hasMessage(file + ": this process works on it already");
      assertThatThrownBy(() -> HeldFile.read(file).close())
          .isInstanceOf(HeldFile.TakenException.class);
      assertThat(LockProbe.isKeptOut(file)).isTrue();
    }
    assertThat(LockProbe.isKeptOut(file)).isFalse();
    write(file).close();
  }

  @Test
  void aSecondPartFileLeavesTheLockToTheFirst() throws Exception {
    Path target = folder.resolve("a");
    try (PartFile first = PartFile.create(target)) {
      assertThatThrownBy(() -> PartFile.create(target).close())
          .hasMessage("it is being written already");
      assertThat(LockProbe.isKeptOut(first.path())).isTrue();
      first.complete(Durability.LEFT_TO_THE_SYSTEM);
    }
    PartFile.create(target).close();
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void knowsAFileByAllItsNames() throws Exception {
    Path file = folder.resolve("a");
    Path link = Files.createSymbolicLink(folder.resolve("link"), Path.of("a"));
    try (HeldFile held = write(link)) { // makes the file that it leads to
      assertThat(held.channel().isOpen()).isTrue();
      Path other = Files.createLink(folder.resolve("other"), file);
      for (Path name : new Path[] {file, link, other}) {
        assertThatThrownBy(() -> HeldFile.read(name).close())
            .isInstanceOf(HeldFile.TakenException.class);
      }
      Files.move(file, folder.resolve("b"));
      write(file).close(); // another one
    }
  }

  @Test
  void isReadByManyButThenWrittenByNone() throws Exception {
    Path file = Files.writeString(folder.resolve("a"), "text");
    HeldFile first = HeldFile.read(file);
    HeldFile second = HeldFile.read(file);
    first.close();
    first.close();
    assertThatThrownBy(() -> write(file).close()).isInstanceOf(HeldFile.TakenException.class);
    second.close();
    write(file).close();
    assertThat(file).hasContent("text");
  }

  @Test
  void whatCannotBeOpenedIsNotHeld() throws Exception {
    Path file = folder.resolve("a");
    assertThatThrownBy(() -> HeldFile.read(file).close()).isInstanceOf(NoSuchFileException.class);
    assertThatThrownBy(() -> HeldFile.write(file).close()).isInstanceOf(NoSuchFileException.class);
    write(file).close();
  }
}
