package io.rank1.llama;

/**
 * An installed llama.cpp could not be tried, so that it is not known whether it works here. To go
 * on with another would hide that: with a GPU it may be the one that everything was installed for.
 */
public final class RuntimeUntriedException extends RuntimeUnusableException {

  private static final long serialVersionUID = 1L;

  private final String runtime;

  /**
   * @param runtime the name of the installed one
   * @param why what kept it from being tried, in one line
   */
  public RuntimeUntriedException(String runtime, String why) {
    super("the installed llama.cpp " + runtime + " could not be tried: " + why);
    this.runtime = runtime;
  }

  /** The name of the one that could not be tried. */
  public String runtime() {
    return runtime;
  }
}
