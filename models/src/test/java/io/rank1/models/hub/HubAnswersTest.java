package io.rank1.models.hub;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the hub and its store answer in the place of a file. */
class HubAnswersTest extends PullFromFakeHub {

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

  /** As a server that only looks like the hub may. */
  @Test
  void withoutAHashTheSizeIsAllThatIsChecked() {
    hub.statedHash = "no-hash";
    assertThat(pull(FILE).get(0)).hasBinaryContent(CONTENT);
  }

  @Test
  void aSmallFileWithAnotherContentIsRefused() {
    hub.putSmall("config.json", "{}".getBytes(StandardCharsets.UTF_8));
    HubSettings settings = hub.settings(dir);
    Puller puller = puller(settings, new HubCache(settings.cache()), 0);
    HubFile config = new HubFile(REPOSITORY, "config.json");
    RemoteFile stated = puller.look(List.of(config), "main").get(0);
    RemoteFile other = new RemoteFile(config, stated.commit(), stated.content(), stated.size() + 1);
    assertFails(() -> puller.pull(List.of(other), "main"), HubException.Kind.UNREACHABLE);
  }

  @Test
  void anEtagThatIsNoneIsOneLine() {
    hub.putSmall("config.json", "{}".getBytes(StandardCharsets.UTF_8));
    hub.contentEtag = "../x";
    assertFails(
        () -> pull(new HubFile(REPOSITORY, "config.json")),
        HubException.Kind.DAMAGED,
        "states no usable ETag for hf:jhu-clsp/tiny/config.json");
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
}
