package io.rank1.cli.models;

import io.rank1.cli.exit.CommandException;
import io.rank1.cli.exit.ExitCode;
import io.rank1.models.hub.CheckpointFiles;
import io.rank1.models.hub.HubCache;
import io.rank1.models.hub.HubException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Finds the folders of checkpoints on this machine by what users call them. It never connects. */
public final class CheckpointLocator {

  private final UnaryOperator<String> environment;

  /**
   * @param environment the value of an environment variable, or null
   */
  public CheckpointLocator(UnaryOperator<String> environment) {
    this.environment = environment;
  }

  /**
   * A checkpoint's folder. A name that a file or folder has is that one's; else it may be one of
   * the catalogue, or an address on the hub, and then the folder is looked for where pulls put it.
   *
   * @param name not empty
   * @return a folder that need not exist if the name was taken for a path
   * @throws CommandException when the name means nothing or a single file, or is the name of
   *     something that is not on this machine, or not whole
   */
  public Path locate(String name) {
    if (Wanted.isName(name) && !ModelLocator.isThere(name)) {
      return inCache(Wanted.of(name));
    }
    try {
      return Path.of(name);
    } catch (InvalidPathException e) {
      throw CommandException.usage("not a folder name: " + name);
    }
  }

  private Path inCache(Wanted wanted) {
    if (wanted.file().isPresent()) {
      throw CommandException.usage(
          wanted.name() + " is a single file; a checkpoint is needed, such as rank1-0.5b");
    }
    HubCache cache = new HubCache(ModelLocator.settings(environment).cache());
    try {
      Optional<Path> folder = cache.findFolder(wanted.repository(), wanted.revision());
      if (folder.isEmpty()) {
        throw missing(wanted, wanted.name() + " is not in " + cache.root());
      }
      List<String> missing = CheckpointFiles.missingIn(folder.get());
      if (!missing.isEmpty()) {
        throw missing(wanted, folder.get() + " lacks " + String.join(", ", missing));
      }
      return folder.get();
    } catch (HubException e) {
      throw new CommandException(ExitCode.UNUSABLE, e.getMessage(), e);
    }
  }

  private static CommandException missing(Wanted wanted, String what) {
    return new CommandException(
        ExitCode.UNUSABLE,
        what
            + "; fetch it by 'rank1 models pull "
            + wanted.name()
            + "', or "
            + wanted.carryingOver());
  }
}
