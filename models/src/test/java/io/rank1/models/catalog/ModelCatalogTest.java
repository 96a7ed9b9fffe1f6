package io.rank1.models.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ModelCatalogTest {

  private final ModelCatalog catalog = ModelCatalog.builtIn();

  @Test
  void holdsTheFamily() {
    assertThat(catalog.models())
        .extracting(ModelEntry::name)
        .containsExactly(
            "rank1-0.5b",
            "rank1-1.5b",
            "rank1-3b",
            "rank1-7b",
            "rank1-llama3-8b",
            "rank1-14b",
            "rank1-mistral-2501-24b",
            "rank1-32b");
    assertThat(catalog.models())
        .allSatisfy(
            model -> assertThat(model.repository()).hasToString("jhu-clsp/" + model.name()));
    assertThat(catalog.models().stream().flatMap(model -> model.items().stream()))
        .extracting(CatalogItem::name)
        .doesNotHaveDuplicates()
        .hasSize(8 + 5 + 12 + 11 + 7);
  }

  /** The published numbers of weights pin every size of the shapes. */
  @Test
  void shapesGiveThePublishedNumbersOfWeights() {
    assertThat(catalog.models())
        .allSatisfy(
            model ->
                assertThat(model.dimensions().weights())
                    .as(model.name())
                    .isEqualTo(model.parameters()));
  }

  /** Sizes that others published agree with the shape to a percent or so. */
  @Test
  void publishedSizesFitTheShapes() {
    CatalogItem f16 = catalog.require("rank1-7b:f16");
    CatalogItem official = catalog.require("rank1-7b");
    assertThat(f16.gigabytes().getAsDouble())
        .isCloseTo(official.gigabytes().getAsDouble(), within(0.1));
    assertThat(official.gigabytesToRun()).isEqualTo(official.gigabytes());
    CatalogItem awq = catalog.require("rank1-7b-awq");
    assertThat(awq.gigabytes().getAsDouble()).isBetween(5.0, 6.0);
    assertThat(awq.gigabytesToRun().getAsDouble()).isBetween(6.0, 7.0);
    assertThat(catalog.require("rank1-llama3-8b:Q8_0").gigabytes())
        .isEqualTo(OptionalDouble.empty());
  }

  @ParameterizedTest
  @CsvSource({
    "rank1-7b:Q4_K_M, mradermacher/rank1-7b-GGUF, hf:mradermacher/rank1-7b-GGUF/rank1-7b.Q4_K_M.gguf",
    "RANK1-7B:q4_k_m, mradermacher/rank1-7b-GGUF, hf:mradermacher/rank1-7b-GGUF/rank1-7b.Q4_K_M.gguf",
    "jhu-clsp/rank1-14b-awq, jhu-clsp/rank1-14b-awq,",
    "rank1-32b, jhu-clsp/rank1-32b,"
  })
  void findsNames(String name, String repository, String file) {
    CatalogItem item = catalog.require(name);
    assertThat(item.repository()).hasToString(repository);
    assertThat(item.file().map(Object::toString).orElse(null)).isEqualTo(file);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "rank1-9b | no model is called 'rank1-9b'; there are rank1-0.5b, rank1-1.5b,",
        "rank1-9b:Q4_0 | no model is called 'rank1-9b:Q4_0'; there are",
        "rank1-7b:Q9 | no GGUF file 'rank1-7b:Q9' is known; of rank1-7b there are Q2_K, Q3_K_S,",
        "rank1-7b: | of rank1-7b there are Q2_K",
        "rank1-3b:Q4_K_M | no GGUF file of rank1-3b is known; fetch the checkpoint by",
        "rank1-3b-awq | no model is called"
      })
  void refusesOthersByNamingWhatThereIs(String name, String words) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> catalog.require(name))
        .withMessageContaining(words);
  }

  @ParameterizedTest
  @CsvSource({
    "rank1-7b:Q4_K_M, true",
    "rank1-7b, true",
    "jhu-clsp/rank1-7b, true",
    "rank1-9b:x, true",
    "rank1-7b.Q4_K_M.gguf, false",
    "./rank1-7b, false",
    "models/rank1-7b, false",
    "model.gguf, false",
    "C:rank1-7b, false"
  })
  void tellsNamesFromFiles(String text, boolean name) {
    assertThat(ModelCatalog.looksLikeName(text)).isEqualTo(name);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "{}",
        "{\"models\":[{}]}",
        "{\"models\":[{\"name\":1}]}",
        "{\"models\":",
        "{\"models\":[]}x",
        "{\"models\":[],\"models\":[]}"
      })
  void refusesWhatIsNoCatalogue(String json) {
    assertThatThrownBy(
            () ->
                CatalogReader.read(new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8))))
        .isInstanceOf(IOException.class);
  }
}
