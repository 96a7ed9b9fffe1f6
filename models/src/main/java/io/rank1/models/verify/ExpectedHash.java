package io.rank1.models.verify;

import io.rank1.models.hub.ContentId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a file's hash should be.
 *
 * @param content the hash
 * @param source who says so, as it reads behind "as"
 */
public record ExpectedHash(ContentId content, String source) {

  private static final Pattern SHA256 = Pattern.compile("[0-9a-fA-F]{64}");
  private static final Pattern BLOB = Pattern.compile("[0-9a-f]{40}|[0-9a-f]{64}");
  private static final String SUFFIX = ".sha256";

  /** Files of one line; a longer one is something else. */
  private static final int LONGEST = 64 << 10;

  /** Validates the components. */
  public ExpectedHash {
    Objects.requireNonNull(content, "content");
    Objects.requireNonNull(source, "source");
  }

  /**
   * One that a user gives.
   *
   * @throws IllegalArgumentException if it is no SHA-256
   */
  public static ExpectedHash given(String hex) {
    if (!SHA256.matcher(hex).matches()) {
      throw new IllegalArgumentException(
          "'" + hex + "' is no SHA-256, which has 64 hexadecimal digits");
    }
    return new ExpectedHash(sha256(hex), "given");
  }

  private static ContentId sha256(String hex) {
    return new ContentId(hex.toLowerCase(Locale.ROOT));
  }

  /**
   * What is known beside a file: the content of FILE.sha256, as sha256sum writes it, or else its
   * name among the blobs of a Hugging Face cache.
   *
   * @throws IOException when FILE.sha256 is there and holds no SHA-256 of this file
   */
  public static Optional<ExpectedHash> beside(Path file) throws IOException {
    Path note = file.resolveSibling(file.getFileName() + SUFFIX);
    return Files.isRegularFile(note) ? Optional.of(read(note, file)) : ofBlob(file);
  }

  private static ExpectedHash read(Path note, Path file) throws IOException {
    if (Files.size(note) <= LONGEST) {
      for (String line : new String(Files.readAllBytes(note), StandardCharsets.UTF_8).split("\n")) {
        String[] words = line.strip().split("[ *]+", 2);
        boolean ofThis = words.length == 1 || isName(words[1].strip(), file);
        if (ofThis && SHA256.matcher(words[0]).matches()) {
          return new ExpectedHash(sha256(words[0]), "in " + note.getFileName());
        }
      }
    }
    throw new IOException("no line with the SHA-256 of " + file.getFileName());
  }

  /** Whether a path of some system, which need not be one of this system, ends in a file's name. */
  private static boolean isName(String path, Path file) {
    int folders = Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1;
    return path.substring(folders).equals(file.getFileName().toString());
  }

  private static Optional<ExpectedHash> ofBlob(Path file) throws IOException {
    Path real = file.toRealPath();
    Path folder = real.getParent();
    String name = real.getFileName().toString();
    boolean blob = folder != null && folder.endsWith("blobs") && BLOB.matcher(name).matches();
    return blob
        ? Optional.of(new ExpectedHash(new ContentId(name), "by its name in the cache"))
        : Optional.empty();
  }
}
