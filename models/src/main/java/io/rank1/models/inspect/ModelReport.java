package io.rank1.models.inspect;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What a model's files say of themselves. What they lack is empty; nothing says that it runs.
 *
 * @param format such as "GGUF 3"
 * @param files all of them that hold tensors
 * @param bytes of these files
 * @param name for people
 * @param architecture as the files name it
 * @param numbers its shape
 * @param parameters all weights
 * @param types how tensors are stored, the most bytes first
 * @param tokenizer its tokenizer
 * @param rope its position embedding
 */
public record ModelReport(
    String format,
    List<Path> files,
    long bytes,
    Optional<String> name,
    Optional<String> architecture,
    ModelNumbers numbers,
    long parameters,
    List<TypeShare> types,
    TokenizerReport tokenizer,
    RopeReport rope) {

  /** Validates and copies the components. */
  public ModelReport {
    Objects.requireNonNull(format, "format");
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(architecture, "architecture");
    Objects.requireNonNull(numbers, "numbers");
    Objects.requireNonNull(tokenizer, "tokenizer");
    Objects.requireNonNull(rope, "rope");
    files = List.copyOf(files);
    types = List.copyOf(types);
  }
}
