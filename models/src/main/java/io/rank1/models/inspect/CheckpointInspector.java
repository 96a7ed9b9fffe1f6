package io.rank1.models.inspect;

import io.rank1.core.json.JsonObject;
import io.rank1.models.convert.CheckpointTokenizer;
import io.rank1.models.convert.ConvertException;
import io.rank1.models.convert.EmbeddingRows;
import io.rank1.models.safetensors.Checkpoint;
import io.rank1.models.safetensors.SafetensorsFile;
import io.rank1.models.safetensors.SafetensorsTensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/** Reads settings and headers of Hugging Face checkpoints of any architecture. */
public final class CheckpointInspector {
  private static final String PREFIX = "tokenizer.ggml.";

  private final JsonObject config;

  private CheckpointInspector(JsonObject config) {
    this.config = config;
  }

  /**
   * Reads a checkpoint.
   *
   * @param folder with config.json and safetensors
   * @param tokenizer the folder's, if it has one that can be read
   * @throws IOException if a file is missing or damaged; the message is one line
   */
  public static ModelReport inspect(Path folder, Optional<CheckpointTokenizer> tokenizer)
      throws IOException {
    CheckpointInspector inspector = new CheckpointInspector(config(folder));
    return inspector.report(folder, Checkpoint.read(folder), tokenizer);
  }

  /**
   * Reads a checkpoint's tokenizer.
   *
   * @throws IOException if it cannot be converted; the message is one line
   */
  public static CheckpointTokenizer tokenizer(Path folder) throws IOException {
    long stated = config(folder).integer("vocab_size").orElse(0L);
    return CheckpointTokenizer.read(folder, EmbeddingRows.of(Checkpoint.read(folder), stated));
  }

  private static JsonObject config(Path folder) throws IOException {
    Path file = folder.resolve("config.json");
    if (!Files.exists(file)) {
      throw new ConvertException(folder, "it has no config.json: is it a checkpoint?");
    }
    return JsonObject.read(file);
  }

  private ModelReport report(
      Path folder, Checkpoint checkpoint, Optional<CheckpointTokenizer> tokenizer)
      throws IOException {
    TypeCensus types = new TypeCensus();
    for (SafetensorsTensor tensor : checkpoint.tensors().values()) {
      types.add(tensor.type(), tensor.byteSize());
    }
    Optional<JsonObject> quantization = quantization(folder);
    boolean tied = config.bool("tie_word_embeddings").orElse(false);
    Path named = folder.toAbsolutePath().normalize().getFileName();
    return new ModelReport(
        method(quantization).map(method -> "safetensors, " + method).orElse("safetensors"),
        checkpoint.files().stream().map(SafetensorsFile::path).toList(),
        checkpoint.files().stream().mapToLong(SafetensorsFile::fileSize).sum(),
        Optional.ofNullable(named).map(Path::toString),
        architecture(),
        numbers(checkpoint),
        new ParameterCount(checkpoint, quantization, tied).count(),
        types.shares(),
        tokenizer.map(CheckpointInspector::report).orElse(TokenizerReport.UNKNOWN),
        rope());
  }

  private Optional<String> architecture() throws IOException {
    List<Object> names = config.list("architectures").orElse(List.of());
    return names.isEmpty() ? Optional.empty() : Optional.of(String.valueOf(names.get(0)));
  }

  private static Optional<String> method(Optional<JsonObject> quantization) throws IOException {
    if (quantization.isEmpty()) {
      return Optional.empty();
    }
    JsonObject json = quantization.get();
    return Optional.of(json.string("quant_method").orElse(json.has("w_bit") ? "awq" : "quantized"));
  }

  /** What config.json says of the packing, in MLX's files under another name, or AWQ's own file. */
  private Optional<JsonObject> quantization(Path folder) throws IOException {
    for (String key : List.of("quantization_config", "quantization")) {
      Optional<JsonObject> inConfig = config.object(key);
      if (inConfig.isPresent()) {
        return inConfig;
      }
    }
    Path file = folder.resolve("quant_config.json");
    return Files.exists(file) ? Optional.of(JsonObject.read(file)) : Optional.empty();
  }

  private OptionalLong number(String key) throws IOException {
    Optional<Long> value = config.integer(key);
    return value.isPresent() ? OptionalLong.of(value.get()) : OptionalLong.empty();
  }

  private ModelNumbers numbers(Checkpoint checkpoint) throws IOException {
    OptionalLong heads = number("num_attention_heads");
    OptionalLong kvHeads = number("num_key_value_heads");
    OptionalLong hidden = number("hidden_size");
    OptionalLong stated = number("vocab_size");
    OptionalLong tokens =
        stated.isEmpty()
            ? stated
            : OptionalLong.of(EmbeddingRows.of(checkpoint, stated.getAsLong()));
    return new ModelNumbers(
        number("num_hidden_layers"),
        heads,
        kvHeads.isPresent() ? kvHeads : heads,
        ModelNumbers.orQuotient(number("head_dim"), hidden, heads),
        hidden,
        number("intermediate_size"),
        tokens,
        number("max_position_embeddings"));
  }

  private static TokenizerReport report(CheckpointTokenizer tokenizer) {
    List<SpecialToken> special = new ArrayList<>();
    tokenizer
        .specialIds()
        .forEach(
            (key, id) ->
                special.add(
                    new SpecialToken(
                        key.substring(PREFIX.length()).replace("_token_id", ""),
                        id,
                        Optional.of(tokenizer.token(id)))));
    return new TokenizerReport(
        Optional.of(tokenizer.kind()),
        Optional.of(tokenizer.preTokenizer()),
        Optional.ofNullable(tokenizer.adds().get(PREFIX + "add_bos_token")),
        special);
  }

  private RopeReport rope() throws IOException {
    Optional<JsonObject> newer = config.object("rope_parameters");
    Optional<JsonObject> rule = newer.isPresent() ? newer : config.object("rope_scaling");
    Optional<Double> base = config.number("rope_theta");
    if (rule.isEmpty()) {
      return new RopeReport(
          optional(base), Optional.empty(), OptionalDouble.empty(), OptionalLong.empty());
    }
    JsonObject json = rule.get();
    Optional<Double> own = json.number("rope_theta");
    Optional<String> type = json.string("rope_type");
    Optional<Long> original = json.integer("original_max_position_embeddings");
    return new RopeReport(
        optional(own.isPresent() ? own : base),
        type.isPresent() ? type : json.string("type"),
        optional(json.number("factor")),
        original.isPresent() ? OptionalLong.of(original.get()) : OptionalLong.empty());
  }

  private static OptionalDouble optional(Optional<Double> value) {
    return value.isPresent() ? OptionalDouble.of(value.get()) : OptionalDouble.empty();
  }
}
