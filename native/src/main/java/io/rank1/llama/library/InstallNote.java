package io.rank1.llama.library;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Properties;

/** The small file that says where an installation came from. */
final class InstallNote {

  private static final String FILE = "rank1-runtime.properties";

  private InstallNote() {}

  static void write(Path folder, RuntimePackage origin) throws IOException {
    String text =
        "package="
            + origin.name()
            + "\nversion="
            + origin.version()
            + "\nintegrity="
            + origin.integrity()
            + "\n";
    Files.writeString(folder.resolve(FILE), text);
  }

  /** The version that an installation's note states; none when it has none that can be read. */
  static Optional<String> version(Path folder) {
    Properties note = new Properties();
    try (Reader in = Files.newBufferedReader(folder.resolve(FILE), StandardCharsets.UTF_8)) {
      note.load(in);
    } catch (IOException | IllegalArgumentException e) { // the latter for a bad escape
      return Optional.empty();
    }
    return Optional.ofNullable(note.getProperty("version"));
  }
}
