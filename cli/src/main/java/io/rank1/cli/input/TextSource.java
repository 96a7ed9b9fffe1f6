package io.rank1.cli.input;

import io.rank1.cli.exit.IoProblem;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;

/**
 * Texts as arguments give them: plain, {@code @FILE}, or {@code -} for standard input. A plain text
 * that begins with {@code @} is written with two of them.
 */
public final class TextSource {

  private static final String FILE = "@";
  private static final String ESCAPED = "@@";

  private final InputStream stdin;

  /**
   * @param stdin what {@code -} stands for; not closed
   */
  public TextSource(InputStream stdin) {
    this.stdin = stdin;
  }

  /** Whether an argument stands for standard input. */
  public static boolean isStdin(String argument) {
    return argument.equals("-");
  }

  /**
   * The text that an argument stands for; the line end at the end of a file is left out.
   *
   * @param option the argument's option, for messages
   * @throws InputException when the file cannot be read, or the text is not valid UTF-8
   */
  public String read(String option, String argument) throws InputException {
    if (isStdin(argument)) {
      try {
        return decode("standard input", stdin.readAllBytes());
      } catch (IOException e) {
        throw new InputException("cannot read standard input: " + IoProblem.describe(e));
      }
    }
    if (argument.startsWith(FILE) && !argument.startsWith(ESCAPED)) {
      return readFile(option, argument);
    }
    if (argument.indexOf('\uFFFD') >= 0 || WholeText.half(argument) >= 0) {
      throw new InputException(
          option
              + " holds characters that this locale cannot pass on:"
              + " set LC_ALL=C.UTF-8, or give the text as @FILE");
    }
    return argument.startsWith(ESCAPED) ? argument.substring(FILE.length()) : argument;
  }

  private static String readFile(String option, String argument) throws InputException {
    try {
      return readFile(argument.substring(FILE.length()));
    } catch (InputException e) {
      if (isThere(argument.substring(FILE.length()))) {
        throw e;
      }
      throw new InputException(
          String.format(
              Locale.ROOT,
              "%s: %s; a text that begins with @ is written @%s",
              option,
              e.getMessage(),
              argument));
    }
  }

  private static boolean isThere(String name) {
    try {
      return !name.isEmpty() && Files.exists(Path.of(name));
    } catch (InvalidPathException e) {
      return false;
    }
  }

  /**
   * The text of a file, without the line end at its end.
   *
   * @throws InputException when it cannot be read or is not valid UTF-8
   */
  public static String readFile(String name) throws InputException {
    try {
      return decode(name, Files.readAllBytes(Path.of(name)));
    } catch (IOException e) {
      throw new InputException("cannot read " + name + ": " + IoProblem.describe(e));
    } catch (InvalidPathException e) {
      throw new InputException("cannot read " + name + ": not a file name");
    }
  }

  private static String decode(String name, byte[] bytes) throws InputException {
    try {
      String text = StrictUtf8.withoutBom(StrictUtf8.decode(bytes, 0, bytes.length));
      if (text.endsWith("\n")) {
        text = text.substring(0, text.length() - 1);
        return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
      }
      return text;
    } catch (CharacterCodingException e) {
      throw new InputException(name + " is not valid UTF-8");
    }
  }
}
