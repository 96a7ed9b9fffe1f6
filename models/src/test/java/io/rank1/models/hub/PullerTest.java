package io.rank1.models.hub;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What pulls fetch and where to. */
class PullerTest extends PullFromFakeHub {

  @Test
  void fillsTheCacheAsPythonDoes() throws IOException {
    Path place = pull(FILE).get(0);

    assertThat(place)
        .isEqualTo(
            repositoryFolder().resolve("snapshots").resolve(FakeHub.COMMIT).resolve(FILE.path()))
        .hasBinaryContent(CONTENT);
    assertThat(Files.readSymbolicLink(place))
        .isEqualTo(Path.of("../../blobs/" + FakeHub.sha256(CONTENT)));
    assertThat(repositoryFolder().resolve("refs/main")).hasContent(FakeHub.COMMIT);
    assertThat(blobs()).containsExactly(FakeHub.sha256(CONTENT));
    assertThat(hub.storeRequests).containsExactly(FILE.path());
    assertThat(recorder.events)
        .containsExactly("begins tiny.Q8_0.gguf at 0", "done tiny.Q8_0.gguf");

    HubCache cache = new HubCache(dir.resolve("hub"));
    assertThat(cache.find(FILE, Optional.empty())).contains(place);
    assertThat(cache.find(FILE, Optional.of(FakeHub.COMMIT))).contains(place);
    assertThat(cache.find(FILE, Optional.of("other"))).isEmpty();
    assertThat(cache.find(new HubFile(REPOSITORY, "b.gguf"), Optional.empty())).isEmpty();
  }

  /** Nor is anything written, so that a cache may be one that cannot be. */
  @Test
  void whatIsThereIsNotFetchedAgain() throws IOException {
    pull(FILE);
    Path lock =
        dir.resolve("hub/.locks/models--jhu-clsp--tiny/" + FakeHub.sha256(CONTENT) + ".lock");
    Files.delete(lock);
    Files.delete(lock.getParent());
    Path ref = repositoryFolder().resolve("refs/main");
    Files.setLastModifiedTime(ref, FileTime.fromMillis(0));
    assertThat(pull(FILE).get(0)).hasBinaryContent(CONTENT);
    assertThat(hub.storeRequests).hasSize(1);
    assertThat(recorder.events).endsWith("begins tiny.Q8_0.gguf at 1000000", "done tiny.Q8_0.gguf");
    assertThat(lock.getParent()).doesNotExist();
    assertThat(Files.getLastModifiedTime(ref)).isEqualTo(FileTime.fromMillis(0));
  }

  @Test
  void aBlobOfAnotherCommitIsLinkedNotFetched() {
    pull(FILE);
    hub.commit = "f".repeat(40);
    Path place = pull(FILE).get(0);
    assertThat(place.getParent()).hasFileName("f".repeat(40));
    assertThat(place).hasBinaryContent(CONTENT);
    assertThat(hub.storeRequests).hasSize(1);
    assertThat(repositoryFolder().resolve("refs/main")).hasContent("f".repeat(40));
  }

  @Test
  void theTokenStaysWithTheHub() throws IOException {
    HubSettings settings = hub.settings(dir, Map.of("HF_TOKEN", "hf_secret"));
    Puller puller = puller(settings, new HubCache(settings.cache()), 0);
    puller.pull(puller.look(List.of(FILE), "main"), "main");
    assertThat(hub.hubTokens).hasSize(2).containsOnly("Bearer hf_secret");
    assertThat(hub.storeTokens).containsExactly("null");
    assertThat(settings.toString()).doesNotContain("hf_secret");
  }

  @Test
  void theTokenIsAlsoReadFromItsFile() throws IOException {
    Files.writeString(dir.resolve("token"), "hf_of_file\n");
    pull(FILE);
    assertThat(hub.hubTokens).containsOnly("Bearer hf_of_file");
  }

