package io.rank1.cli.models;

import io.rank1.cli.exit.CommandException;
import io.rank1.cli.exit.ExitCode;
import io.rank1.cli.runtime.RuntimeProblem;
import io.rank1.llama.RuntimeUnusableException;
import io.rank1.llama.library.InstalledRuntimes;
import io.rank1.llama.library.LibraryException;
import io.rank1.llama.library.LibraryNames;
import io.rank1.llama.library.RuntimeFolder;
import io.rank1.llama.library.RuntimeInstaller;
import io.rank1.llama.runtime.ChosenRuntime;
import io.rank1.llama.runtime.RuntimeChoice;
import io.rank1.llama.runtime.RuntimeProbe;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Finds llama.cpps by what users call them.
 *
 * @param installer knows the installed ones
 * @param probe tries them
 * @param notes is told what a user should know of the choice, a line at a time
 */
public record RuntimeFinder(
    Supplier<RuntimeInstaller> installer, RuntimeProbe probe, Consumer<String> notes) {

  /**
   * The folder of a llama.cpp; empty for the embedded one.
   *
   * @param name as {@link RuntimeChoice#choose(String)} takes it
   * @throws CommandException when there is none of this name, or {@code auto} cannot try one
   */
  public Optional<RuntimeFolder> find(String name) {
    try {
      InstalledRuntimes installed = installer.get().installed();
      ChosenRuntime chosen =
          new RuntimeChoice(installed, LibraryNames.ofThisSystem(), probe).choose(name);
      chosen.notes().forEach(notes);
      return chosen.folder();
    } catch (LibraryException e) {
      throw new CommandException(ExitCode.UNUSABLE, e.getMessage(), e);
    } catch (RuntimeUnusableException e) {
      throw new CommandException(ExitCode.UNUSABLE, RuntimeProblem.line(e), e);
    }
  }
}
