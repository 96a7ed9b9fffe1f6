package io.rank1.models.hub;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Pulls into a folder of the user's. */
class FolderPlacementTest extends PullFromFakeHub {

  @Test
  void aFolderHoldsFilesUnderTheirNamesAndNothingElse() throws IOException {
    HubSettings settings = hub.settings(dir);
    Path folder = dir.resolve("carry");
    Puller puller = puller(settings, new FolderPlacement(folder), 0);
    HubFile nested = new HubFile(REPOSITORY, "sub/x.json");
    hub.putSmall("sub/x.json", "{}".getBytes(StandardCharsets.UTF_8));
    List<RemoteFile> files = puller.look(List.of(FILE, nested), "main");
    puller.pull(files, "main");
    puller.pull(files, "main");
    assertThat(folder.resolve(FILE.path())).hasBinaryContent(CONTENT);
    try (Stream<Path> all = Files.walk(folder)) {
      assertThat(all.filter(Files::isRegularFile)).hasSize(2);
    }
    assertThat(hub.storeRequests).hasSize(1);
    assertThat(dir.resolve("hub")).doesNotExist();

    Files.write(folder.resolve(FILE.path()), new byte[] {1});
    assertFails(
        () -> puller.pull(files, "main"),
        HubException.Kind.DISK,
        "is there already and is not hf:jhu-clsp/tiny/tiny.Q8_0.gguf");
    assertThat(folder.resolve(FILE.path())).hasBinaryContent(new byte[] {1});
  }

  /** In a folder that others may write to, such as one for all users of a machine. */
  @Test
  void linksThatOthersMadeAreNotFollowed() throws IOException {
    Path folder = Files.createDirectories(dir.resolve("carry"));
    Path victim = Files.writeString(dir.resolve("victim"), "mine");
    HubSettings settings = hub.settings(dir);
    FolderPlacement placement = new FolderPlacement(folder);
    Puller puller = puller(settings, placement, 0);
    List<RemoteFile> files = puller.look(List.of(FILE), "main");
    for (Path hidden : List.of(placement.lock(files.get(0)), placement.partial(files.get(0)))) {
      Files.createSymbolicLink(hidden, victim);
      assertFails(() -> puller.pull(files, "main"), HubException.Kind.DISK, hidden + ": ", "--to");
      assertThat(victim).hasContent("mine");
      Files.delete(hidden);
    }
    Path place = Files.createSymbolicLink(folder.resolve(FILE.path()), dir.resolve("nothing"));
    assertFails(() -> puller.pull(files, "main"), HubException.Kind.DISK, "is there already");
    assertThat(place).isSymbolicLink();
    assertThat(hub.storeRequests).isEmpty();
  }
}
