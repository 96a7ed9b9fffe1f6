package io.rank1.core.listwise;

import io.rank1.core.text.TitledText;
import java.util.Objects;
import java.util.OptionalDouble;

/**
 * A passage that a first stage found.
 *
 * @param id the caller's name for it
 * @param title may be empty
 * @param text may be empty
 * @param firstStageScore what the first stage gave it, for methods that tell the model of it
 */
public record Candidate(String id, String title, String text, OptionalDouble firstStageScore) {

  public Candidate {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(title, "title");
    Objects.requireNonNull(text, "text");
    Objects.requireNonNull(firstStageScore, "firstStageScore");
  }

  /** Title and text. */
  public TitledText titledText() {
    return new TitledText(title, text);
  }

  /** The same with another title and text: shortened ones. */
  public Candidate with(String newTitle, String newText) {
    return new Candidate(id, newTitle, newText, firstStageScore);
  }
}
