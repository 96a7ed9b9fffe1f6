package io.rank1.models.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.ConnectException;
import java.net.URI;
import java.nio.channels.UnresolvedAddressException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("locale")
class HubNamesTest {

  private static final HubRepository REPOSITORY = new HubRepository("o", "r");
  private static final Path HOME = Path.of("/home/u");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/a",
        "a/",
        "a//b",
        "..",
        "a/../b",
        "a/..",
        "./a",
        "a\\b",
        "C:x",
        "a\nb",
        "a\u009b2J",
        "a\u2028b"
      })
  void refusesPathsThatLeadElsewhere(String path) {
    assertThatIllegalArgumentException().isThrownBy(() -> new HubFile(REPOSITORY, path));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "..a", "a..b/c.gguf", ".gitattributes", "a b", "..."})
  void takesOtherPaths(String path) {
    Path place = new HubFile(REPOSITORY, path).in(Path.of("x")).normalize();
    assertThat(place.getName(0)).hasToString("x");
    assertThat(place.getNameCount()).isGreaterThan(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"o", "o/r/s", "/r", "o/", "o/-r", "o/r.", "o/a--b", "o/..", "o/a..b", "o/a b"})
  void refusesRepositories(String text) {
    assertThat(HubRepository.parse(text)).isEmpty();
  }

  @Test
  void messagesHaveNoControlCharacters() {
    assertThat(new HubException(HubException.Kind.DISK, "a\u001b\u009b2J\u2028b\n"))
        .hasMessage("a??2J b");
  }

  @Test
  void readsReferences() {
    HubReference file = HubReference.parse("hf:o/r/dir/f.gguf");
    assertThat(file.repository()).isEqualTo(REPOSITORY);
    assertThat(file.file()).contains(new HubFile(REPOSITORY, "dir/f.gguf"));
    assertThat(file.file().orElseThrow()).hasToString("hf:o/r/dir/f.gguf");
    assertThat(file.revision()).isEmpty();
    assertThat(HubReference.parse("hf:o/r@v1.0/f").revision()).contains("v1.0");
    assertThat(HubReference.parse("hf:o/r").file()).isEmpty();
    for (String text : List.of("o/r", "hf:o", "hf:o/r/", "hf:o/r@/f", "hf:o/r@../f", "hf:/r/f")) {
      assertThatIllegalArgumentException().as(text).isThrownBy(() -> HubReference.parse(text));
    }
  }

  @Test
  void findsTheCacheAsPythonDoes() {
    assertThat(HubSettings.of(name -> null, Optional.of(HOME)).cache())
        .isEqualTo(HOME.resolve(".cache/huggingface/hub"));
    assertThat(HubSettings.of(Map.of("XDG_CACHE_HOME", "/x")::get, Optional.of(HOME)).cache())
        .isEqualTo(Path.of("/x/huggingface/hub"));
    assertThat(HubSettings.of(Map.of("HF_HOME", "~/hf")::get, Optional.of(HOME)).cache())
        .isEqualTo(HOME.resolve("hf/hub"));
    HubSettings both =
        HubSettings.of(Map.of("HF_HOME", "/hf", "HF_HUB_CACHE", "/c")::get, Optional.of(HOME));
    assertThat(both.cache()).isEqualTo(Path.of("/c"));
    assertThat(both.tokenFile()).isEqualTo(Path.of("/hf/token"));
    assertThat(both.endpoint()).hasToString("https://huggingface.co");
    assertThat(both.offline()).isFalse();
    assertThat(HubSettings.of(Map.of("HF_HOME", "/hf")::get, Optional.empty()).cache())
        .isEqualTo(Path.of("/hf/hub"));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> HubSettings.of(name -> null, Optional.empty()))
        .withMessageEndingWith("set HOME or HF_HOME");
    assertThat(HubSettings.of(Map.of("HF_HUB_OFFLINE", "Yes")::get, Optional.of(HOME)).offline())
        .isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"huggingface.co", "ftp://h", "http://", "http://a b", "https://h/?q"})
  void refusesEndpoints(String endpoint) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> HubSettings.of(Map.of("HF_ENDPOINT", endpoint)::get, Optional.of(HOME)))
        .withMessageContaining("HF_ENDPOINT");
  }

  @Test
  void refusesATokenThatCannotBeSent() {
    HubSettings settings = HubSettings.of(Map.of("HF_TOKEN", "a b")::get, Optional.of(HOME));
    assertThatThrownBy(settings::token).hasMessageContaining("HF_TOKEN");
  }

  @Test
  void knowsHashesByTheirForm() {
    ContentId large = ContentId.ofHeader("\"" + "a".repeat(64) + "\"");
    assertThat(large.isSha256()).isTrue();
    ContentId small = ContentId.ofHeader("W/\"" + "b".repeat(40) + "\"");
    assertThat(small.isHash()).isTrue();
    assertThat(small.isSha256()).isFalse();
    ContentId other = ContentId.ofHeader("\"1234-x\"");
    assertThat(other.isHash()).isFalse();
    assertThat(other.digest(1)).isEmpty();
    // The empty file of every Git repository.
    ContentId empty = new ContentId("e69de29bb2d1d6434b8b29ae775ad8c2e48c5391");
    assertThat(empty.is(empty.digest(0).orElseThrow().digest())).isTrue();
    for (String bad : List.of("\"\"", "\"a/b\"", "\"../x\"", "\".x\"")) {
      assertThatIllegalArgumentException().isThrownBy(() -> ContentId.ofHeader(bad));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "https://h, https://h:443/x, true",
    "https://h, https://H/x, true",
    "https://h, https://h:8443, false",
    "https://h, https://cdn.h, false",
    "http://h, https://h, false"
  })
  void knowsOrigins(URI one, URI other, boolean same) {
    assertThat(Redirects.isSameOrigin(one, other)).isEqualTo(same);
  }

  @Test
  void doesNotLeaveASecureConnection() {
    URI hub = URI.create("https://h/a");
    assertThat(Redirects.follow(hub, "/b")).hasToString("https://h/b");
    for (String to : List.of("http://h/b", "ftp://h/b", "file:/b", "http:// ")) {
      assertThatThrownBy(() -> Redirects.follow(hub, to)).isInstanceOf(HubException.class);
    }
  }

  @Test
  void aNameThatCannotBeResolvedIsToldInWords() {
    Patience patience =
        new Patience("x", new RetryPolicy(0, Duration.ofSeconds(1), wait -> {}), new Recorder());
    ConnectException failure = new ConnectException();
    failure.initCause(new UnresolvedAddressException());
    assertThatThrownBy(() -> patience.after(failure))
        .hasMessageStartingWith("cannot fetch x: the host's name cannot be resolved; check the");
  }

  @Test
  void findsTheParts() {
    HubFile second = new HubFile(REPOSITORY, "d/m-00002-of-00003.gguf");
    assertThat(CheckpointFiles.partsOf(second))
        .extracting(HubFile::path)
        .containsExactly(
            "d/m-00001-of-00003.gguf", "d/m-00002-of-00003.gguf", "d/m-00003-of-00003.gguf");
    for (String whole : List.of("m.gguf", "m-00004-of-00003.gguf", "m-00001-of-99999.gguf")) {
      HubFile file = new HubFile(REPOSITORY, whole);
      assertThat(CheckpointFiles.partsOf(file)).containsExactly(file);
    }
    assertThat(Optional.of(second.fileName())).contains("m-00002-of-00003.gguf");
  }
}
