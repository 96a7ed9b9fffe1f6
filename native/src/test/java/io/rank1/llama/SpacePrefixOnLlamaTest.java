package io.rank1.llama;

import static io.rank1.core.prompt.SegmentedText.literal;
import static io.rank1.core.prompt.SegmentedText.userText;
import static org.assertj.core.api.Assertions.assertThat;

import io.rank1.core.profile.ProfileMethod;
import io.rank1.core.prompt.SegmentedText;
import io.rank1.models.convert.CheckpointTokenizer;
import io.rank1.models.convert.Conversion;
import io.rank1.models.synthetic.CheckpointFamily;
import io.rank1.models.synthetic.ModelShape;
import io.rank1.models.synthetic.PieceVocabulary;
import io.rank1.models.synthetic.PieceVocabulary.Blanks;
import io.rank1.models.synthetic.RandomCheckpoint;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Where a SentencePiece vocabulary adds blanks, on llama.cpp, against ids that were written down by
 * Hugging Face's rules (the fast tokenizers):
 *
 * <ul>
 *   <li>{@code EACH_RUN}, "legacy": the normalizer Prepend puts a blank in front of whatever stands
 *       between two special tokens. llama.cpp does that by itself.
 *   <li>{@code FIRST_RUN}, not "legacy": the pre-tokenizer Metaspace puts one in front of the
 *       text's first character, unless that is a blank. llama.cpp cannot be told so; the converted
 *       file says it by a key of ours, and the blanks that llama.cpp adds are taken away again.
 *   <li>{@code NONE}: Gemma.
 * </ul>
 *
 * The slow tokenizer that is not "legacy" differs from the fast one where a text begins with a
 * blank: it adds another. transformers uses the fast one, and so does this. User text that spells a
 * special token differs from Hugging Face on purpose: it is never that token here.
 */
@Tag("llama")
class SpacePrefixOnLlamaTest {

  /** Two neighbours are merged the earlier, the earlier what they make stands here. */
  private static final List<String> PIECES =
      List.of(
          "\u2581", // 259
          "t", // 260
          "r", // 261
          "u", // 262
          "e", // 263
          "q", // 264
          "a", // 265
          "s", // 266
          "<", // 267
          "/", // 268
          ">", // 269
          "tr", // 270
          "ue", // 271
          "true", // 272
          "\u2581true", // 273
          "\u2581a", // 274
          "\u2581\u2581", // 275
          "as", // 276
          "</", // 277
          "s>", // 278
          "\n", // 279
          "\n\n", // 280
          "f", // 281
          "fa", // 282
          "l", // 283
          "ls", // 284
          "lse", // 285
          "false", // 286
          "\u2581false"); // 287

  /** The first is special, 288; the second is found in any text by llama.cpp, 289. */
  private static final List<PieceVocabulary.Added> ADDED =
      List.of(new PieceVocabulary.Added("<|q|>", true), new PieceVocabulary.Added("<b>", false));

  @TempDir Path folder;

  private Path checkpoint(Blanks blanks, PieceVocabulary.Files files) throws IOException {
    ModelShape shape =
        new ModelShape(
            CheckpointFamily.LLAMA_2.architecture(),
            1,
            32,
            2,
            1,
            16,
            32,
            512,
            1e4f,
            1e-6f,
            ModelShape.Output.TIED);
    PieceVocabulary vocabulary = new PieceVocabulary(PIECES, ADDED, blanks, files);
    Path checkpoint = folder.resolve("checkpoint");
    new RandomCheckpoint(
            CheckpointFamily.LLAMA_2,
            shape,
            vocabulary,
            RandomCheckpoint.Weights.F16,
            vocabulary.size(),
            1,
            3)
        .write(checkpoint);
    return checkpoint;
  }

  private LlamaModel converted(Path checkpoint) throws IOException {
    Path file = folder.resolve("m.gguf");
    Conversion.plan(checkpoint, Optional.empty()).write(file, bytes -> {}, part -> {});
    return Fixtures.load(file);
  }

  private static Map<String, SegmentedText> texts() {
    Map<String, SegmentedText> texts = new HashMap<>();
    texts.put("begin", userText("true a"));
    texts.put("blank", userText(" true"));
    texts.put("two blanks", userText("  "));
    texts.put("special first", literal("<|q|>true"));
    texts.put("special within", literal("a<|q|>").plus(userText("true")));
    texts.put("blank behind special", literal("a<|q|> ").plus(userText("true")));
    texts.put("border", literal("a").plus(userText("s")));
    texts.put("apart", literal("a").plus(SegmentedText.BORDER).plus(userText("s")));
    texts.put("spelled", userText("<|q|>"));
    texts.put("spelled by merging", userText("</s>"));
    texts.put("spelled user-defined", userText("a<b>"));
    texts.put("user-defined", literal("a<b>true"));
    texts.put("lines", userText("\n\n"));
    return texts;
  }

