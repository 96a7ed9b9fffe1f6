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
    Vocabulary vocabulary = TokenizerFiles.read(folder, 264);

    assertThat(vocabulary.size()).isEqualTo(264);
    assertThat(vocabulary.id("ab")).isEqualTo(256);
    assertThat(vocabulary.merges()).containsExactly("a b");
    assertThat(vocabulary.tokens().subList(257, 261))
        .containsExactly("<|endoftext|>", "<|im_start|>", "<|im_end|>", "[PAD260]");
    assertThat(vocabulary.eos()).isEqualTo(257);
    assertThat(vocabulary.types().subList(256, 264))
        .containsExactly(
            TokenType.NORMAL,
            TokenType.CONTROL,
            TokenType.CONTROL,
            TokenType.CONTROL,
            TokenType.UNUSED,
            TokenType.UNUSED,
            TokenType.UNUSED,
            TokenType.UNUSED);
  }

  @Test
  void refusesBrokenFiles() throws IOException {
    assertThatThrownBy(() -> TokenizerFiles.read(folder, 258))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("more than 258");
    Files.writeString(folder.resolve("merges.txt"), "a c\n");
    assertThatThrownBy(() -> TokenizerFiles.read(folder, 264))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("a c");
    for (String json : new String[] {"[]", "{\"a\": 1}", "{\"a\": 0, \"b\": 0}", "{\"a\"", ""}) {
      Files.writeString(folder.resolve("vocab.json"), json);
      assertThatThrownBy(() -> TokenizerFiles.read(folder, 264))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("vocab.json");
    }
  }
}
