package io.rank1.cli.models;

import io.rank1.llama.check.ModelSummary;
import io.rank1.models.catalog.ModelDimensions;
import java.util.Locale;
import tools.jackson.core.JsonGenerator;

/**
 * A model's shape, as text and as JSON.
 *
 * @param layers its transformer blocks
 * @param heads heads of attention of a layer
 * @param kvHeads heads that keys and values have
 * @param headWidth numbers of a key
 * @param embedding numbers of a token's vector
 * @param vocabulary tokens that it knows
 * @param context tokens that it was trained for
 */
record Shape(
    int layers, int heads, int kvHeads, int headWidth, int embedding, int vocabulary, int context) {

  /** That of a file. */
  static Shape of(ModelSummary model) {
    return new Shape(
        model.layers(),
        model.heads(),
        model.kvHeads(),
        model.headDimK(),
        model.embedding(),
        model.vocabularySize(),
        model.contextLength());
  }

  /** That of a model of the catalogue. */
  static Shape of(ModelDimensions model) {
    return new Shape(
        model.layers(),
        model.heads(),
        model.kvHeads(),
        model.headWidth(),
        model.embedding(),
        model.vocabulary(),
        model.context());
  }

  /** All but the context, in one line. */
  String text() {
    return String.format(
        Locale.ROOT,
        "%d layers, %d heads and %d KV heads of %d, embedding %d, %d tokens",
        layers,
        heads,
        kvHeads,
        headWidth,
        embedding,
        vocabulary);
  }

  /** Writes a property for each. */
  void write(JsonGenerator json) {
    json.writeNumberProperty("layers", layers);
    json.writeNumberProperty("heads", heads);
    json.writeNumberProperty("kv_heads", kvHeads);
    json.writeNumberProperty("head_width", headWidth);
    json.writeNumberProperty("embedding", embedding);
    json.writeNumberProperty("vocabulary", vocabulary);
    json.writeNumberProperty("trained_context", context);
  }
}
