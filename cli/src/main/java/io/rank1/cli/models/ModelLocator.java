package io.rank1.cli.models;

import io.rank1.cli.exit.CommandException;
import io.rank1.cli.exit.ExitCode;
import io.rank1.core.resource.UserHome;
import io.rank1.models.catalog.ModelCatalog;
import io.rank1.models.catalog.ModelEntry;
import io.rank1.models.hub.CheckpointFiles;
import io.rank1.models.hub.HubCache;
import io.rank1.models.hub.HubException;
import io.rank1.models.hub.HubFile;
import io.rank1.models.hub.HubReference;
import io.rank1.models.hub.HubSettings;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;

/** Finds models on this machine by what users call them. It never connects. */
public final class ModelLocator {

  private final UnaryOperator<String> environment;

  /**
   * @param environment the value of an environment variable, or null
   */
  public ModelLocator(UnaryOperator<String> environment) {
    this.environment = environment;
  }

  /**
   * A model's file. A name that a file has is that file's; else it may be one of the catalogue, or
   * an address on the hub, and then the file is looked for where pulls put it.
   *
   * @param name not empty
   * @return a file that need not exist if the name was taken for a path
   * @throws CommandException when the name means nothing, or is the name of something that is not
   *     on this machine
   */
  public Path locate(String name) {
    if (Wanted.isName(name) && !isThere(name)) {
      return inCache(name);
    }
    try {
      return Path.of(name);
    } catch (InvalidPathException e) {
      throw CommandException.usage("not a file name: " + name);
    }
  }

  /** Whether a file or folder has this name. */
  public static boolean isThere(String name) {
    try {
      return Files.exists(Path.of(name));
    } catch (InvalidPathException e) {
      return false; // on Windows no path has a colon in it
    }
  }

  private Path inCache(String name) {
    Wanted wanted = Wanted.of(name);
    if (wanted.file().isEmpty()) {
      throw CommandException.usage(checkpoint(wanted));
    }
    HubCache cache = cache();
    HubFile file = wanted.file().get();
    try {
      return cache
          .find(file, wanted.revision())
          .orElseThrow(() -> new CommandException(ExitCode.UNUSABLE, missing(wanted, file, cache)));
    } catch (HubException e) {
      throw new CommandException(ExitCode.UNUSABLE, e.getMessage(), e);
    }
  }

  private static String missing(Wanted wanted, HubFile file, HubCache cache) {
    List<HubFile> missing = cache.missing(file, wanted.revision());
    boolean partly = missing.size() < CheckpointFiles.partsOf(file).size();
    return wanted.name()
        + " is not "
        + (partly ? "whole in " : "in ")
        + cache.root()
        + (partly ? ", which lacks " + missing.get(0).fileName() : "")
        + "; fetch it by 'rank1 models pull "
        + wanted.name()
        + "', or "
        + wanted.carryingOver();
  }

  private static String checkpoint(Wanted wanted) {
    if (HubReference.isOne(wanted.name())) {
      return "'" + wanted.name() + "' names no file; write hf:OWNER/NAME/FILE.gguf";
    }
    ModelEntry model = ModelCatalog.builtIn().model(wanted.name()).orElse(null);
    if (model == null || model.quantizations().isEmpty()) {
      return wanted.name()
          + " is a checkpoint that llama.cpp cannot load; fetch it by 'rank1 models pull "
          + wanted.name()
          + "', convert it, and give the GGUF file";
    }
    return wanted.name()
        + " has no single file; name one with its quantization, for example "
        + model.name()
        + ":"
        + model.quantizations().get(model.quantizations().size() / 2).name()
        + "; 'rank1 models list' shows all";
  }

  private HubCache cache() {
    return new HubCache(settings(environment).cache());
  }

  /**
   * Where hub and cache are, as the environment says.
   *
   * @throws CommandException when it makes no sense
   */
  public static HubSettings settings(UnaryOperator<String> environment) {
    try {
      return HubSettings.of(environment, UserHome.ofThisUser());
    } catch (IllegalArgumentException e) {
      throw CommandException.usage(e.getMessage());
    }
  }
}
