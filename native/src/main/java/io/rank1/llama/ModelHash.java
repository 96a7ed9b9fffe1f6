package io.rank1.llama;

import io.rank1.core.failure.UnusableException;
import io.rank1.core.gguf.GgufModel;
import io.rank1.core.identity.Hash128;
import io.rank1.core.resource.UserCache;
import io.rank1.core.resource.UserHome;
import io.rank1.llama.library.Problem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The SHA-256 of a model file, which takes seconds a gigabyte, and is therefore remembered in the
 * user's cache folder for as long as the file's name, size, times and identity stay the same.
 */
final class ModelHash {

  private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");

  private final Path memory;

  /**
   * @throws UnusableException when the user has no cache folder
   */
  static ModelHash ofThisUser() {
    try {
      return new ModelHash(UserCache.ofThisUser());
    } catch (UserHome.MissingException e) {
      throw new UnusableException(e.getMessage(), e);
    }
  }

  ModelHash(UserCache cache) {
    this.memory = cache.section("model-hashes").folder();
  }

  /**
   * The hash in hexadecimal digits; of a split model, that of its parts one after the other.
   *
   * @param model the file, or the first part
   * @throws UnusableException when the file cannot be read
   */
  String of(Path model) {
    try {
      List<Path> parts = GgufModel.read(model).paths();
      StringBuilder facts = new StringBuilder();
      for (Path part : parts) {
        BasicFileAttributes attributes = Files.readAttributes(part, BasicFileAttributes.class);
        facts.append(facts.isEmpty() ? "" : "\n").append(part.toRealPath()).append('\n');
        facts.append(attributes.size()).append('\n').append(attributes.lastModifiedTime());
        facts.append('\n').append(identity(part));
      }
      byte[] name = facts.toString().getBytes(StandardCharsets.UTF_8);
      Path note = memory.resolve(HexFormat.of().formatHex(Hash128.digest().digest(name)));
      if (Files.isRegularFile(note)) {
        String known = Files.readString(note, StandardCharsets.ISO_8859_1).strip();
        if (HASH.matcher(known).matches()) { // a power failure may have left anything
          return known;
        }
      }
      String hash = FileHash.of(parts);
      remember(note, hash);
      return hash;
    } catch (IOException e) {
      throw new UnusableException("cannot read " + model + ": " + Problem.of(e), e);
    }
  }

  /**
   * What Unix changes with every file and every write: whoever copies another model over this one,
   * and its time of change with it, cannot copy that.
   */
  private static String identity(Path part) throws IOException {
    try {
      Map<String, Object> unix = Files.readAttributes(part, "unix:dev,ino,ctime");
      return unix.get("dev") + " " + unix.get("ino") + " " + unix.get("ctime");
    } catch (UnsupportedOperationException e) {
      return ""; // elsewhere there is no more to know
    }
  }

  /** A cache folder that cannot be written costs time, and nothing else. */
  private void remember(Path note, String hash) {
    try {
      Files.createDirectories(memory);
      Path part = Files.createTempFile(memory, "hash", ".part");
      try {
        Files.writeString(part, hash + "\n", StandardOpenOption.SYNC);
        Files.move(part, note, StandardCopyOption.REPLACE_EXISTING);
      } finally {
        Files.deleteIfExists(part);
      }
    } catch (IOException e) {
      Logger log = LoggerFactory.getLogger(ModelHash.class);
      log.info("the model's hash is not remembered in {}: {}", memory, Problem.of(e));
    }
  }
}
