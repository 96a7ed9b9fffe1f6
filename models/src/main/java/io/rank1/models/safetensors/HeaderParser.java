package io.rank1.models.safetensors;

import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;

/** Reads the JSON of a header. Memory is bounded whatever it claims. */
final class HeaderParser {
  /** The largest checkpoints have some ten thousand a file. */
  static final int MAX_TENSORS = 1 << 16;

  /** Tensors have four lengths at most, usually two. */
  static final int MAX_LENGTHS = 16;

  /** Letters of all names and values in {@code __metadata__}. */
  static final int MAX_METADATA = 1 << 20;

  private static final JsonFactory JSON =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNameLength(4096)
                  .maxStringLength(MAX_METADATA)
                  .maxNestingDepth(16)
                  .maxNumberLength(32)
                  .build())
          .build();

  private final Path path;
  private final long dataOffset;
  private final Map<String, SafetensorsTensor> tensors = new LinkedHashMap<>();
  private final Map<String, String> metadata = new LinkedHashMap<>();

  HeaderParser(Path path, long dataOffset) {
    this.path = path;
    this.dataOffset = dataOffset;
  }

  Map<String, SafetensorsTensor> tensors() {
    return tensors;
  }

  Map<String, String> metadata() {
    return metadata;
  }

  void parse(InputStream header) throws SafetensorsException {
    try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), header)) {
      require(parser.nextToken() == JsonToken.START_OBJECT, "the header is no JSON object");
      for (String name = parser.nextName(); name != null; name = parser.nextName()) {
        if (name.equals("__metadata__")) {
          metadata(parser);
        } else {
          require(tensors.size() < MAX_TENSORS, "more than " + MAX_TENSORS + " tensors");
          require(tensors.put(name, tensor(parser, name)) == null, "it occurs twice", name);
        }
      }
      require(parser.nextToken() == null, "something follows the header's JSON object");
    } catch (JacksonException e) {
      throw new SafetensorsException(path, "the header is no JSON: " + e.getOriginalMessage());
    }
  }

  private void metadata(JsonParser parser) throws SafetensorsException {
    if (parser.nextToken() == JsonToken.VALUE_NULL) {
      return; // as the format's own reader takes it
    }
    require(parser.currentToken() == JsonToken.START_OBJECT, "__metadata__ is no object");
    long letters = 0;
    for (String key = parser.nextName(); key != null; key = parser.nextName()) {
      require(parser.nextToken() == JsonToken.VALUE_STRING, "__metadata__ holds no string: " + key);
      String value = parser.getString();
      letters += key.length() + value.length();
      require(letters <= MAX_METADATA, "__metadata__ is longer than " + MAX_METADATA);
      require(metadata.put(key, value) == null, "__metadata__ has a key twice: " + key);
    }
  }

  private SafetensorsTensor tensor(JsonParser parser, String name) throws SafetensorsException {
    require(parser.nextToken() == JsonToken.START_OBJECT, "it is described by no object", name);
    Optional<Dtype> type = Optional.empty();
    Optional<List<Long>> shape = Optional.empty();
    Optional<List<Long>> offsets = Optional.empty();
    for (String key = parser.nextName(); key != null; key = parser.nextName()) {
      switch (key) {
        case "dtype" -> {
          require(type.isEmpty(), "dtype comes twice", name);
          type = Optional.of(dtype(parser, name));
        }
        case "shape" -> {
          require(shape.isEmpty(), "shape comes twice", name);
          shape = Optional.of(numbers(parser, name));
        }
        case "data_offsets" -> {
          require(offsets.isEmpty(), "data_offsets come twice", name);
          offsets = Optional.of(numbers(parser, name));
        }
        default -> throw broken("'" + key + "' is not known to the format", name);
      }
    }
    require(
        type.isPresent() && shape.isPresent() && offsets.isPresent(),
        "it lacks dtype, shape or data_offsets",
        name);
    return tensor(name, type.get(), shape.get(), offsets.get());
  }

  private SafetensorsTensor tensor(String name, Dtype type, List<Long> shape, List<Long> offsets)
      throws SafetensorsException {
    require(offsets.size() == 2, "data_offsets are not two numbers", name);
    long begin = offsets.get(0);
    long end = offsets.get(1);
    require(begin >= 0 && begin <= end, "data_offsets " + offsets + " are no range", name);
    try {
      long from = Math.addExact(dataOffset, begin);
      return new SafetensorsTensor(name, type, shape, path, from, end - begin);
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw broken(e.getMessage(), name);
    }
  }

  private Dtype dtype(JsonParser parser, String name) throws SafetensorsException {
    require(parser.nextToken() == JsonToken.VALUE_STRING, "its dtype is no string", name);
    String text = parser.getString();
    Optional<Dtype> type = Dtype.of(text);
    require(type.isPresent(), "the dtype '" + text + "' is unknown", name);
    return type.get();
  }

  private List<Long> numbers(JsonParser parser, String name) throws SafetensorsException {
    require(parser.nextToken() == JsonToken.START_ARRAY, "no list of numbers", name);
    List<Long> numbers = new ArrayList<>(4);
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      require(
          parser.currentToken() == JsonToken.VALUE_NUMBER_INT
              && parser.getNumberType() != JsonParser.NumberType.BIG_INTEGER,
          "no list of whole numbers",
          name);
      require(numbers.size() < MAX_LENGTHS, "a list of more than " + MAX_LENGTHS, name);
      numbers.add(parser.getLongValue());
    }
    return numbers;
  }

  private void require(boolean holds, String rule) throws SafetensorsException {
    if (!holds) {
      throw new SafetensorsException(path, rule);
    }
  }

  private void require(boolean holds, String rule, String tensor) throws SafetensorsException {
    if (!holds) {
      throw broken(rule, tensor);
    }
  }

  private SafetensorsException broken(String rule, String tensor) {
    return new SafetensorsException(path, "tensor " + tensor + ": " + rule);
  }
}
