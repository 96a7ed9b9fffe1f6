package io.rank1.cli.bench;

import io.rank1.models.synthetic.Architecture;
import io.rank1.models.synthetic.ByteLevelBpe;
import io.rank1.models.synthetic.Markers;
import io.rank1.models.synthetic.TokenType;
import io.rank1.models.synthetic.TokenizerFiles;
import io.rank1.models.synthetic.Vocabulary;
import io.rank1.models.synthetic.Vocabulary.BosUse;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The vocabularies of benchmark models: as large as a real one, so that the output matrix is. */
public final class BenchVocabulary {

  private BenchVocabulary() {}

  /**
   * A vocabulary of a size.
   *
   * @param tokenizer a folder with vocab.json and merges.txt; without it, bytes and the answers are
   *     the tokens, and the rest is unused
   * @param size tokens of the vocabulary, unused ones included
   * @param markers how it has rank1's markers
   * @throws IOException when the tokenizer cannot be read
   */
  public static Vocabulary of(Optional<Path> tokenizer, int size, Markers markers)
      throws IOException {
    if (tokenizer.isPresent()) {
      return TokenizerFiles.read(tokenizer.get(), size, markers);
    }
    return padded(
        ByteLevelBpe.vocabulary(
            Architecture.QWEN2, BosUse.NOT_ADDED, List.of(" true", " false"), markers),
        size);
  }

  private static Vocabulary padded(Vocabulary small, int size) {
    List<String> tokens = new ArrayList<>(small.tokens());
    List<TokenType> types = new ArrayList<>(small.types());
    while (tokens.size() < size) {
      tokens.add("[PAD" + tokens.size() + "]");
      types.add(TokenType.UNUSED);
    }
    return new Vocabulary(
        tokens,
        types,
        small.merges(),
        small.bos(),
        small.eos(),
        small.bosUse(),
        small.preTokenizer());
  }
}
