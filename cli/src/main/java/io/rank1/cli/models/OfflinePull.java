package io.rank1.cli.models;

import io.rank1.cli.exit.CommandException;
import io.rank1.cli.exit.ExitCode;
import io.rank1.models.hub.CheckpointFiles;
import io.rank1.models.hub.HubCache;
import io.rank1.models.hub.HubFile;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/** Looks for what a pull would fetch, without a network. */
public final class OfflinePull {

  private final HubCache cache;
  private final Optional<Path> folder;

  /**
   * @param folder where the user wants the files, if not in the cache
   */
  public OfflinePull(HubCache cache, Optional<Path> folder) {
    this.cache = Objects.requireNonNull(cache, "cache");
    this.folder = Objects.requireNonNull(folder, "folder");
  }

  /**
   * The file or folder, whole as far as names tell.
   *
   * @throws CommandException when something is missing; the message says what, and how to carry it
   *     over
   */
  public Path find(Wanted wanted) {
    return wanted.file().isPresent() ? file(wanted, wanted.file().get()) : checkpoint(wanted);
  }

  private Path file(Wanted wanted, HubFile file) {
    List<HubFile> missing =
        folder.isPresent()
            ? CheckpointFiles.missingIn(folder.get(), file)
            : cache.missing(file, wanted.revision());
    if (!missing.isEmpty()) {
      throw missing(wanted, names(missing), place().toString());
    }
    HubFile first = CheckpointFiles.partsOf(file).get(0);
    return folder.isPresent()
        ? first.in(folder.get())
        : cache.find(first, wanted.revision()).orElseThrow();
  }

  private static String names(List<HubFile> files) {
    return files.stream().map(HubFile::toString).collect(Collectors.joining(", "));
  }

  private Path checkpoint(Wanted wanted) {
    Optional<Path> found =
        folder.isPresent() ? folder : cache.findFolder(wanted.repository(), wanted.revision());
    if (found.isEmpty()) {
      throw missing(wanted, "hf:" + wanted.repository(), place().toString());
    }
    List<String> missing = CheckpointFiles.missingIn(found.get());
    if (!missing.isEmpty()) {
      throw missing(wanted, String.join(", ", missing), found.get().toString());
    }
    return found.get();
  }

  private Path place() {
    return folder.orElse(cache.root());
  }

  private static CommandException missing(Wanted wanted, String what, String where) {
    return new CommandException(
        ExitCode.UNUSABLE,
        "offline, and " + where + " lacks " + what + "; " + wanted.carryingOver());
  }
}
