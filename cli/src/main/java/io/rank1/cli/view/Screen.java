package io.rank1.cli.view;

import java.util.Objects;

/**
 * What a terminal can show.
 *
 * @param width its columns
 * @param palette its colours
 */
public record Screen(int width, Palette palette) {

  /** Below this many columns, lines are longer than the terminal is wide. */
  private static final int LEAST_WIDTH = 40;

  public Screen {
    Objects.requireNonNull(palette, "palette");
    width = Math.max(LEAST_WIDTH, width);
  }
}
