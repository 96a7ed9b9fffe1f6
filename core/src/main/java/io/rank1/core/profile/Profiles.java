package io.rank1.core.profile;

import io.rank1.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The profiles that come with this program, as resources beside this class. Immutable. */
public final class Profiles {

  private static final String RANK1 = "rank1";
  private static final Map<String, Profile> READ = new ConcurrentHashMap<>();

  private Profiles() {}

  /** Their names, in the order in which they are listed: rank1 first. */
  public static List<String> names() {
    return text("index.txt").lines().toList();
  }

  /** The profile of a name; empty when none comes with this program. */
  public static Optional<Profile> find(String name) {
    return names().contains(name) ? Optional.of(get(name)) : Optional.empty();
  }

  /** All of them, in the order of their names. */
  public static List<Profile> all() {
    return names().stream().map(Profiles::get).toList();
  }

  /** rank1 as it was trained. */
  public static Profile rank1() {
    return get(RANK1);
  }

  /**
   * The one profile that a model is for, by its architecture and names; empty when none or several
   * are.
   *
   * @param architecture the value of {@code general.architecture}
   * @param names of the model and its file
   */
  public static Optional<Profile> of(String architecture, List<String> names) {
    List<Profile> met =
        all().stream().filter(profile -> profile.matches().isMet(architecture, names)).toList();
    return met.size() == 1 ? Optional.of(met.get(0)) : Optional.empty();
  }

  /** A profile as it is written; empty when none of the name comes with this program. */
  public static Optional<String> json(String name) {
    return names().contains(name) ? Optional.of(text(name + ".json")) : Optional.empty();
  }

  /** The JSON Schema of profiles. */
  public static String schema() {
    return text("profile.schema.json");
  }

  private static String text(String file) {
    try (InputStream in = open(file)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Profile get(String name) {
    return READ.computeIfAbsent(name, Profiles::read);
  }

  private static Profile read(String name) {
    String file = name + ".json";
    try (InputStream in = open(file)) {
      return ProfileReader.read(JsonObject.readWithLines(Path.of(file), in));
    } catch (IOException e) {
      throw new UncheckedIOException("a profile of this program is broken", e);
    }
  }

  private static InputStream open(String file) throws IOException {
    InputStream in = Profiles.class.getResourceAsStream(file);
    if (in == null) {
      throw new IOException(file + " is missing");
    }
    return in;
  }
}
