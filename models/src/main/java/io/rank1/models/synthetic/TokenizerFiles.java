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

/** Reads the tokenizer of Qwen2 and Qwen2.5 from the files that Hugging Face publishes. */
public final class TokenizerFiles {
  /** Rows of the token embedding of Qwen2.5 up to 3B. */
  public static final int QWEN2_5_SIZE = 151_936;

  /** Rows of the token embedding of Qwen2.5 from 7B on. */
  public static final int QWEN2_5_LARGE_SIZE = 152_064;

  private static final List<String> SPECIAL =
      List.of("<|endoftext|>", "<|im_start|>", "<|im_end|>");

  private TokenizerFiles() {}

  /**
   * Reads {@code vocab.json} and {@code merges.txt}. The special tokens {@code <|endoftext|>} (BOS
   * and EOS), {@code <|im_start|>} and {@code <|im_end|>} follow the vocabulary, then unused tokens
   * {@code [PAD...]} as llama.cpp's converter makes them.
   *
   * @param dir the folder of both files
   * @param size the number of tokens to fill up to
   * @throws IOException if a file cannot be read or is not of its format, or if the tokens are more
   *     than size
   */
  public static Vocabulary read(Path dir, int size) throws IOException {
    List<String> tokens = tokens(dir.resolve("vocab.json"), size);
    List<TokenType> types = new ArrayList<>(Collections.nCopies(tokens.size(), TokenType.NORMAL));
    int eos = tokens.size();
    tokens.addAll(SPECIAL);
    types.addAll(Collections.nCopies(SPECIAL.size(), TokenType.CONTROL));
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
