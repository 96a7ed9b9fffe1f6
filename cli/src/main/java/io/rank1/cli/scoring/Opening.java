package io.rank1.cli.scoring;

import io.rank1.cli.exit.CommandException;
import io.rank1.cli.exit.ExitCode;
import io.rank1.cli.runtime.RuntimeProblem;
import io.rank1.core.profile.Profile;
import io.rank1.core.profile.Profiles;
import io.rank1.core.text.PlainText;
import io.rank1.llama.LlamaPlan;
import io.rank1.llama.RuntimeUnusableException;
import io.rank1.llama.UnmetOptionsException;
import io.rank1.llama.check.ModelSummary;
import io.rank1.llama.check.ModelUnusableException;
import io.rank1.llama.check.Support;
import io.rank1.llama.runtime.ChosenRuntime;
import io.rank1.llama.runtime.RuntimeChoice;
import io.rank1.models.demo.DemoModel;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** What all openings of a model have in common: problems as exit codes, and what is to be told. */
final class Opening {

  private Opening() {}

  /**
   * Opens a model on a llama.cpp.
   *
   * @param runtime the llama.cpp, as {@link RuntimeChoice} takes it
   * @throws CommandException when one of them cannot be used, or the options cannot be met
   */
  static <T> T of(String runtime, Function<ChosenRuntime, T> opening) {
    try {
      return opening.apply(RuntimeChoice.ofThisUser().choose(runtime));
    } catch (RuntimeUnusableException e) {
      throw new CommandException(ExitCode.UNUSABLE, RuntimeProblem.line(e), e);
    } catch (ModelUnusableException e) {
      throw new CommandException(ExitCode.UNUSABLE, RuntimeProblem.lineOfModel(e), e);
    } catch (UnmetOptionsException e) {
      throw new CommandException(ExitCode.USAGE, PlainText.line(e.getMessage()), e);
    }
  }

  /** What a user should know of runtime and model, one line per notice. */
  static List<String> notices(ChosenRuntime runtime, ModelSummary model, Profile profile) {
    List<String> notices = new ArrayList<>(runtime.notes());
    boolean isDemo = model.name().equals(DemoModel.NAME);
    profile(profile, isDemo || model.callsItselfRank1()).ifPresent(notices::add);
    if (isDemo) {
      notices.add(DemoModel.NOTICE);
    } else if (model.support() != Support.SUPPORTED) {
      notices.add(
          "models of the architecture " + model.architecture() + " load, but have not been tested");
    }
    return notices;
  }

  /** What the model is asked as, unless it calls itself that. */
  private static Optional<String> profile(Profile profile, boolean isRank1) {
    if (profile.name().equals(Profiles.rank1().name())) {
      return isRank1
          ? Optional.empty()
          : Optional.of("the model is asked as a rank1 is; --profile names another family");
    }
    String unverified = profile.about().unverified();
    return Optional.of(
        "the model is asked by the profile "
            + profile.name()
            + (unverified.isEmpty() ? "" : ", which is unverified: " + unverified));
  }

  /** Where the model lies, if not in the memory of the CPU alone. */
  static List<String> offload(String runtime, LlamaPlan plan) {
    return plan.offload().isUsed() ? List.of(runtime + ": " + plan.describe()) : List.of();
  }
}
