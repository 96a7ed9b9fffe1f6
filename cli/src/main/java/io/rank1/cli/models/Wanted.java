package io.rank1.cli.models;

import io.rank1.cli.exit.CommandException;
import io.rank1.models.catalog.CatalogItem;
import io.rank1.models.catalog.ModelCatalog;
import io.rank1.models.hub.HubFile;
import io.rank1.models.hub.HubReference;
import io.rank1.models.hub.HubRepository;
import java.util.Objects;
import java.util.Optional;

/**
 * What a user's name of a model stands for on the hub.
 *
 * @param name as the user wrote it
 * @param repository where it lies
 * @param file which file; nothing for the repository's checkpoint
 * @param revision the branch, tag or commit, if one was named
 */
public record Wanted(
    String name, HubRepository repository, Optional<HubFile> file, Optional<String> revision) {

  /** Validates the components. */
  public Wanted {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(repository, "repository");
    Objects.requireNonNull(file, "file");
    Objects.requireNonNull(revision, "revision");
  }

  /** Whether a text can be read as one; what it names need not exist. */
  public static boolean isName(String text) {
    return HubReference.isOne(text) || ModelCatalog.looksLikeName(text);
  }

  /**
   * Reads a name of the catalogue or an address on the hub.
   *
   * @throws CommandException when it is neither
   */
  public static Wanted of(String name) {
    try {
      if (HubReference.isOne(name)) {
        HubReference reference = HubReference.parse(name);
        return new Wanted(name, reference.repository(), reference.file(), reference.revision());
      }
      CatalogItem item = ModelCatalog.builtIn().require(name);
      return new Wanted(item.name(), item.repository(), item.file(), Optional.empty());
    } catch (IllegalArgumentException e) {
      throw CommandException.usage(e.getMessage());
    }
  }

  /**
   * The same at a branch, tag or commit.
   *
   * @throws CommandException when the text names none, or one was named before
   */
  public Wanted at(String state) {
    if (revision.isPresent()) {
      throw CommandException.usage("the revision is given twice: by --revision and in " + name);
    }
    try {
      HubReference reference = new HubReference(repository, Optional.of(state), file);
      return new Wanted(name, repository, file, reference.revision());
    } catch (IllegalArgumentException e) {
      throw CommandException.usage(e.getMessage());
    }
  }

  /** What to do where there is no network. */
  String carryingOver() {
    String use =
        file.isPresent() ? "name the file by --model FILE" : "convert the folder that it makes";
    return "where there is a network run 'rank1 models pull "
        + name
        + " --to DIR', carry DIR over, and "
        + use;
  }
}
