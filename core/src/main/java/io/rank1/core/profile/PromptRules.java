package io.rank1.core.profile;

import io.rank1.core.profile.Template.Field;
import io.rank1.core.text.TitledText;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * What a model reads.
 *
 * @param head what precedes the passages
 * @param passage what is made of each passage
 * @param between what stands between two of them
 * @param tail what follows them, up to what the model is to go on with
 * @param instruction what stands for the instruction where a request has none
 * @param place where the instruction goes
 */
public record PromptRules(
    Template head,
    Template passage,
    Template between,
    Template tail,
    String instruction,
    InstructionPlace place) {

  /** Where an instruction goes. */
  public enum InstructionPlace {
    /** To the field of that name. */
    FIELD,
    /** Behind the query and a blank, unless it repeats that; what is joined is stripped. */
    BEHIND_QUERY
  }

  /** Whether an instruction gets into the prompt. */
  public boolean takesInstruction() {
    return place == InstructionPlace.BEHIND_QUERY || takes(Template.Field.INSTRUCTION);
  }

  /** Whether the query gets into it. */
  boolean takesQuery() {
    return takes(Template.Field.QUERY);
  }

  private boolean takes(Template.Field field) {
    return Stream.of(head, passage, between, tail).anyMatch(part -> part.fields().contains(field));
  }

  /** The same with another text for an instruction. */
  PromptRules withInstruction(String text) {
    return new PromptRules(head, passage, between, tail, text, place);
  }

  /** Where a passage's title goes. */
  public enum TitlePlace {
    /** To the field of that name. */
    FIELD,
    /** Before the passage and a blank. */
    BEFORE_PASSAGE;

    /**
     * Title and text as a prompt is filled with them. What was put into place is there already if
     * it comes again.
     *
     * @return without a title where the text has it; a blank title is none
     */
    public TitledText put(TitledText given) {
      return this == BEFORE_PASSAGE || given.title().isBlank()
          ? TitledText.untitled(given.joined())
          : given;
    }
  }

  public PromptRules {
    Objects.requireNonNull(head, "head");
    Objects.requireNonNull(passage, "passage");
    Objects.requireNonNull(between, "between");
    Objects.requireNonNull(tail, "tail");
    Objects.requireNonNull(instruction, "instruction");
    Objects.requireNonNull(place, "place");
  }

  /** Where titles go: to their field if what is made of passages has one. */
  public TitlePlace titlePlace() {
    return passage.fields().contains(Field.TITLE) ? TitlePlace.FIELD : TitlePlace.BEFORE_PASSAGE;
  }
}
