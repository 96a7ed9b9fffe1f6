package io.rank1.cli.doctor;

import io.rank1.cli.input.ArgumentLocale;
import io.rank1.cli.zstd.ZstdLibrary;
import io.rank1.core.resource.TemporaryFolder;
import io.rank1.core.resource.UnpackedLibrary;
import io.rank1.core.resource.UserCache;
import io.rank1.core.resource.UserHome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Looks at what a locked-down box may keep from the program: locale, home, and places to write. */
final class Surroundings {

  private Surroundings() {}

  static List<Finding> examine() {
    return List.of(
        locale(ArgumentLocale.ofThisProcess()), home(), cache(), temporaryFiles(), zstd());
  }

  static Finding locale(ArgumentLocale locale) {
    return locale.isComplete()
        ? Finding.ok("locale", locale.describe())
        : Finding.warning("locale", locale.describe(), locale.remedy());
  }

  private static Finding home() {
    return UserHome.ofThisUser()
        .map(home -> Finding.ok("home", home.toString()))
        .orElseGet(
            () ->
                Finding.warning(
                    "home",
                    "HOME is not set, and the system's list of users has none for this user",
                    "set HOME, or RANK1_CACHE, RANK1_DATA and HF_HOME"));
  }

  private static Finding cache() {
    try {
      return cache(UserCache.ofThisUser());
    } catch (UserHome.MissingException e) {
      return Finding.failure(
          "cache", "there is none, as there is no home folder", "set RANK1_CACHE");
    }
  }

  static Finding cache(UserCache cache) {
    Path folder = cache.folder();
    try {
      Files.createDirectories(folder);
      Files.delete(Files.createTempFile(folder, "doctor", ".part"));
    } catch (IOException e) {
      // What was unpacked before is used nevertheless, so the trial decides.
      String[] words = cache.whyNotWritten(e).split("; ", 2);
      return Finding.warning("cache", words[0], words[1]);
    }
    return UnpackedLibrary.forbidden(folder)
        .map(why -> why.split("; ", 2))
        .map(words -> Finding.failure("cache", folder + ": " + words[0], words[1]))
        .orElseGet(() -> Finding.ok("cache", folder.toString()));
  }

  private static Finding temporaryFiles() {
    try {
      return Finding.ok("temporary", TemporaryFolder.ofThisUser().toString());
    } catch (IOException e) {
      String[] words = e.getMessage().split("; ", 2);
      return Finding.failure("temporary", words[0], words[words.length - 1]);
    }
  }

  private static Finding zstd() {
    try {
      ZstdLibrary.load();
      return Finding.ok("zstd", "can be read and written");
    } catch (IOException e) {
      String[] words = e.getMessage().split("; ", 2);
      return Finding.warning("zstd", words[0], words[words.length - 1]);
    }
  }
}
