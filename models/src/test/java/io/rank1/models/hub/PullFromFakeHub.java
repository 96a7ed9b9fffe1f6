package io.rank1.models.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A hub with one file, and pulls from it into a cache of their own. */
abstract class PullFromFakeHub {

  static final HubRepository REPOSITORY = new HubRepository("jhu-clsp", "tiny");
  static final HubFile FILE = new HubFile(REPOSITORY, "tiny.Q8_0.gguf");
  static final byte[] CONTENT = FakeHub.content(1_000_000, 1);

  @TempDir Path dir;
  final Recorder recorder = new Recorder();
  FakeHub hub;

  @BeforeEach
  void start() throws IOException {
    hub = new FakeHub();
    hub.putLarge(FILE.path(), CONTENT);
  }

  @AfterEach
  void stop() {
    hub.close();
  }

  RetryPolicy policy(int retries) {
    return new RetryPolicy(retries, Duration.ofSeconds(20), recorder.waits::add);
  }

  Puller puller(HubSettings settings, Placement placement, int retries) {
    Hub client = new Hub(settings, name -> null, policy(retries), recorder);
    return new Puller(client, placement, recorder, 3);
  }

  List<Path> pull(HubFile... files) {
    return pull(3, files);
  }

  List<Path> pull(int retries, HubFile... files) {
    HubSettings settings = hub.settings(dir);
    Puller puller = puller(settings, new HubCache(settings.cache()), retries);
    return puller.pull(puller.look(List.of(files), "main"), "main");
  }

  Path repositoryFolder() {
    return dir.resolve("hub/models--jhu-clsp--tiny");
  }

  List<String> blobs() throws IOException {
    try (Stream<Path> all = Files.list(repositoryFolder().resolve("blobs"))) {
      return all.map(path -> path.getFileName().toString()).sorted().toList();
    }
  }

  static void assertFails(ThrowingCallable pull, HubException.Kind kind, String... words) {
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
}
