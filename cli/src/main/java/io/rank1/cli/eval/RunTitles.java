package io.rank1.cli.eval;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;

/** What runs are called: by their files' names, or by whole paths where two names are the same. */
public final class RunTitles {

  private RunTitles() {}

  /** A title for each file, in their order. */
  public static List<String> of(List<Path> files) {
    List<String> names = files.stream().map(RunTitles::name).toList();
    boolean distinct = new HashSet<>(names).size() == names.size();
    return distinct ? names : files.stream().map(Path::toString).toList();
  }

  private static String name(Path file) {
    return Objects.requireNonNullElse(file.getFileName(), file).toString();
  }
}