  @Test
  void twoPullsAtOnceFetchOnce() throws Exception {
    CountDownLatch secondWaits = new CountDownLatch(1);
    recorder.onNote = secondWaits::countDown;
    hub.atStore =
        () -> {
          try {
            assertThat(secondWaits.await(60, TimeUnit.SECONDS)).isTrue();
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
        };
    CompletableFuture<List<Path>> one = CompletableFuture.supplyAsync(() -> pull(FILE));
    CompletableFuture<List<Path>> two = CompletableFuture.supplyAsync(() -> pull(FILE));
    assertThat(one.get(60, TimeUnit.SECONDS)).isEqualTo(two.get(60, TimeUnit.SECONDS));
    assertThat(one.get().get(0)).hasBinaryContent(CONTENT);
    assertThat(hub.storeRequests).hasSize(1);
    assertThat(recorder.events)
        .contains("note " + FILE + " is being fetched by another pull; waiting for it");
    assertThat(blobs()).containsExactly(FakeHub.sha256(CONTENT));
  }

  @Test
  void equalFilesOfOnePullAreFetchedOnce() throws IOException {
    HubFile other = new HubFile(REPOSITORY, "copy/tiny.gguf");
    hub.putLarge(other.path(), CONTENT);
    List<Path> places = pull(FILE, other);
    assertThat(places)
        .hasSize(2)
        .allSatisfy(place -> assertThat(place).hasBinaryContent(CONTENT))
        .extracting(place -> place.getFileName().toString())
        .containsExactly("tiny.Q8_0.gguf", "tiny.gguf");
    assertThat(hub.storeRequests).hasSize(1);
    assertThat(recorder.events)
        .containsExactly(
            "begins tiny.Q8_0.gguf at 0",
            "done tiny.Q8_0.gguf",
            "begins copy/tiny.gguf at 1000000",
            "done copy/tiny.gguf");
    assertThat(blobs()).hasSize(1);
  }

  @Test
  void fetchesACheckpointOfOneCommit() throws IOException {
    byte[] config = FakeHub.content(1234, 2);
    hub.putSmall("config.json", config);
    hub.putSmall("README.md", config);
    hub.putSmall("merges.txt", new byte[0]);
    for (int i = 1; i <= 4; i++) {
      hub.putLarge("model-0000" + i + "-of-00004.safetensors", FakeHub.content(300_000 + i, i));
    }
    hub.putLarge("pytorch_model.bin", CONTENT);
    hub.cutAfter = 90_000;
    HubSettings settings = hub.settings(dir);
    Hub client = new Hub(settings, name -> null, policy(1), recorder);
    RepositoryListing listing = client.list(REPOSITORY, "main");
    List<HubFile> wanted = CheckpointFiles.of(REPOSITORY, listing);
    assertThat(wanted).extracting(HubFile::path).hasSize(6).doesNotContain("README.md");
    HubCache cache = new HubCache(settings.cache());
    Puller puller = new Puller(client, cache, recorder, 3);
    puller.pull(puller.look(wanted, listing.commit()), "main");

    Path folder = cache.findFolder(REPOSITORY, Optional.empty()).orElseThrow();
    assertThat(folder.resolve("config.json")).hasBinaryContent(config);
    assertThat(folder.resolve("merges.txt")).isEmptyFile();
    for (int i = 1; i <= 4; i++) {
      assertThat(folder.resolve("model-0000" + i + "-of-00004.safetensors"))
          .hasBinaryContent(FakeHub.content(300_000 + i, i));
    }
    assertThat(blobs()).contains(FakeHub.gitHash(config)).hasSize(6);
  }

  /** The hub sends who wants a small file to another path of its own. */
  @Test
  void followsTheHubOnItsOwnPaths() {
    byte[] config = FakeHub.content(1234, 2);
    hub.putSmall("config.json", config);
    HubFile file = new HubFile(REPOSITORY, "config.json");
    HubSettings settings = hub.settings(dir, Map.of("HF_TOKEN", "hf_secret"));
    Puller puller = puller(settings, new HubCache(settings.cache()), 0);
    hub.refuse(
        307, "Location", "/jhu-clsp/moved/resolve/main/config.json", "X-Repo-Commit", hub.commit);
    List<RemoteFile> files = puller.look(List.of(file), "main");
    assertThat(files.get(0).content().etag()).isEqualTo(FakeHub.gitHash(config));
    assertThat(puller.pull(files, "main").get(0)).hasBinaryContent(config);
    assertThat(hub.hubTokens).hasSize(3).containsOnly("Bearer hf_secret");
  }

  @Test
  void aRepositoryWithoutWeightsIsTold() {
    HubSettings settings = hub.settings(dir);
    Hub client = new Hub(settings, name -> null, policy(0), recorder);
    assertFails(
        () -> CheckpointFiles.of(REPOSITORY, client.list(REPOSITORY, "main")),
        HubException.Kind.MISSING,
        "no checkpoint in safetensors");
  }

  /** A repository with both has the adapter's weights in its model, or beside it for others. */
  @Test
  void anAdapterIsFetchedWhereThereIsNoModel() {
    Hub client = new Hub(hub.settings(dir), name -> null, policy(0), recorder);
    hub.putSmall("adapter_config.json", CONTENT);
    hub.putLarge("adapter_model.safetensors", CONTENT);
    assertThat(CheckpointFiles.of(REPOSITORY, client.list(REPOSITORY, "main")))
        .extracting(HubFile::path)
        .containsExactlyInAnyOrder("adapter_config.json", "adapter_model.safetensors");
    hub.putLarge("model.safetensors", CONTENT);
    assertThat(CheckpointFiles.of(REPOSITORY, client.list(REPOSITORY, "main")))
        .extracting(HubFile::path)
        .containsExactly("model.safetensors");
  }

  @Test
  void aDiskThatIsTooSmallIsToldBeforeAnythingIsFetched() {
    hub.statedSize = 1_000_000_000_000_000L;
    assertFails(
        () -> pull(FILE), HubException.Kind.DISK, "GB free, and 1000000.0 GB are to be fetched");
    assertThat(hub.storeRequests).isEmpty();
  }
}
