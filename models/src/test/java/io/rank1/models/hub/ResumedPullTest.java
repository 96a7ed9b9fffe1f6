package io.rank1.models.hub;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What earlier tries left, and connections that break. */
class ResumedPullTest extends PullFromFakeHub {

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

  /** The store's addresses are signed, and good for a while only. */
  @Test
  void anAddressThatIsOutdatedIsAskedForAgain() {
    hub.storeStatuses.add(403);
    assertThat(pull(FILE).get(0)).hasBinaryContent(CONTENT);
    assertThat(hub.hubRequests).filteredOn(request -> request.startsWith("GET")).hasSize(2);
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
}
