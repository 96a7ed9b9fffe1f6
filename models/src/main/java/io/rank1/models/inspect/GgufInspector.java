package io.rank1.models.inspect;

import io.rank1.core.gguf.GgufFile;
import io.rank1.core.gguf.GgufModel;
import io.rank1.core.gguf.GgufStringArray;
import io.rank1.core.gguf.GgufTensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Reads the headers of GGUF models of any architecture. Stateless. */
public final class GgufInspector {
  private static final String TOKENIZER = "tokenizer.ggml.";

  /** GGUF's names, typing error included. */
  private static final List<String> ROLES =
      List.of("bos", "eos", "eot", "eom", "unknown", "seperator", "padding", "cls", "mask");

  private final GgufFile file;
  private final String prefix;

  private GgufInspector(GgufFile file) {
    this.file = file;
    this.prefix = file.string("general.architecture").orElse("") + ".";
  }

  /**
   * Reads a model.
   *
   * @param path the file, or any part of a split one
   * @throws io.rank1.core.gguf.GgufException if it is damaged, or parts are missing
   * @throws IOException if it cannot be read
   */
  public static ModelReport inspect(Path path) throws IOException {
    GgufModel model = GgufModel.read(path);
    return new GgufInspector(model.head()).report(model);
  }

  private ModelReport report(GgufModel model) {
    TypeCensus types = new TypeCensus();
    long parameters = 0;
    for (GgufTensor tensor : model.tensors().values()) {
      types.add(tensor.type(), tensor.byteSize());
      parameters += tensor.dims().stream().reduce(1L, (a, b) -> a * b);
    }
    return new ModelReport(
        "GGUF " + file.version(),
        model.paths(),
        model.fileSize(),
        file.string("general.name"),
        file.string("general.architecture"),
        numbers(),
        parameters,
        types.shares(),
        tokenizer(),
        rope(model));
  }

  private OptionalLong number(String key) {
    return file.unsignedOfAll(prefix + key);
  }

  private ModelNumbers numbers() {
    OptionalLong heads = number("attention.head_count");
    OptionalLong kvHeads = number("attention.head_count_kv");
    OptionalLong embedding = number("embedding_length");
    OptionalLong tokens =
        tokens().map(array -> OptionalLong.of(array.size())).orElse(number("vocab_size"));
    return new ModelNumbers(
        number("block_count"),
        heads,
        file.keys().contains(prefix + "attention.head_count_kv") ? kvHeads : heads,
        ModelNumbers.orQuotient(number("attention.key_length"), embedding, heads),
        embedding,
        number("feed_forward_length"),
        tokens,
        number("context_length"));
  }

  private Optional<GgufStringArray> tokens() {
    return file.array(TOKENIZER + "tokens")
        .filter(GgufStringArray.class::isInstance)
        .map(GgufStringArray.class::cast);
  }

  private TokenizerReport tokenizer() {
    List<SpecialToken> special = new ArrayList<>();
    for (String role : ROLES) {
      OptionalLong id = file.unsigned(TOKENIZER + role + "_token_id");
      if (id.isPresent()) {
        special.add(new SpecialToken(role, id.getAsLong(), text(id.getAsLong())));
      }
    }
    return new TokenizerReport(
        file.string(TOKENIZER + "model"),
        file.string(TOKENIZER + "pre"),
        file.bool(TOKENIZER + "add_bos_token"),
        special);
  }

  private Optional<String> text(long id) {
    return tokens().filter(array -> id < array.size()).map(array -> array.string((int) id));
  }

  private RopeReport rope(GgufModel model) {
    Optional<String> scaling = file.string(prefix + "rope.scaling.type");
    boolean divided = model.tensors().containsKey("rope_freqs.weight");
    return new RopeReport(
        file.floating(prefix + "rope.freq_base"),
        scaling.isPresent() || !divided ? scaling : Optional.of("by the tensor rope_freqs"),
        file.floating(prefix + "rope.scaling.factor"),
        number("rope.scaling.original_context_length"));
  }
}
