package io.rank1.models.hub;

import java.nio.file.Path;
import java.util.Optional;

/** Where fetched files go. All methods may throw {@link HubException} for what the disk refuses. */
public interface Placement {

  /** The folder that the files need room in; it need not exist. */
  Path root();

  /** The file if it is certainly in its place, told without writing anything. */
  Optional<Path> inPlace(RemoteFile remote);

  /** Whether it looks as if nothing had to be fetched; told without reading the file. */
  boolean seemsPresent(RemoteFile remote);

  /**
   * The file if it is there already, with the content that the hub states. Call it with the lock
   * held, and before the first byte is fetched.
   */
  Optional<Path> present(RemoteFile remote);

  /** The file to fetch to; another for another content. */
  Path partial(RemoteFile remote);

  /** The file whose lock keeps others from fetching the same. */
  Path lock(RemoteFile remote);

  /** Moves a whole file to its place. */
  Path place(RemoteFile remote, Path partial);

  /** A file is in its place, and its lock is still held. */
  void finished(RemoteFile remote);

  /** Remembers which commit a revision was, once its files are there. */
  void remember(HubRepository repository, String revision, String commit);

  /** The folder that all files of a commit lie in. */
  Path folder(HubRepository repository, String commit);
}
