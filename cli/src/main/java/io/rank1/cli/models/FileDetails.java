package io.rank1.cli.models;

import io.rank1.cli.output.JsonLines;
import io.rank1.cli.output.TextGrid;
import io.rank1.core.gguf.GgufModel;
import io.rank1.core.gguf.GgufTensor;
import io.rank1.llama.MemoryEstimate;
import io.rank1.llama.check.ModelSummary;
import io.rank1.llama.check.Support;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** A model's file, as text and as JSON. */
public final class FileDetails {

  private final ModelSummary model;
  private final Map<String, Long> tensors;
  private final Load load;
  private final MemoryEstimate memory;

  /**
   * @param model what the file was found to be
   * @param file its headers
   * @param load what the memory is meant for
   */
  public FileDetails(ModelSummary model, GgufModel file, Load load) {
    this.model = model;
    this.load = load.within(model.contextLength());
    this.memory = this.load.of(model);
    this.tensors =
        file.tensors().values().stream()
            .map(GgufTensor::type)
            .collect(
                Collectors.groupingBy(
                    type -> type.name().toLowerCase(Locale.ROOT),
                    TreeMap::new,
                    Collectors.counting()));
  }

  /** Several lines, without the last one's end. */
  public String text() {
    TextGrid grid = new TextGrid(2);
    grid.add(List.of("file", model.path().toString()));
    grid.add(List.of("size", Gigabytes.of(model.fileSize())));
    grid.add(List.of("name", model.name()));
    grid.add(List.of("architecture", model.architecture() + untested()));
    grid.add(List.of("shape", Shape.of(model).text()));
    grid.add(List.of("context", model.contextLength() + " tokens"));
    grid.add(
        List.of(
            "tensors",
            tensors.entrySet().stream()
                .map(type -> type.getValue() + " " + type.getKey())
                .collect(Collectors.joining(", "))));
    grid.add(
        List.of(
            "memory",
            String.format(
                Locale.ROOT,
                "%s for %s: weights %s, KV cache in F16 %s, buffers %s",
                Gigabytes.of(memory.total()),
                load,
                Gigabytes.of(memory.weights()),
                Gigabytes.of(memory.cache()),
                Gigabytes.of(memory.buffers()))));
    return grid.text();
  }

  private String untested() {
    return model.support() == Support.UNTESTED ? " (untested)" : "";
  }

  /** The same in one JSON object. */
  public String json() {
    return JsonLines.object(
        json -> {
          json.writeStringProperty("path", model.path().toString());
          json.writeNumberProperty("bytes", model.fileSize());
          json.writeStringProperty("name", model.name());
          json.writeStringProperty("architecture", model.architecture());
          json.writeBooleanProperty("tested", model.support() == Support.SUPPORTED);
          Shape.of(model).write(json);
          json.writeObjectPropertyStart("tensors");
          tensors.forEach(json::writeNumberProperty);
          json.writeEndObject();
          json.writeNumberProperty("context", load.context());
          json.writeNumberProperty("parallel", load.parallel());
          ModelTable.writeMemory(json, memory);
        });
  }
}
