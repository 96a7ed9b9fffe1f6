package io.rank1.models.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RepositoryListingTest {

  private static final HubRepository REPOSITORY = new HubRepository("o", "r");

  private static RepositoryListing read(String answer) {
    return RepositoryListing.read(REPOSITORY, answer.getBytes(StandardCharsets.UTF_8));
  }

  private static String listing(String siblings) {
    return "{\"sha\":\"" + "a".repeat(40) + "\",\"siblings\":[" + siblings + "],\"x\":[{}]}";
  }

  /** Logs of a training often have a time in their names, and the model lies beside them. */
  @Test
  void leavesOutFilesWithNamesThatNoneMayHave() {
    RepositoryListing listing =
        read(
            listing(
                "{\"rfilename\":\"runs/Jan01_12:00:00/events\"},{\"rfilename\":\"../../evil\"},"
                    + "7,[1],{\"size\":1},{\"size\":{\"a\":1},\"rfilename\":\"config.json\"}"));
    assertThat(listing.commit()).isEqualTo("a".repeat(40));
    assertThat(listing.files()).containsExactly(new HubFile(REPOSITORY, "config.json"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "<!doctype html><title>Sign in</title>",
        "[]",
        "{}",
        "{\"sha\":\"main\",\"siblings\":[]}",
        "{\"sha\":\"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\",\"siblings\":[{\"rfilename\":\"a"
      })
  void refusesWhatIsNoList(String answer) {
    assertThatThrownBy(() -> read(answer))
        .isInstanceOfSatisfying(
            HubException.class, e -> assertThat(e.kind()).isEqualTo(HubException.Kind.DAMAGED))
        .hasMessageContaining("no list of o/r's files")
        .hasMessageContaining("HF_ENDPOINT");
  }
}
