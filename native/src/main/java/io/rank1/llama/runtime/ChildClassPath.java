package io.rank1.llama.runtime;

import com.sun.jna.Native;
import io.rank1.core.json.JsonObject;
import io.rank1.core.resource.UserCache;
import io.rank1.llama.LlamaRuntime;
import io.rank1.llama.library.EmbeddedLibrary;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.LoggerFactory;

/**
 * The class path of a child process. It is not this process's own, which lacks the classes in a
 * Spring Boot jar, in a servlet container and on the module path, but made of the places that they
 * were loaded from.
 */
final class ChildClassPath {

  /** One class of each artifact that the children need. */
  private static final List<Class<?>> NEEDED =
      List.of(
          LlamaRuntime.class,
          UserCache.class,
          JsonObject.library(), // by which the profiles of rerankers are read
          Native.class,
          LoggerFactory.class);

  private ChildClassPath() {}

  /**
   * The class path in a process's arguments.
   *
   * @param folder a private folder, where what is packed in other jars is copied to
   * @throws IOException when another Java cannot have one of the places; the message says which
   */
  static String in(Path folder) throws IOException {
    Set<CodeLocation> locations = new LinkedHashSet<>();
    for (Class<?> type : NEEDED) {
      locations.add(of(type));
    }
    Optional<CodeLocation> libraries = embeddedLibraries();
    libraries.ifPresent(locations::add);
    List<String> paths = new ArrayList<>();
    for (CodeLocation location : locations) {
      paths.add(location.onDisk(folder, paths.size() + "-").toString());
    }
    return String.join(File.pathSeparator, paths);
  }

  private static CodeLocation of(Class<?> type) throws IOException {
    CodeSource source = type.getProtectionDomain().getCodeSource();
    if (source == null || source.getLocation() == null) {
      throw new IOException("the class loader does not tell where " + type.getName() + " is from");
    }
    return CodeLocation.parse(String.valueOf(source.getLocation()));
  }

  /** The jar of the embedded llama.cpp, which has no class that is needed; empty without one. */
  private static Optional<CodeLocation> embeddedLibraries() throws IOException {
    Optional<EmbeddedLibrary> library =
        EmbeddedLibrary.forPlatform(System.getProperty("os.name"), System.getProperty("os.arch"));
    if (library.isEmpty()) {
      return Optional.empty();
    }
    String name = library.get().packed().resource();
    Object url = LlamaRuntime.class.getClassLoader().getResource(name);
    if (url == null) {
      return Optional.empty();
    }
    String whole = url.toString();
    return Optional.of(CodeLocation.parse(whole.substring(0, whole.length() - name.length())));
  }
}
