package io.rank1.cli.collection.corpus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rank1.cli.input.InputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CorpusFilesTest {

  @TempDir Path dir;

  private static List<Path> of(Path... paths) throws InputException {
    return CorpusFiles.of(new CorpusSource(List.of(paths), CorpusFormat.AUTO));
  }

  @Test
  void aFolderStandsForItsFilesByName() throws Exception {
    Path folder = Files.createDirectory(dir.resolve("corpus"));
    Path b = Files.createFile(folder.resolve("b.tsv"));
    Path a = Files.createFile(folder.resolve("a.jsonl.gz"));
    Files.createFile(folder.resolve(".hidden"));
    Files.createDirectory(folder.resolve("below"));
    Path file = Files.createFile(dir.resolve("0"));
    assertThat(of(folder, file)).containsExactly(a, b, file);
  }

  @Test
  void aFolderHasFiles() {
    assertThatThrownBy(() -> of(dir))
        .isInstanceOf(InputException.class)
        .hasMessage(dir + ": no files in this folder");
  }
}
