package io.rank1.models.synthetic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TokenizerFilesTest {
  @TempDir Path folder;

  @BeforeEach
  void writeFiles() throws IOException {
    StringBuilder vocab = new StringBuilder("{\"ab\": 256");
    for (int octet = 0; octet < 256; octet++) {
      String symbol = String.valueOf(ByteAlphabet.symbol(octet));
      String escaped = symbol.equals("\"") || symbol.equals("\\") ? "\\" + symbol : symbol;
      vocab.append(", \"").append(escaped).append("\": ").append(octet);
    }
    Files.writeString(folder.resolve("vocab.json"), vocab.append("}"));
    Files.writeString(folder.resolve("merges.txt"), "#version: 0.2\na b\n");
  }

  @Test
  void readsTokensMergesAndAddsTheSpecialOnes() throws IOException {
    Vocabulary vocabulary = TokenizerFiles.read(folder, 281, Markers.ABSENT);

    assertThat(vocabulary.size()).isEqualTo(281);
    assertThat(vocabulary.id("ab")).isEqualTo(256);
    assertThat(vocabulary.merges()).containsExactly("a b");
    assertThat(vocabulary.tokens().subList(257, 260))
        .containsExactly("<|endoftext|>", "<|im_start|>", "<|im_end|>");
    assertThat(vocabulary.tokens().subList(270, 281))
        .containsExactly(
            "<|video_pad|>",
            "<tool_call>",
            "</tool_call>",
            "<|fim_prefix|>",
            "<|fim_middle|>",
            "<|fim_suffix|>",
            "<|fim_pad|>",
            "<|repo_name|>",
            "<|file_sep|>",
            "[PAD279]",
            "[PAD280]");
    assertThat(vocabulary.eos()).isEqualTo(257);
    assertThat(vocabulary.types().get(256)).isEqualTo(TokenType.NORMAL);
    assertThat(vocabulary.types().subList(257, 271)).containsOnly(TokenType.CONTROL);
    assertThat(vocabulary.types().subList(271, 279)).containsOnly(TokenType.USER_DEFINED);
    assertThat(vocabulary.types().subList(279, 281)).containsOnly(TokenType.UNUSED);
  }

  @Test
  void markersFollowWhatTheTokenizerAdds() throws IOException {
    Vocabulary vocabulary = TokenizerFiles.read(folder, 282, Markers.CONTROL);

    assertThat(vocabulary.tokens().subList(278, 282))
        .containsExactly("<|file_sep|>", "<think>", "</think>", "[PAD281]");
    assertThat(vocabulary.types().subList(278, 282))
        .containsExactly(
            TokenType.USER_DEFINED, TokenType.CONTROL, TokenType.CONTROL, TokenType.UNUSED);
    assertThat(TokenizerFiles.read(folder, 282, Markers.USER_DEFINED).types().subList(278, 282))
        .containsExactly(
            TokenType.USER_DEFINED,
            TokenType.USER_DEFINED,
            TokenType.USER_DEFINED,
            TokenType.UNUSED);
    assertThatThrownBy(() -> TokenizerFiles.read(folder, 280, Markers.CONTROL))
        .hasMessageContaining("281 tokens, more than 280");
  }

  @Test
  void refusesBrokenFiles() throws IOException {
    assertThatThrownBy(() -> TokenizerFiles.read(folder, 258, Markers.ABSENT))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("more than 258");
    Files.writeString(folder.resolve("merges.txt"), "a c\n");
    assertThatThrownBy(() -> TokenizerFiles.read(folder, 281, Markers.ABSENT))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("a c");
    for (String json : new String[] {"[]", "{\"a\": 1}", "{\"a\": 0, \"b\": 0}", "{\"a\"", ""}) {
      Files.writeString(folder.resolve("vocab.json"), json);
      assertThatThrownBy(() -> TokenizerFiles.read(folder, 281, Markers.ABSENT))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("vocab.json");
    }
  }
}
