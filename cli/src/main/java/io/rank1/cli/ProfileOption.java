package io.rank1.cli;

import io.rank1.cli.exit.CommandException;
import io.rank1.cli.exit.IoProblem;
import io.rank1.core.gguf.GgufModel;
import io.rank1.core.json.JsonException;
import io.rank1.core.profile.Profile;
import io.rank1.core.profile.ProfileMethod;
import io.rank1.core.profile.ProfileReader;
import io.rank1.core.profile.Profiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.Option;

/** What the model is asked, and how its answers are read. */
final class ProfileOption {

  private static final String AUTO = "auto";

  @Option(
      names = "--profile",
      paramLabel = "NAME|FILE|auto",
      defaultValue = AUTO,
      description =
          "What the model is asked and how its answer is read: a name of 'rank1 prompt list', or a"
              + " profile of your own in JSON (default: auto, which goes by the model's names and"
              + " architecture, and takes rank1 where these tell nothing).")
  private String wanted;

  @Option(
      names = "--task",
      paramLabel = "NAME",
      description =
          "A task that the profile has an instruction for ('tasks'), which stands where none is"
              + " given.")
  private String task;

  /**
   * The profile for a model.
   *
   * @throws CommandException when there is no such profile, or its file is none
   */
  Profile of(Path model) {
    Profile profile =
        wanted.equals(AUTO) ? ofHeader(model).orElseGet(Profiles::rank1) : named(wanted);
    try {
      return task == null ? profile : profile.forTask(task);
    } catch (IllegalArgumentException e) {
      throw CommandException.usage(e.getMessage());
    }
  }

  /**
   * The profile of a name, or in a file.
   *
   * @throws CommandException when there is none
   */
  static Profile named(String nameOrFile) {
    return Profiles.find(nameOrFile).orElseGet(() -> read(nameOrFile));
  }

  /**
   * What scores pairs by a profile.
   *
   * @throws CommandException when it ranks lists
   */
  static ProfileMethod method(Profile profile) {
    if (!profile.method().isOfPairs()) {
      throw CommandException.usage(
          "the profile "
              + profile.name()
              + " ranks lists, and scores no pairs: 'rank1 rerank' takes it");
    }
    return ProfileMethod.of(profile);
  }

  /** What a file that cannot be read is for shows when it is opened. */
  private static Optional<Profile> ofHeader(Path model) {
    try {
      GgufModel header = GgufModel.read(model);
      Optional<String> architecture = header.head().string("general.architecture");
      List<String> names =
          Stream.of(
                  header.head().string("general.name"), Optional.of(model.getFileName().toString()))
              .flatMap(Optional::stream)
              .toList();
      return architecture.flatMap(name -> Profiles.of(name, names));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static Profile read(String nameOrFile) {
    try {
      Path file = Path.of(nameOrFile);
      if (Files.exists(file)) {
        return ProfileReader.read(file);
      }
    } catch (InvalidPathException | JsonException e) {
      throw CommandException.usage(e.getMessage());
    } catch (IOException e) {
      throw CommandException.usage("cannot read " + nameOrFile + ": " + IoProblem.describe(e));
    }
    throw unknown(nameOrFile);
  }

  /** That there is no profile of a name. */
  static CommandException unknown(String name) {
    return CommandException.usage(
        "there is no profile "
            + name
            + ", by name or as a file; there are "
            + String.join(", ", Profiles.names()));
  }
}
