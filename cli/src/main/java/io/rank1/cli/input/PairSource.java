package io.rank1.cli.input;

import io.rank1.cli.exit.IoProblem;
import io.rank1.core.profile.PromptRules.TitlePlace;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;

/** Where pairs come from: a file, or standard input for {@code -}. */
public final class PairSource {

  private final String name;
  private final Optional<Path> file;
  private final InputStream stdin;
  private final TitlePlace titles;

  private PairSource(String name, Optional<Path> file, InputStream stdin, TitlePlace titles) {
    this.name = name;
    this.file = file;
    this.stdin = Objects.requireNonNull(stdin, "stdin");
    this.titles = Objects.requireNonNull(titles, "titles");
  }

  /**
   * @param argument a file name, or {@code -}
   * @param stdin what {@code -} stands for; not closed
   * @param titles where the prompts have them
   * @throws InputException when the argument cannot be a file
   */
  public static PairSource of(String argument, InputStream stdin, TitlePlace titles)
      throws InputException {
    if (TextSource.isStdin(argument)) {
      return new PairSource("standard input", Optional.empty(), stdin, titles);
    }
    try {
      Path path = Path.of(argument);
      if (Files.isDirectory(path)) {
        throw new InputException("cannot read " + argument + ": it is a directory");
      }
      return new PairSource(argument, Optional.of(path), stdin, titles);
    } catch (InvalidPathException e) {
      throw new InputException("cannot read " + argument + ": not a file name");
    }
  }

  /** The file, unless the pairs come from standard input. */
  public Optional<Path> file() {
    return file;
  }

  /** Whether the pairs can be read more than once; a file that is not there counts as one. */
  public boolean isReadableAgain() {
    return file.isPresent() && (Files.notExists(file.get()) || Files.isRegularFile(file.get()));
  }

  /**
   * Reads a regular file through.
   *
   * @return how many pairs it has; nothing for what can be read only once
   * @throws InputException when a line is bad or there is no pair
   */
  public OptionalLong check() throws InputException {
    if (!isReadableAgain()) {
      return OptionalLong.empty();
    }
    try (PairReader reader = open()) {
      reader.requirePair();
      long count = 0;
      while (reader.next().isPresent()) {
        count++;
      }
      return OptionalLong.of(count);
    }
  }

  /**
   * Starts to read.
   *
   * @throws InputException when the file cannot be opened
   */
  public PairReader open() throws InputException {
    if (file.isEmpty()) {
      return new PairReader(name, new Unclosed(stdin), titles);
    }
    try {
      return new PairReader(name, Files.newInputStream(file.get()), titles);
    } catch (IOException e) {
      throw new InputException("cannot read " + name + ": " + IoProblem.describe(e));
    }
  }

  /** Standard input is not ours to close, and closing it could wait for a read that blocks. */
  private static final class Unclosed extends FilterInputStream {

    Unclosed(InputStream in) {
      super(in);
    }

    @Override
    public void close() {
      // see above
    }
  }
}
