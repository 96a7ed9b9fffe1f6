package io.rank1.models.hub;

import java.nio.file.Path;
import java.time.Duration;

/** Is told how a pull goes; by several threads, and one at a time for each file. */
public interface PullListener {

  /** So many bytes of a file are on disk before anything is fetched: of an earlier try, or all. */
  void begins(RemoteFile file, long present);

  /** More bytes are on disk; fewer when the server makes it start over. */
  void progress(RemoteFile file, long present);

  /** A file is whole, checked and in its place. */
  void done(RemoteFile file, Path place);

  /** Something failed, and is tried again after a while. */
  void waiting(String what, String problem, Duration wait);

  /** Something else that a user should know. */
  void note(String line);
}
