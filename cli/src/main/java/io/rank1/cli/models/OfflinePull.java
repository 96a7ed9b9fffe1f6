package io.rank1.cli.models;

import io.rank1.cli.exit.CommandException;
import io.rank1.cli.exit.ExitCode;
import io.rank1.models.hub.CheckpointFiles;
import io.rank1.models.hub.HubCache;
import io.rank1.models.hub.HubFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

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
    return wanted.file().isPresent()
        ? file(wanted, CheckpointFiles.partsOf(wanted.file().get()))
        : checkpoint(wanted);
  }

  private Path file(Wanted wanted, List<HubFile> parts) {
    List<String> missing =
        parts.stream()
            .filter(part -> find(part, wanted.revision()).isEmpty())
            .map(HubFile::toString)
            .toList();
    if (!missing.isEmpty()) {
      throw missing(wanted, String.join(", ", missing), place().toString());
    }
    return find(parts.get(0), wanted.revision()).orElseThrow();
  }

  private Optional<Path> find(HubFile file, Optional<String> revision) {
    return folder.isPresent()
        ? folder.map(file::in).filter(Files::isRegularFile)
        : cache.find(file, revision);
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
