package io.rank1.core.resource;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** The home folder of a user, as other programs find it. */
public final class UserHome {

  private UserHome() {}

  /**
   * The folder that {@code HOME} names, and only without that the one that Java has from the
   * system's list of users; nothing where neither knows one. Windows has no {@code HOME}.
   *
   * @param environment the value of a variable, or null
   * @param osName as in the system property {@code os.name}
   * @param known as in the system property {@code user.home}, which Java sets to a question mark
   *     for users without an entry in the list
   */
  public static Optional<Path> of(UnaryOperator<String> environment, String osName, String known) {
    boolean isWindows = osName.toLowerCase(Locale.ROOT).startsWith("windows");
    String named = isWindows ? null : environment.apply("HOME");
    return Optional.ofNullable(named)
        .filter(home -> home.startsWith("/"))
        .or(() -> Optional.ofNullable(known).filter(home -> Path.of(home).isAbsolute()))
        .map(Path::of);
  }

  /** The home folder of this process's user, as {@link #of} says. */
  public static Optional<Path> ofThisUser() {
    return of(System::getenv, System.getProperty("os.name"), System.getProperty("user.home"));
  }

  /** A folder below a home folder is needed, and there is none. */
  public static final class MissingException extends IOException {

    private static final long serialVersionUID = 1L;

    /**
     * @param remedies the variables that name what is needed, besides {@code HOME}
     */
    public MissingException(String remedies) {
      super(
          "there is no home folder, since HOME is not set and the system's list of users has none;"
              + " set HOME or "
              + remedies);
    }
  }
}
