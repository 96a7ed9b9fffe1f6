package io.rank1.llama.check;

import io.rank1.core.gguf.GgmlType;
import io.rank1.core.gguf.GgufTensor;
import io.rank1.models.gguf.GgufWriter;
import io.rank1.models.synthetic.Architecture;
import io.rank1.models.synthetic.ByteLevelBpe;
import io.rank1.models.synthetic.TokenType;
import io.rank1.models.synthetic.Vocabulary;
import io.rank1.models.synthetic.Vocabulary.BosUse;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiConsumer;

/** A good header, of which a test changes one thing before it is written. Weights are zeroes. */
final class ModelFixture {
  private record Tensor(GgmlType type, List<Long> dims) {}

  private final Map<String, BiConsumer<GgufWriter, String>> metadata = new LinkedHashMap<>();
  private final Map<String, Tensor> tensors = new LinkedHashMap<>();

  static ModelFixture qwen2() {
    return byteLevel("qwen2");
  }

  /** With the norms of heads that are 16 wide. */
  static ModelFixture qwen3() {
    ModelFixture fixture = byteLevel("qwen3");
    for (int layer = 0; layer < 2; layer++) {
      fixture
          .tensor("blk." + layer + ".attn_q_norm.weight", GgmlType.F32, 16)
          .tensor("blk." + layer + ".attn_k_norm.weight", GgmlType.F32, 16);
    }
    return fixture;
  }

  private static ModelFixture byteLevel(String architecture) {
    Vocabulary vocabulary =
        ByteLevelBpe.vocabulary(Architecture.QWEN2, BosUse.NOT_ADDED, List.of(" true", " false"));
    int[] types = vocabulary.types().stream().mapToInt(TokenType::id).toArray();
    return decoder(architecture, vocabulary.size())
        .set("tokenizer.ggml.model", "gpt2")
        .set("tokenizer.ggml.pre", "qwen2")
        .tokens(vocabulary.tokens())
        .set("tokenizer.ggml.token_type", (w, k) -> w.int32s(k, types))
        .merges(vocabulary.merges())
        .set("tokenizer.ggml.eos_token_id", vocabulary.eos());
  }

  /** With a SentencePiece vocabulary, in which byte tokens are written in hexadecimal digits. */
  static ModelFixture sentencePiece(String architecture) {
    List<String> tokens = new ArrayList<>(List.of("<unk>", "<s>", "</s>"));
    for (int octet = 0; octet < 256; octet++) {
      tokens.add(String.format(Locale.ROOT, "<0x%02X>", octet));
    }
    tokens.addAll(List.of("\u2581true", "\u2581false"));
    int[] types = new int[tokens.size()];
    Arrays.fill(types, TokenType.NORMAL.id());
    Arrays.fill(types, 0, 3, TokenType.CONTROL.id());
    Arrays.fill(types, 3, 259, TokenType.BYTE.id());
    return decoder(architecture, tokens.size())
        .set("tokenizer.ggml.model", "llama")
        .tokens(tokens)
        .set("tokenizer.ggml.token_type", (w, k) -> w.int32s(k, types))
        .set("tokenizer.ggml.scores", (w, k) -> w.float32s(k, new float[types.length]))
        .set("tokenizer.ggml.bos_token_id", 1)
        .set("tokenizer.ggml.eos_token_id", 2);
  }

  private static ModelFixture decoder(String architecture, int tokenCount) {
    String prefix = architecture + ".";
    return new ModelFixture()
        .set("general.architecture", architecture)
        .set("general.name", "fixture")
        .set(prefix + "block_count", 2)
        .set(prefix + "embedding_length", 64)
        .set(prefix + "context_length", 128)
        .set(prefix + "feed_forward_length", 96)
        .set(prefix + "attention.head_count", 4)
        .set(prefix + "attention.head_count_kv", 2)
        .set(prefix + "attention.layer_norm_rms_epsilon", (w, k) -> w.float32(k, 1e-6f))
        .tensor("token_embd.weight", GgmlType.Q8_0, 64, tokenCount)
        .tensor("output_norm.weight", GgmlType.F32, 64);
  }

  ModelFixture set(String key, BiConsumer<GgufWriter, String> value) {
    metadata.put(key, value);
    return this;
  }

  ModelFixture set(String key, String value) {
    return set(key, (writer, k) -> writer.string(k, value));
  }

  ModelFixture set(String key, long value) {
    return set(key, (writer, k) -> writer.uint32(k, value));
  }

  ModelFixture tokens(List<String> tokens) {
    return set("tokenizer.ggml.tokens", (writer, k) -> writer.strings(k, tokens));
  }

  ModelFixture merges(List<String> merges) {
    return set("tokenizer.ggml.merges", (writer, k) -> writer.strings(k, merges));
  }

  ModelFixture tensor(String name, GgmlType type, long... dims) {
    tensors.put(name, new Tensor(type, Arrays.stream(dims).boxed().toList()));
    return this;
  }

  ModelFixture without(String name) {
    metadata.remove(name);
    tensors.remove(name);
    return this;
  }

  Path write(Path folder) throws IOException {
    GgufWriter writer = new GgufWriter();
    metadata.forEach((key, value) -> value.accept(writer, key));
    tensors.forEach(
        (name, tensor) -> {
          int bytes = (int) GgufTensor.byteSize(tensor.type(), tensor.dims());
          writer.tensor(
              name, tensor.type(), tensor.dims(), out -> out.write(ByteBuffer.allocate(bytes)));
        });
    Path path = folder.resolve("model.gguf");
    writer.write(path);
    return path;
  }
}
