package io.rank1.models.hub;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Remembers what it is told. */
final class Recorder implements PullListener {

  final List<String> events = new CopyOnWriteArrayList<>();
  final List<Duration> waits = new CopyOnWriteArrayList<>();
  volatile Runnable onNote = () -> {};

  @Override
  public void begins(RemoteFile file, long present) {
    events.add("begins " + file.file().path() + " at " + present);
  }

  @Override
  public void progress(RemoteFile file, long present) {
    if (present == 0) {
      events.add("starts over " + file.file().path());
    }
  }

  @Override
  public void done(RemoteFile file, Path place) {
    events.add("done " + file.file().path());
  }

  @Override
  public void waiting(String what, String problem, Duration wait) {
    events.add("waits for " + what + ": " + problem);
  }

  @Override
  public void note(String line) {
    events.add("note " + line);
    onNote.run();
  }
}
