package io.rank1.llama;

import static org.assertj.core.api.Assertions.assertThat;

import io.rank1.models.demo.DemoModel;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/** The demo model's tokenizer in llama.cpp against the one that it was trained with. */
@Tag("llama")
class DemoTokensTest {

  private record Tokenized(String text, int[] ids) {}

  @Test
  void llamaTokenizesAsTheTrainingDid() throws IOException {
    List<Tokenized> expected = read();
    assertThat(expected).hasSize(2_000);
    try (LlamaModel model = Fixtures.load(DemoModel.file())) {
      for (Tokenized tokenized : expected) {
        assertThat(model.vocabulary().tokenize(tokenized.text()))
            .as("%s", tokenized.text())
            .containsExactly(tokenized.ids());
      }
    }
  }

  /** Lines such as {"text": "...", "ids": [1, 2]}. */
  private static List<Tokenized> read() throws IOException {
    List<Tokenized> all = new ArrayList<>();
    try (InputStream packed = DemoTokensTest.class.getResourceAsStream("demo-tokens.jsonl.gz");
        JsonParser json =
            new JsonFactory()
                .createParser(ObjectReadContext.empty(), new GZIPInputStream(packed))) {
      String text = null;
      List<Integer> ids = new ArrayList<>();
      for (JsonToken token = json.nextToken(); token != null; token = json.nextToken()) {
        if (token == JsonToken.VALUE_STRING) {
          text = json.getString();
        } else if (token == JsonToken.VALUE_NUMBER_INT) {
          ids.add(json.getIntValue());
        } else if (token == JsonToken.END_OBJECT) {
          all.add(new Tokenized(text, ids.stream().mapToInt(Integer::intValue).toArray()));
          ids.clear();
        }
      }
    }
    return all;
  }
}