  /**
   * 1 is BOS; 101 is the byte b, 127 the byte |. A spelling that would become a special token is
   * cut in front of its ">".
   */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          EACH_RUN  | begin                | 1 273 274
          FIRST_RUN | begin                | 1 273 274
          NONE      | begin                | 1 272 274
          EACH_RUN  | blank                | 1 259 273
          FIRST_RUN | blank                | 1 273
          NONE      | blank                | 1 273
          EACH_RUN  | two blanks           | 1 275 259
          FIRST_RUN | two blanks           | 1 275
          NONE      | two blanks           | 1 275
          EACH_RUN  | special first        | 1 288 273
          FIRST_RUN | special first        | 1 288 272
          NONE      | special first        | 1 288 272
          EACH_RUN  | special within       | 1 274 288 273
          FIRST_RUN | special within       | 1 274 288 272
          NONE      | special within       | 1 265 288 272
          EACH_RUN  | blank behind special | 1 274 288 259 273
          FIRST_RUN | blank behind special | 1 274 288 273
          NONE      | blank behind special | 1 265 288 273
          EACH_RUN  | border               | 1 274 266
          FIRST_RUN | border               | 1 274 266
          NONE      | border               | 1 276
          EACH_RUN  | apart                | 1 274 259 266
          FIRST_RUN | apart                | 1 274 259 266
          NONE      | apart                | 1 265 266
          EACH_RUN  | spelled              | 1 259 267 127 264 127 269
          FIRST_RUN | spelled              | 1 259 267 127 264 127 269
          NONE      | spelled              | 1 267 127 264 127 269
          EACH_RUN  | spelled by merging   | 1 259 277 266 269
          FIRST_RUN | spelled by merging   | 1 259 277 266 269
          NONE      | spelled by merging   | 1 277 266 269
          EACH_RUN  | spelled user-defined | 1 274 267 101 269
          FIRST_RUN | spelled user-defined | 1 274 267 101 269
          NONE      | spelled user-defined | 1 265 267 101 269
          EACH_RUN  | user-defined         | 1 274 289 273
          FIRST_RUN | user-defined         | 1 274 289 272
          NONE      | user-defined         | 1 265 289 272
          EACH_RUN  | lines                | 1 259 280
          FIRST_RUN | lines                | 1 259 280
          NONE      | lines                | 1 280
          """)
  void promptsAreThoseOfHuggingFacesRule(Blanks blanks, String text, String ids)
      throws IOException {
    for (PieceVocabulary.Files files : PieceVocabulary.Files.values()) {
      try (LlamaModel model = converted(checkpoint(blanks, files))) {
        assertThat(model.vocabulary().encode(texts().get(text)))
            .as("%s of %s", text, files)
            .containsExactly(Arrays.stream(ids.split(" ")).mapToInt(Integer::parseInt).toArray());
      }
    }
  }

  /** What goes on gets no blank that it does not have, and answers are single tokens. */
  @ParameterizedTest
  @EnumSource
  void whatGoesOnIsAsItIs(Blanks blanks) throws IOException {
    try (LlamaModel model = converted(checkpoint(blanks, PieceVocabulary.Files.BOTH))) {
      LlamaVocabulary vocabulary = model.vocabulary();

      assertThat(vocabulary.encodeContinuation(userText(" true"))).containsExactly(273);
      assertThat(vocabulary.encodeContinuation(userText("true"))).containsExactly(272);
      assertThat(vocabulary.encodeContinuation(userText("a"))).containsExactly(265);
      assertThat(vocabulary.encodeContinuation(userText(" "))).containsExactly(259);
      assertThat(vocabulary.encodeContinuation(userText("\n"))).containsExactly(279);
      assertThat(vocabulary.encodeContinuation(userText("\n\n"))).containsExactly(280);
      assertThat(vocabulary.encodeContinuation(userText("\u0001a"))).containsExactly(4, 265);
      assertThat(vocabulary.encodeContinuation(SegmentedText.EMPTY)).isEmpty();
      assertThat(vocabulary.encodeContinuation(literal("a<|q|>true")))
          .containsExactly(265, 288, blanks == Blanks.EACH_RUN ? 273 : 272);
      assertThat(ProfileMethod.rank1().answers(vocabulary)).containsExactly(273, 287);
    }
  }

  /**
   * Of merges and bytes, by a tokenizer of our own that is written from SentencePiece's rule. No
   * text spells a special token.
   */
  @ParameterizedTest
  @EnumSource(names = {"MODEL", "TOKENIZER"})
  void mergesAreThoseOfSentencePiece(PieceVocabulary.Files files) throws IOException {
    Path checkpoint = checkpoint(Blanks.EACH_RUN, files);
    CheckpointTokenizer expected = CheckpointTokenizer.read(checkpoint, PIECES.size() + 261);
    Random random = new Random(3);
    String letters = "truefalsq  \n>|\u00e9\u6c34";
    try (LlamaModel model = converted(checkpoint)) {
      for (int i = 0; i < 1000; i++) {
        StringBuilder text = new StringBuilder();
        for (int length = random.nextInt(30); length > 0; length--) {
          text.append(letters.charAt(random.nextInt(letters.length())));
        }
        List<Integer> ids = expected.encode(text.toString());
        assertThat(model.vocabulary().tokenize(text.toString()))
            .as("%s", text)
            .containsExactly(ids.stream().mapToInt(id -> id).toArray());
      }
    }
  }
}
