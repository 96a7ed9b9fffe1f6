package io.rank1.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.rank1.models.safetensors.Checkpoint;
import io.rank1.models.safetensors.SafetensorsTensor;
import io.rank1.models.synthetic.RandomCheckpoint.Weights;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConvertRefusalsTest extends CheckpointConversions {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          "Qwen2ForCausalLM" | "BertModel" | the architecture [BertModel] is not one of Qwen2ForCausalLM
          "hidden_size": 128 | "hidden_size": null | it has no hidden_size
          "hidden_size": 128 | "hidden_size": 0 | hidden_size is 0
          "hidden_size": 128 | "hidden_size": 1.5 | hidden_size is not a whole number
          "num_attention_heads": 2 | "num_attention_heads": 3 | 128 do not divide into 3 heads
          "intermediate_size": 256 | "intermediate_size": 512 | has the shape [256, 128], and config.json makes it [512, 128]
          "num_hidden_layers": 2 | "num_hidden_layers": 3 | the tensor model.layers.2.input_layernorm.weight is missing
          "num_hidden_layers": 2 | "num_hidden_layers": 1 | are not known to Qwen2ForCausalLM, for example model.layers.1.
          "vocab_size": 320 | "vocab_size": 330 | has the shape [320, 128], and config.json makes it [330, 128]
          "silu" | "gelu" | hidden_act is gelu, not silu
          "use_sliding_window": false, "sliding_window": 131072 | "use_sliding_window": true | it has no sliding_window
          "vocab_size": 320 | "vocab_size": 320, "quantization_config": {"quant_method": "gptq", "bits": 4} | the weights are quantized by gptq
          "vocab_size": 320 | "vocab_size": 320, "quantization_config": {"quant_method": "bitsandbytes", "load_in_4bit": true} | the weights are quantized by bitsandbytes
          "vocab_size": 320 | "vocab_size": 320, "quantization_config": {"quant_method": "compressed-tensors"} | quantization_config.config_groups is not there
          "vocab_size": 320 | "vocab_size": 320, "quantization_config": {"quant_method": "compressed-tensors", "config_groups": {"a": {"weights": {"num_bits": 4}}}} | config_groups.a.format is not as compressed-tensors is supported: it is none, not pack-quantized
          "vocab_size": 320 | "vocab_size": 320, "rope_scaling": {"type": "dynamic", "factor": 2} | rope_scaling.rope_type is not default, linear, yarn or llama3, but 'dynamic'
          "tie_word_embeddings" | tie_word_embeddings | config.json: line 4 is no JSON
          "hidden_act" | "hidden_size" | config.json: the key 'hidden_size' occurs twice in an object
          """)
  void refusesAConfig(String from, String to, String complaint) throws IOException {
    write(Weights.F16, 1);
    edit("config.json", from, to);
    refused(complaint);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          "bits": 4 | "bits": 8 | AWQ with 8 bits, groups of 128, layout gemm
          "group_size": 128 | "group_size": 64 | AWQ with 4 bits, groups of 64, layout gemm
          "version": "gemm" | "version": "gemv" | AWQ with 4 bits, groups of 128, layout gemv
          "zero_point": true | "zero_point": false | zero points: false; supported is 4, 128, gemm, true
          "awq" | "gptq" | the weights are quantized by gptq; supported are AWQ, pack-quantized of compressed-tensors, and none
          """)
  void refusesAnotherKindOfAwq(String from, String to, String complaint) throws IOException {
    write(Weights.AWQ, 1);
    edit("config.json", from, to);
    refused(complaint);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          "type":"BPE" | "type":"WordPiece" | its model is WordPiece; supported is BPE, of bytes or SentencePiece
          "type":"BPE" | "type":"Unigram" | its model is Unigram; supported is BPE, of bytes or SentencePiece
          "byte_fallback":false | "byte_fallback":true | its normalizer is not one of Llama 2, Mistral 7B or Gemma
          "type":"NFC" | "type":"Lowercase" | its normalizer is Lowercase
          "type":"Split" | "type":"Whitespace" | its pre-tokenizer is Whitespace, ByteLevel
          p{L}+ | p{L} | splits by a rule that is not that of Qwen2, Llama 3 or Mistral
          "add_prefix_space":false | "add_prefix_space":true | its ByteLevel step adds a space
          "Ġ t" | "Ġt" | is not a pair
          {"id":266 | {"id":320 | token '<|endoftext|>' has the id 320, and the embedding has 320 rows
          """)
  void refusesATokenizer(String from, String to, String complaint) throws IOException {
    write(Weights.F16, 1);
    edit("tokenizer.json", from, to);
    refused(complaint);
  }

  @Test
  void refusesWhatIsNoModelOfSentencePiece() throws IOException {
    write(Weights.F16, 1);
    Files.move(checkpoint.resolve("tokenizer.json"), checkpoint.resolve("tokenizer.model"));
    refused("tokenizer.model: it is no model of SentencePiece, or is damaged: byte 1");
    Files.delete(checkpoint.resolve("tokenizer.model"));
    refused("it has no tokenizer.json, and no tokenizer.model");
  }

  @Test
  void refusesFoldersThatAreNoCheckpoints() throws IOException {
    refused("it is no folder");
    write(Weights.F16, 1);
    Files.delete(checkpoint.resolve("model.safetensors"));
    refused("neither model.safetensors nor model.safetensors.index.json");
    Files.delete(checkpoint.resolve("config.json"));
    refused("it has no config.json");
  }

  @Test
  void refusesMissingAndShortenedShards() throws IOException {
    write(Weights.F16, 2);
    Path shard = checkpoint.resolve(SECOND);
    try (RandomAccessFile file = new RandomAccessFile(shard.toFile(), "rw")) {
      file.setLength(file.length() - 1);
    }
    refused(SECOND + ": tensor model.layers.1.mlp.down_proj.weight: it needs bytes");
    Files.delete(shard);
    refused("the shard " + SECOND + " is missing");
  }

  @Test
  void refusesWeightsOfOtherTypes() throws IOException {
    write(Weights.F16, 1);
    edit("F16", "I16");
    refused("is of the type I16; supported are F32, F16 and BF16");
    edit("I16", "Q16");
    refused("the dtype 'Q16' is unknown");
  }

  /** Changes the header of the only file; both texts are of one length. */
  private void edit(String from, String to) throws IOException {
    Path path = checkpoint.resolve("model.safetensors");
    byte[] bytes = Files.readAllBytes(path);
    int length = (int) ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong();
    String header = new String(bytes, 8, length, StandardCharsets.UTF_8).replace(from, to);
    System.arraycopy(header.getBytes(StandardCharsets.UTF_8), 0, bytes, 8, length);
    Files.write(path, bytes);
  }

  @Test
  void refusesWeightsThatAreNoNumbersOrTooLarge() throws IOException {
    write(Weights.BF16, 1);
    overwriteEnd((short) 0x7f80);
    refused("tensor model.layers.1.mlp.down_proj.weight: it has weights that are no finite");
    overwriteEnd((short) 0x4780); // 65,536
    refused("it has weights that F16 cannot hold: use --type bf16 or f32", "--type", "f16");
    assertThat(convert("--type", "bf16", "--verify").out()).contains("verified: 0 of");
  }

  /** The largest half as a scale makes weights of up to 15 times that. */
  @Test
  void refusesWeightsOfAwqThatAreTooLarge() throws IOException {
    write(Weights.AWQ, 1);
    fillScales((short) 0x7bff);
    for (String type : List.of("f16", "q4_0")) {
      refused(
          String.format(
              Locale.ROOT,
              "tensor model.layers.1.mlp.up_proj.qweight: it has weights that %s cannot hold: use --type bf16 or f32",
              type.toUpperCase(Locale.ROOT)),
          "--type",
          type);
    }
    for (String type : List.of("auto", "q8_0", "f32")) {
      assertThat(convert("--type", type, "--overwrite").out()).contains("verified: 0 of ");
    }
    assertThat(convert("--type", "bf16", "--overwrite").out()).contains(", as BF16 rounds");
  }

  private void fillScales(short bits) throws IOException {
    SafetensorsTensor scales =
        Checkpoint.read(checkpoint).tensor("model.layers.1.mlp.up_proj.scales").orElseThrow();
    byte[] bytes = Files.readAllBytes(scales.file());
    ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    for (long at = 0; at < scales.byteSize(); at += 2) {
      buffer.putShort((int) (scales.offset() + at), bits);
    }
    Files.write(scales.file(), bytes);
  }

  private void overwriteEnd(short bits) throws IOException {
    Path path = checkpoint.resolve("model.safetensors");
    byte[] bytes = Files.readAllBytes(path);
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putShort(bytes.length - 2, bits);
    Files.write(path, bytes);
  }

  @Test
  void refusesTypesItDoesNotWrite() throws IOException {
    write(Weights.F16, 1);
    refused("convert to f16 or bf16 first, and quantize the result", "--type", "q4_k");
    refused("'int8' is not one of auto, f32, f16", "--type", "int8");
  }
}
