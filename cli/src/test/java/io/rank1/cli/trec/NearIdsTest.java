package io.rank1.cli.trec;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class NearIdsTest {

  @Test
  void matchesOneToOne() {
    assertThat(NearIds.match(Set.of("51", "52"), Set.of("051", "052", "053")))
        .isEqualTo(Map.of("51", "051", "52", "052"));
    assertThat(NearIds.match(Set.of("MB001"), Set.of("1"))).isEqualTo(Map.of("MB001", "1"));
    assertThat(NearIds.match(Set.of("000"), Set.of("0"))).isEqualTo(Map.of("000", "0"));
  }

  @Test
  void matchesNothingElse() {
    assertThat(NearIds.match(Set.of("1", "2"), Set.of("1", "02"))).isEmpty();
    assertThat(NearIds.match(Set.of("1"), Set.of("01", "MB1"))).isEmpty();
    assertThat(NearIds.match(Set.of("1", "01"), Set.of("001"))).isEmpty();
    assertThat(NearIds.match(Set.of("1", "a"), Set.of("10", "a-1", "1x", "b")))
        .isEqualTo(Map.of("1", "a-1"));
  }
}
