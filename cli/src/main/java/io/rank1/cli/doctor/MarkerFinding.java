package io.rank1.cli.doctor;

import io.rank1.cli.runtime.RuntimeProblem;
import io.rank1.core.profile.Profiles;
import io.rank1.llama.library.RuntimeFolder;
import io.rank1.llama.runtime.ModelProcess;
import io.rank1.llama.runtime.ModelProcessException;
import io.rank1.llama.runtime.TokenizedText;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** How a model's vocabulary has rank1's markers {@code <think>} and {@code </think>}. */
public final class MarkerFinding {

  private static final String SUBJECT = "markers";

  private MarkerFinding() {}

  /**
   * Has llama.cpp tokenize the markers, in a process of its own.
   *
   * @param folder the libraries; empty for the embedded ones
   * @param model a file that {@code ModelCheck} accepts
   */
  public static Finding of(Optional<RuntimeFolder> folder, Path model) {
    try {
      return of(
          ModelProcess.ofThisJava().tokenize(folder, model, Profiles.rank1().needs().markers()));
    } catch (ModelProcessException e) {
      return Finding.warning(
          SUBJECT, "unknown: " + RuntimeProblem.lineOfModel(e), "try another runtime");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Finding.warning(SUBJECT, "unknown: interrupted", "run it again");
    }
  }

  static Finding of(List<TokenizedText> markers) {
    String text =
        markers.stream()
            .map(marker -> marker.text() + " " + words(marker))
            .collect(Collectors.joining("; "));
    return markers.stream().allMatch(TokenizedText::isSpecial)
        ? Finding.ok(SUBJECT, text)
        : Finding.warning(
            SUBJECT,
            text,
            "rank1's published checkpoints have both as tokens: a rank1 without them was converted"
                + " wrongly");
  }

  /** A marker's id and type, or into how many tokens it falls. */
  public static String words(TokenizedText marker) {
    return marker.isSpecial()
        ? String.format(Locale.ROOT, "is token %d, %s", marker.ids().get(0), marker.kinds().get(0))
        : "no token: spelled in " + marker.ids().size();
  }
}
