package io.rank1.llama.check;

import io.rank1.core.gguf.GgufException;
import io.rank1.core.gguf.GgufFile;
import io.rank1.core.gguf.GgufModel;
import io.rank1.core.gguf.GgufNestedArray;
import io.rank1.core.gguf.GgufValueType;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;

/**
 * Stands between a model file and llama.cpp: what the library would end the process over
 * (GGML_ASSERT), read beyond a buffer for, or refuse without a clear word is refused here. The
 * rules follow llama-model.cpp, llama-model-loader.cpp, llama-vocab.cpp and gguf.cpp of b4916.
 *
 * <p>Stateless; reads only the header of the file.
 */
public final class ModelCheck {
  /** Keys that llama.cpp reads wherever they are, and asserts or demands a type of. */
  private static final Map<String, GgufValueType> TYPES =
      Map.ofEntries(
          Map.entry("general.file_type", GgufValueType.UINT32),
          Map.entry("general.name", GgufValueType.STRING),
          Map.entry("tokenizer.ggml.pre", GgufValueType.STRING),
          Map.entry("tokenizer.ggml.token_type_count", GgufValueType.UINT32),
          Map.entry("tokenizer.ggml.add_bos_token", GgufValueType.BOOL),
          Map.entry("tokenizer.ggml.add_eos_token", GgufValueType.BOOL),
          Map.entry("tokenizer.ggml.add_space_prefix", GgufValueType.BOOL),
          Map.entry("tokenizer.ggml.remove_extra_whitespaces", GgufValueType.BOOL),
          Map.entry("tokenizer.chat_template", GgufValueType.STRING),
          Map.entry("split.count", GgufValueType.UINT16),
          Map.entry("split.no", GgufValueType.UINT16));

  private ModelCheck() {}

  /**
   * Checks a model.
   *
   * @param path the file, or any part of a split one
   * @return what the model is
   * @throws ModelUnusableException if the file cannot be read, is no sound GGUF file, or breaks a
   *     rule of llama.cpp or of this project
   */
  public static ModelSummary check(Path path) {
    GgufModel model = read(path);
    GgufFile file = model.head();
    Demands demands = new Demands(file);
    model.parts().forEach(ModelCheck::requireReadable);
    TYPES.forEach(demands::requireType);
    ShapeCheck shape = ShapeCheck.of(demands);
    int vocabularySize = VocabularyCheck.size(demands);
    TensorCheck.check(model, demands, shape, vocabularySize);
    Head head = Head.of(model, shape.architecture(), demands);
    String name =
        demands.optionalString("general.name").orElse(file.path().getFileName().toString());
    return new ModelSummary(
        file.path(),
        model.fileSize(),
        shape.architecture().ggufName(),
        shape.architecture().support(),
        head,
        name,
        shape.layers(),
        shape.embedding(),
        shape.heads(),
        shape.kvHeads(),
        shape.headDim(),
        shape.headDim(),
        shape.contextLength(),
        vocabularySize);
  }

  private static GgufModel read(Path path) {
    try {
      return GgufModel.read(path);
    } catch (GgufException e) {
      throw new ModelUnusableException(e.getMessage() + "; download or convert the model again", e);
    } catch (NoSuchFileException e) {
      throw new ModelUnusableException(path + ": there is no such file; check the path", e);
    } catch (IOException e) {
      throw new ModelUnusableException(
          path + ": cannot be read: " + e.getMessage() + "; check the path and its permissions", e);
    }
  }

  private static void requireReadable(GgufFile part) {
    Demands demands = new Demands(part);
    for (String key : part.keys()) {
      demands.require(
          !(part.array(key).orElse(null) instanceof GgufNestedArray),
          "%s is an array of arrays, which llama.cpp cannot read",
          key);
    }
  }
}
