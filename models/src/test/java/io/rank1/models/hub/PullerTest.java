package io.rank1.models.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PullerTest {

  private static final HubRepository REPOSITORY = new HubRepository("jhu-clsp", "tiny");
  private static final HubFile FILE = new HubFile(REPOSITORY, "tiny.Q8_0.gguf");
  private static final byte[] CONTENT = FakeHub.content(1_000_000, 1);

  @TempDir Path dir;
  private final Recorder recorder = new Recorder();
  private FakeHub hub;

  @BeforeEach
  void start() throws IOException {
    hub = new FakeHub();
    hub.putLarge(FILE.path(), CONTENT);
  }

  @AfterEach
  void stop() {
    hub.close();
  }

  private RetryPolicy policy(int retries) {
    return new RetryPolicy(retries, Duration.ofSeconds(20), recorder.waits::add);
  }

  private Puller puller(HubSettings settings, Placement placement, int retries) {
    Hub client = new Hub(settings, name -> null, policy(retries), recorder);
    return new Puller(client, placement, recorder, 3);
  }

  private List<Path> pull(HubFile... files) {
    return pull(3, files);
  }

  private List<Path> pull(int retries, HubFile... files) {
    HubSettings settings = hub.settings(dir);
    Puller puller = puller(settings, new HubCache(settings.cache()), retries);
    return puller.pull(puller.look(List.of(files), "main"), "main");
  }

  private Path repositoryFolder() {
    return dir.resolve("hub/models--jhu-clsp--tiny");
  }

  private List<String> blobs() throws IOException {
    try (Stream<Path> all = Files.list(repositoryFolder().resolve("blobs"))) {
      return all.map(path -> path.getFileName().toString()).sorted().toList();
    }
  }

  private static void assertFails(ThrowingCallable pull, HubException.Kind kind, String... words) {
    assertThatThrownBy(pull)
        .isInstanceOfSatisfying(
            HubException.class,
            e -> {
              assertThat(e.kind()).isEqualTo(kind);
              assertThat(e.getMessage()).doesNotContain("\n");
              assertThat(List.of(words))
                  .allSatisfy(part -> assertThat(e).hasMessageContaining(part));
            });
  }

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
  void goesOnWhereverTheConnectionBreaks() {
    hub.cutAfter = 100_000;
    assertThat(pull(1, FILE).get(0)).hasBinaryContent(CONTENT);
    assertThat(hub.storeRequests).hasSizeBetween(10, 30).last().asString().contains("bytes=");
    assertThat(hub.storeRequests.stream().filter(request -> !request.contains("bytes=")))
        .hasSize(1);
    assertThat(recorder.events).doesNotContain("starts over tiny.Q8_0.gguf");
  }

  @Test
  void anotherProcessGoesOnWhereOneEnded() throws IOException {
    hub.cutAfter = 300_000;
    assertFails(() -> pull(0, FILE), HubException.Kind.UNREACHABLE, "run the same command again");
    assertThat(blobs()).containsExactly(FakeHub.sha256(CONTENT) + ".rank1.incomplete");
    long left =
        Files.size(
            repositoryFolder().resolve("blobs/" + FakeHub.sha256(CONTENT) + ".rank1.incomplete"));
    assertThat(left).isBetween(1L, 300_000L);
    assertThat(new HubCache(dir.resolve("hub")).find(FILE, Optional.empty())).isEmpty();

    hub.cutAfter = Integer.MAX_VALUE;
    assertThat(pull(FILE).get(0)).hasBinaryContent(CONTENT);
    assertThat(hub.storeRequests).last().isEqualTo(FILE.path() + " bytes=" + left + "-");
    assertThat(blobs()).containsExactly(FakeHub.sha256(CONTENT));
  }

  /** More than one buffer of it is on disk. */
  @Test
  void aLargeFileIsGoneOnWithToo() {
    byte[] content = FakeHub.content(5_000_000, 9);
    hub.putLarge(FILE.path(), content);
    HubSettings settings = hub.settings(dir);
    Puller puller = puller(settings, new HubCache(settings.cache()), 0);
    List<RemoteFile> files = puller.look(List.of(FILE), "main");
    hub.cutAfter = 1_700_000;
    for (int i = 0; i < 2; i++) {
      assertFails(() -> puller.pull(files, "main"), HubException.Kind.UNREACHABLE);
    }
    hub.cutAfter = Integer.MAX_VALUE;
    assertThat(puller.pull(files, "main").get(0)).hasBinaryContent(content);
    assertThat(hub.storeRequests).hasSize(3).last().asString().contains("bytes=");
    assertThat(recorder.events).noneMatch(event -> event.startsWith("note"));
  }

  @Test
  void aFileThatChangedMeanwhileIsFetchedFromItsStart() throws IOException {
    hub.cutAfter = 300_000;
    assertFails(() -> pull(0, FILE), HubException.Kind.UNREACHABLE);
    hub.cutAfter = Integer.MAX_VALUE;
    byte[] other = FakeHub.content(900_000, 5);
    hub.putLarge(FILE.path(), other);
    assertThat(pull(FILE).get(0)).hasBinaryContent(other);
    assertThat(hub.storeRequests).last().isEqualTo(FILE.path());
  }

  @Test
  void aFileThatChangesWhileItIsFetchedIsAnError() {
    hub.cutAfter = 300_000;
    hub.atStore = () -> hub.statedHash = "e".repeat(64);
    assertFails(
        () -> pull(FILE), HubException.Kind.DAMAGED, "changed on the server", "run the same");
  }

  @Test
  void anotherHashThanStatedIsRefusedAndLeavesNothing() throws IOException {
    hub.statedHash = "a".repeat(64);
    assertFails(
        () -> pull(FILE),
        HubException.Kind.DAMAGED,
        "hf:jhu-clsp/tiny/tiny.Q8_0.gguf arrived with another SHA-256 than the hub states, aaaa");
    assertThat(blobs()).isEmpty();
    assertThat(hub.storeRequests).hasSize(1);
  }

  @Test
  void damagedRemainsAreFetchedAgain() throws IOException {
    Path blobs = Files.createDirectories(repositoryFolder().resolve("blobs"));
    Files.write(blobs.resolve(FakeHub.sha256(CONTENT) + ".rank1.incomplete"), new byte[400_000]);
    assertThat(pull(FILE).get(0)).hasBinaryContent(CONTENT);
    assertThat(hub.storeRequests).containsExactly(FILE.path() + " bytes=400000-", FILE.path());
    assertThat(recorder.events).anyMatch(event -> event.contains("is damaged; everything is"));
  }

  @Test
  void remainsThatAreTooLongAreDropped() throws IOException {
    Path blobs = Files.createDirectories(repositoryFolder().resolve("blobs"));
    Files.write(blobs.resolve(FakeHub.sha256(CONTENT) + ".rank1.incomplete"), new byte[1_000_001]);
    assertThat(pull(FILE).get(0)).hasBinaryContent(CONTENT);
    assertThat(hub.storeRequests).containsExactly(FILE.path());
  }

  @Test
  void aServerWithoutRangesStartsOver() {
    hub.cutAfter = 300_000;
    assertFails(() -> pull(0, FILE), HubException.Kind.UNREACHABLE);
    hub.cutAfter = Integer.MAX_VALUE;
    hub.withoutRanges = true;
    assertThat(pull(FILE).get(0)).hasBinaryContent(CONTENT);
    assertThat(recorder.events).contains("starts over tiny.Q8_0.gguf");
  }

  @Test
  void aServerThatAlwaysCutsOffAtTheSamePlaceIsGivenUp() {
    hub.cutAfter = 300_000;
    hub.withoutRanges = true;
    assertFails(() -> pull(4, FILE), HubException.Kind.UNREACHABLE, "5 tries");
  }

  @Test
  void anUnsatisfiableRangeStartsOver() {
    hub.cutAfter = 300_000;
    assertFails(() -> pull(0, FILE), HubException.Kind.UNREACHABLE);
    hub.cutAfter = Integer.MAX_VALUE;
    hub.storeStatuses.add(416);
    assertThat(pull(FILE).get(0)).hasBinaryContent(CONTENT);
    assertThat(hub.storeRequests).last().isEqualTo(FILE.path());
  }

  @Test
  void aFileThatIsShorterThanStatedIsGivenUp() {
    hub.statedSize = 1_000_001L;
    assertFails(() -> pull(2, FILE), HubException.Kind.UNREACHABLE, "cannot fetch hf:jhu-clsp");
  }

  @Test
  void aFileThatIsLongerThanStatedIsRefused() {
    hub.statedSize = 999_999L;
    assertFails(
        () -> pull(FILE), HubException.Kind.DAMAGED, "more than the 999999 bytes that it stated");
  }

  @Test
  void waitsAsLongAsABusyServerAsks() {
    hub.refuse(429, "Retry-After", "7");
    hub.refuse(503, "Retry-After", "Wed, 21 Oct 2015 07:28:00 GMT");
    assertThat(pull(FILE).get(0)).hasBinaryContent(CONTENT);
    assertThat(recorder.waits).containsExactly(Duration.ofSeconds(7), Duration.ZERO);
    assertThat(recorder.events)
        .startsWith("waits for " + FILE + ": localhost answers with status 429");
  }

  @Test
  void waitsLongerEveryTimeOnItsOwn() {
    for (int i = 0; i < 3; i++) {
      hub.refuse(500);
    }
    pull(FILE);
    assertThat(recorder.waits).hasSize(3);
    for (int i = 0; i < 3; i++) {
      assertThat(recorder.waits.get(i).toMillis()).isBetween(500L << i, 1000L << i);
    }
  }

  /** The store's addresses are signed, and good for a while only. */
  @Test
  void anAddressThatIsOutdatedIsAskedForAgain() {
    hub.storeStatuses.add(403);
    assertThat(pull(FILE).get(0)).hasBinaryContent(CONTENT);
    assertThat(hub.hubRequests).filteredOn(request -> request.startsWith("GET")).hasSize(2);
  }

  @Test
  void doesNotWaitForHours() {
    hub.refuse(429, "Retry-After", "3600");
    assertFails(() -> pull(FILE), HubException.Kind.BUSY, "status 429", "asks to wait 3600 s");
    assertThat(recorder.waits).isEmpty();
  }

  @Test
  void givesUpABusyServer() {
    for (int i = 0; i < 3; i++) {
      hub.refuse(503);
    }
    assertFails(() -> pull(2, FILE), HubException.Kind.BUSY, "status 503 (3 tries)", "later");
  }

  @Test
  void saysWhatToDoAboutARefusal() {
    hub.refuse(401);
    assertFails(() -> pull(FILE), HubException.Kind.REFUSED, "(status 401)", "HF_TOKEN");
    hub.refuse(403);
    assertFails(() -> pull(FILE), HubException.Kind.REFUSED, "(status 403)", "read access");
    hub.refuse(403, "X-Error-Code", "GatedRepo");
    assertFails(
        () -> pull(FILE),
        HubException.Kind.REFUSED,
        "sign in at " + hub.endpoint() + "/jhu-clsp/tiny and accept the terms",
        "HF_TOKEN");
    hub.refuse(407);
    assertFails(() -> pull(FILE), HubException.Kind.REFUSED, "the proxy wants a name");
    assertThat(recorder.waits).isEmpty();
  }

  @Test
  void saysWhatIsMissing() {
    hub.refuse(404, "X-Error-Code", "RepoNotFound");
    assertFails(() -> pull(FILE), HubException.Kind.MISSING, "there is no " + hub.endpoint());
    hub.refuse(404, "X-Error-Code", "RevisionNotFound");
    assertFails(() -> pull(FILE), HubException.Kind.MISSING, "no such revision");
    assertFails(
        () -> pull(new HubFile(REPOSITORY, "no.gguf")),
        HubException.Kind.NO_SUCH_FILE,
        "there is no hf:jhu-clsp/tiny/no.gguf on the hub");
    hub.refuse(418);
    assertFails(() -> pull(FILE), HubException.Kind.DAMAGED, "status 418", "HF_ENDPOINT");
  }

  @Test
  void aServerThatIsNoHubIsTold() {
    hub.refuse(200);
    assertFails(() -> pull(FILE), HubException.Kind.DAMAGED, "states no commit", "HF_ENDPOINT");
    hub.commit = "../../x";
    assertFails(() -> pull(FILE), HubException.Kind.DAMAGED, "no usable commit");
  }

  @Test
  void redirectsWithoutAnEndAreGivenUp() {
    for (int i = 0; i < 11; i++) {
      hub.refuse(307, "Location", "/again");
    }
    assertFails(() -> pull(0, FILE), HubException.Kind.UNREACHABLE, "more than 10 redirects");
  }

  @Test
  void aServerThatIsNotThereIsTold() {
    hub.close();
    assertFails(
        () -> pull(1, FILE), HubException.Kind.UNREACHABLE, "no connection", "(2 tries)", "proxy");
  }

  /** The silence is short; a machine that is busy for longer takes a few more tries. */
  @Test
  void aServerThatFallsSilentIsLeft() {
    hub.cutAfter = 300_000;
    hub.silent = true;
    HubSettings settings = hub.settings(dir);
    Hub client =
        new Hub(
            settings,
            name -> null,
            new RetryPolicy(100, Duration.ofMillis(400), recorder.waits::add),
            recorder);
    Puller puller = new Puller(client, new HubCache(settings.cache()), recorder, 1);
    List<RemoteFile> files = puller.look(List.of(FILE), "main");
    assertThat(puller.pull(files, "main").get(0)).hasBinaryContent(CONTENT);
    assertThat(recorder.waits).hasSizeGreaterThanOrEqualTo(3);
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

  /** As a server that only looks like the hub may. */
  @Test
  void withoutAHashTheSizeIsAllThatIsChecked() {
    hub.statedHash = "no-hash";
    assertThat(pull(FILE).get(0)).hasBinaryContent(CONTENT);
  }

  @Test
  void aSmallFileWithAnotherContentIsRefused() {
    hub.putSmall("config.json", "{}".getBytes());
    HubSettings settings = hub.settings(dir);
    Puller puller = puller(settings, new HubCache(settings.cache()), 0);
    HubFile config = new HubFile(REPOSITORY, "config.json");
    RemoteFile stated = puller.look(List.of(config), "main").get(0);
    RemoteFile other = new RemoteFile(config, stated.commit(), stated.content(), stated.size() + 1);
    assertFails(() -> puller.pull(List.of(other), "main"), HubException.Kind.UNREACHABLE);
  }

  @Test
  void anEtagThatIsNoneIsOneLine() {
    hub.putSmall("config.json", "{}".getBytes());
    hub.contentEtag = "../x";
    assertFails(
        () -> pull(new HubFile(REPOSITORY, "config.json")),
        HubException.Kind.DAMAGED,
        "states no usable ETag for hf:jhu-clsp/tiny/config.json");
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

  @Test
  void aListThatIsNoneIsNotAskedForAgain() {
    hub.refuse(200);
    HubSettings settings = hub.settings(dir);
    Hub client = new Hub(settings, name -> null, policy(3), recorder);
    assertFails(() -> client.list(REPOSITORY, "main"), HubException.Kind.DAMAGED, "no list of");
    assertThat(hub.hubRequests).hasSize(1);
    assertThat(recorder.waits).isEmpty();
  }

  @Test
  void aFolderHoldsFilesUnderTheirNamesAndNothingElse() throws IOException {
    HubSettings settings = hub.settings(dir);
    Path folder = dir.resolve("carry");
    Puller puller = puller(settings, new FolderPlacement(folder), 0);
    HubFile nested = new HubFile(REPOSITORY, "sub/x.json");
    hub.putSmall("sub/x.json", "{}".getBytes());
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

  @Test
  void aDiskThatIsTooSmallIsToldBeforeAnythingIsFetched() {
    hub.statedSize = 1_000_000_000_000_000L;
    assertFails(
        () -> pull(FILE), HubException.Kind.DISK, "GB free, and 1000000.0 GB are to be fetched");
    assertThat(hub.storeRequests).isEmpty();
  }
}
