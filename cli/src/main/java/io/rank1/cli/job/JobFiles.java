package io.rank1.cli.job;

import io.rank1.cli.exit.CommandException;
import io.rank1.cli.exit.IoProblem;
import io.rank1.cli.journal.PastJournal;
import io.rank1.cli.output.NewFile;
import io.rank1.cli.output.OutputPacking;
import io.rank1.core.files.LinkTarget;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Looks at all files of a job before anything is done: none may be another's victim. */
public final class JobFiles {

  private final Map<Path, String> known = new HashMap<>();
  private final JobSettings settings;

  private JobFiles(JobSettings settings) {
    this.settings = settings;
  }

  /**
   * Checks that what is to be written can be, is not read, and does not replace what is there
   * unless the job may.
   *
   * @param outputs the files that the job writes, beside its journal
   * @param reads the files and folders that the job reads
   * @throws CommandException when it is otherwise
   */
  public static void check(List<Path> outputs, JobSettings settings, List<Path> reads) {
    JobFiles files = new JobFiles(settings);
    try {
      for (Path read : reads) {
        files.known.put(place(read), "an input");
      }
      for (Path journal : settings.reuse()) {
        if (!Files.isReadable(journal)) {
          throw CommandException.usage("cannot read " + journal + ": no such file");
        }
        files.known.putIfAbsent(place(journal), "a journal to reuse");
      }
      files.known.remove(place(settings.journal()), "a journal to reuse"); // it is read in any case
      OutputPacking.requireNone(settings.journal(), "a journal");
      files.write(settings.journal(), "the journal");
      for (Path output : outputs) {
        files.write(output, "another output");
      }
      files.requireFree(outputs);
    } catch (IOException e) {
      throw CommandException.usage("cannot look at the job's files: " + IoProblem.describe(e));
    }
  }

  private void write(Path path, String what) throws IOException {
    NewFile.requireWritable(path);
    Path place = place(path);
    String other = known.putIfAbsent(place, what);
    if (other != null) {
      throw CommandException.usage(path + " is to be written, and is " + other + " too");
    }
    if (known.getOrDefault(place.getParent(), "").equals("an input")) {
      throw CommandException.usage(
          path + " is to be written in a folder that is read; name another folder");
    }
  }

  private void requireFree(List<Path> outputs) throws IOException {
    for (Path output : outputs) {
      if (!settings.replace() && Files.isRegularFile(output) && !isOwn(output)) {
        throw CommandException.usage(output + " is already there: remove it, or add --overwrite");
      }
    }
  }

  /** Whether this job has written a file before. */
  private boolean isOwn(Path output) throws IOException {
    if (!Files.isRegularFile(settings.journal())) {
      return false;
    }
    try (PastJournal journal = PastJournal.open(settings.journal(), (key, entry) -> {})) {
      return journal.hasWritten(output);
    }
  }

  /**
   * A file under the one name that it has without links, whether it is there or not. What a shell
   * passes as a pipe has no name but the link.
   */
  private static Path place(Path path) throws IOException {
    if (Files.isRegularFile(path) || Files.isDirectory(path)) {
      return path.toRealPath();
    }
    if (Files.exists(path)) {
      return path.toAbsolutePath().normalize();
    }
    Path absolute = LinkTarget.of(path).toAbsolutePath().normalize();
    Path folder = absolute.getParent();
    return folder != null && Files.exists(folder)
        ? folder.toRealPath().resolve(absolute.getFileName())
        : absolute;
  }
}
