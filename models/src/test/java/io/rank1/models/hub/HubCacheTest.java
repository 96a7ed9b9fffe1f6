package io.rank1.models.hub;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("locale")
class HubCacheTest {

  private static final HubRepository REPOSITORY = new HubRepository("o", "r");
  private static final HubFile FIRST = new HubFile(REPOSITORY, "m-00001-of-00002.gguf");
  private static final HubFile SECOND = new HubFile(REPOSITORY, "m-00002-of-00002.gguf");
  private static final Optional<String> LATEST = Optional.empty();

  @TempDir Path root;

  private Path commit(char digit, int age, String... files) throws IOException {
    Path folder = root.resolve("models--o--r/snapshots/" + String.valueOf(digit).repeat(40));
    Files.createDirectories(folder);
    for (String file : files) {
      Files.writeString(folder.resolve(file), "x");
    }
    Files.setLastModifiedTime(folder, FileTime.fromMillis(1_700_000_000_000L - age * 1000L));
    return folder;
  }

  private void main(char digit) throws IOException {
    Path refs = Files.createDirectories(root.resolve("models--o--r/refs"));
    Files.writeString(refs.resolve("main"), String.valueOf(digit).repeat(40));
  }

  @Test
  void prefersACommitThatIsWholeToMain() throws IOException {
    Path whole = commit('a', 2, "config.json", "tokenizer.json", "model.safetensors");
    Path started = commit('b', 0, "config.json");
    main('b');
    HubCache cache = new HubCache(root);
    assertThat(cache.findFolder(REPOSITORY, LATEST)).contains(whole);
    assertThat(cache.findFolder(REPOSITORY, Optional.of("main"))).contains(started);
    assertThat(cache.findFolder(REPOSITORY, Optional.of("v1"))).isEmpty();

    Files.delete(whole.resolve("model.safetensors"));
    assertThat(cache.findFolder(REPOSITORY, LATEST)).as("to say what it lacks").contains(started);
  }

  @Test
  void prefersMainToTheCommitFetchedLast() throws IOException {
    String[] files = {"config.json", "tokenizer.json", "model.safetensors", FIRST.path()};
    Path older = commit('a', 2, files);
    commit('b', 1, files);
    commit('c', 0, files);
    main('a');
    assertThat(new HubCache(root).findFolder(REPOSITORY, LATEST)).contains(older);
    main('d');
    assertThat(new HubCache(root).findFolder(REPOSITORY, LATEST).orElseThrow().toString())
        .endsWith("c".repeat(40));
  }

  @Test
  void doesNotPutAFileTogetherFromTwoCommits() throws IOException {
    Path main = commit('a', 1, FIRST.path());
    commit('b', 0, SECOND.path());
    main('a');
    HubCache cache = new HubCache(root);
    assertThat(cache.find(FIRST, LATEST)).isEmpty();
    assertThat(cache.missing(FIRST, LATEST)).containsExactly(SECOND);
    assertThat(cache.missing(FIRST, Optional.of("v1"))).isEqualTo(List.of(FIRST, SECOND));

    Path whole = commit('c', 3, FIRST.path(), SECOND.path());
    assertThat(cache.find(FIRST, LATEST)).contains(whole.resolve(FIRST.path()));
    assertThat(cache.missing(FIRST, LATEST)).isEmpty();
    assertThat(cache.find(FIRST, Optional.of("main"))).isEmpty();
    Files.writeString(main.resolve(SECOND.path()), "x");
    assertThat(cache.find(SECOND, LATEST)).contains(main.resolve(SECOND.path()));
  }
}
