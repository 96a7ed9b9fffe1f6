package io.rank1.llama.runtime;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The lines by which the process that tries reports to the one that asked. */
enum ProbeLine {
  /** The first line: Java runs and has the classes, and llama.cpp comes next. */
  START,
  DESCRIPTION,
  LAYOUT,
  DEVICE,
  GPU,
  MISSING,
  TRIAL,
  /** A text's tokens, as {@link TokenizedText} writes them. */
  TOKENS,
  PROGRESS,
  /** What llama.cpp or the model is not good for. */
  FAILURE,
  /** Why only a newer llama.cpp is good for the model. */
  TOO_OLD,
  /** What kept the process itself from its work. */
  DEFECT,
  /** The last line of a process that came to its end. */
  END;

  private static final String SEPARATOR = "\t";

  /** A line; the text must not hold line ends. */
  String of(String text) {
    return "rank1-probe" + SEPARATOR + name() + SEPARATOR + text.replaceAll("\\R", " ");
  }

  /** The texts of this kind among a process's lines. */
  List<String> in(List<String> lines) {
    List<String> texts = new ArrayList<>();
    String start = of("");
    for (String line : lines) {
      if (line.startsWith(start)) {
        texts.add(line.substring(start.length()));
      }
    }
    return texts;
  }

  /** The first text of this kind. */
  Optional<String> firstIn(List<String> lines) {
    return in(lines).stream().findFirst();
  }
}
