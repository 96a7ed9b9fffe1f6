package io.rank1.models.synthetic;

import io.rank1.models.synthetic.Vocabulary.BosUse;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/** Reads the tokenizer of Qwen2.5 from the files that Hugging Face publishes. */
public final class TokenizerFiles {
  /** Rows of the token embedding of Qwen2.5 up to 3B. */
  public static final int QWEN2_5_SIZE = 151_936;

  /** Rows of the token embedding of Qwen2.5 from 7B on. */
  public static final int QWEN2_5_LARGE_SIZE = 152_064;

  /** What Qwen2.5 adds to its vocabulary, from 151643 on, and marks as special. */
  private static final List<String> SPECIAL =
      List.of(
          "<|endoftext|>",
          "<|im_start|>",
          "<|im_end|>",
          "<|object_ref_start|>",
          "<|object_ref_end|>",
          "<|box_start|>",
          "<|box_end|>",
          "<|quad_start|>",
          "<|quad_end|>",
          "<|vision_start|>",
          "<|vision_end|>",
          "<|vision_pad|>",
          "<|image_pad|>",
          "<|video_pad|>");

  /** What it adds behind these, up to 151664, and does not mark. */
  private static final List<String> NOT_SPECIAL =
      List.of(
          Markers.TOOL_CALL,
          "</tool_call>",
          "<|fim_prefix|>",
          "<|fim_middle|>",
          "<|fim_suffix|>",
          "<|fim_pad|>",
          "<|repo_name|>",
          "<|file_sep|>");

  private TokenizerFiles() {}

  /**
   * Reads {@code vocab.json} and {@code merges.txt}. The 22 tokens that Qwen2.5 adds follow the
   * vocabulary: {@code <|endoftext|>} (BOS and EOS) and others that are CONTROL tokens, then the
   * USER_DEFINED ones from {@code <tool_call>} on. Then come rank1's markers, and then unused
   * tokens {@code [PAD...]} as llama.cpp's converter makes them.
   *
   * @param dir the folder of both files
   * @param size the number of tokens to fill up to
   * @param markers how the vocabulary has rank1's markers: with those of Qwen2.5 they are the
   *     tokens 151665 and 151666
   * @throws IOException if a file cannot be read or is not of its format, or if the tokens are more
   *     than size
   */
  public static Vocabulary read(Path dir, int size, Markers markers) throws IOException {
    List<String> tokens = tokens(dir.resolve("vocab.json"), size);
    List<TokenType> types = new ArrayList<>(Collections.nCopies(tokens.size(), TokenType.NORMAL));
    int eos = tokens.size();
    tokens.addAll(SPECIAL);
    types.addAll(Collections.nCopies(SPECIAL.size(), TokenType.CONTROL));
    tokens.addAll(NOT_SPECIAL);
    types.addAll(Collections.nCopies(NOT_SPECIAL.size(), TokenType.USER_DEFINED));
    markers.addTo(tokens, types);
    if (tokens.size() > size) {
      throw new IOException(dir + ": " + tokens.size() + " tokens, more than " + size);
    }
    while (tokens.size() < size) {
      tokens.add("[PAD" + tokens.size() + "]");
      types.add(TokenType.UNUSED);
    }
    try {
      return new Vocabulary(
          tokens,
          types,
          merges(dir.resolve("merges.txt")),
          eos,
          eos,
          BosUse.NOT_ADDED,
          Architecture.QWEN2.preTokenizer());
    } catch (IllegalArgumentException e) {
      throw new IOException(dir + ": " + e.getMessage(), e);
    }
  }

  private static List<String> tokens(Path file, int size) throws IOException {
    String[] tokens = new String[size];
    int count = 0;
    try (InputStream in = Files.newInputStream(file);
        JsonParser parser = new JsonFactory().createParser(ObjectReadContext.empty(), in)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw new IOException(file + ": not a JSON object");
      }
      for (String token = parser.nextName(); token != null; token = parser.nextName()) {
        int id = parser.nextToken() == JsonToken.VALUE_NUMBER_INT ? parser.getIntValue() : -1;
        if (id < 0 || id >= size || tokens[id] != null) {
          throw new IOException(
              file + ": token '" + token + "' has no id of its own below " + size);
        }
        tokens[id] = token;
        count++;
      }
    } catch (JacksonException e) {
      throw new IOException(file + ": " + e.getMessage(), e);
    }
    List<String> list = new ArrayList<>(Arrays.asList(tokens).subList(0, count));
    if (list.contains(null)) {
      throw new IOException(file + ": no token has the id " + list.indexOf(null));
    }
    return list;
  }

  private static List<String> merges(Path file) throws IOException {
    try (BufferedReader lines = Files.newBufferedReader(file)) {
      List<String> merges = new ArrayList<>(lines.lines().filter(line -> !line.isEmpty()).toList());
      if (!merges.isEmpty() && merges.get(0).startsWith("#version")) {
        merges.remove(0);
      }
      return merges;
    }
  }
}
