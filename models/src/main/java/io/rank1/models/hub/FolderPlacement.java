package io.rank1.models.hub;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.util.Objects;
import java.util.Optional;

/**
 * A folder of the user's, with the files as they are named in the repository. A file that is there
 * is never replaced.
 */
public final class FolderPlacement implements Placement {

  /** Digits of the hash in the name of an unfinished file. */
  private static final int DIGITS = 12;

  private final Path root;

  /**
   * @param root the folder; made when needed
   */
  public FolderPlacement(Path root) {
    this.root = Objects.requireNonNull(root, "root");
  }

  @Override
  public Path root() {
    return root;
  }

  /** Never: only its content tells whose file it is. */
  @Override
  public Optional<Path> inPlace(RemoteFile remote) {
    return Optional.empty();
  }

  @Override
  public boolean seemsPresent(RemoteFile remote) {
    return Files.exists(remote.file().in(root));
  }

  @Override
  public Optional<Path> present(RemoteFile remote) {
    Path place = remote.file().in(root);
    if (!Files.exists(place, LinkOption.NOFOLLOW_LINKS)) { // a link to nothing is in the way too
      return Optional.empty();
    }
    if (!isSame(place, remote)) {
      throw new HubException(
          HubException.Kind.DISK,
          place
              + " is there already and is not "
              + remote.file()
              + "; move it away, or choose another folder");
    }
    return Optional.of(place);
  }

  private static boolean isSame(Path place, RemoteFile remote) {
    try {
      if (!Files.isRegularFile(place) || Files.size(place) != remote.size()) {
        return false;
      }
      Optional<MessageDigest> digest = remote.content().digest(remote.size());
      return digest.isEmpty() || remote.content().is(hash(place, digest.get()));
    } catch (IOException e) {
      throw Disk.problem("read", place, e);
    }
  }

  private static byte[] hash(Path file, MessageDigest digest) throws IOException {
    byte[] buffer = new byte[1 << 20];
    try (InputStream in = Files.newInputStream(file)) {
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        digest.update(buffer, 0, n);
      }
    }
    return digest.digest();
  }

  @Override
  public Path partial(RemoteFile remote) {
    String etag = remote.content().etag();
    return hidden(remote, "." + etag.substring(0, Math.min(DIGITS, etag.length())) + ".incomplete");
  }

  @Override
  public Path lock(RemoteFile remote) {
    return hidden(remote, ".lock");
  }

  private Path hidden(RemoteFile remote, String suffix) {
    Path place = remote.file().in(root);
    Disk.makeFolder(place.toAbsolutePath().getParent());
    return place.resolveSibling("." + place.getFileName() + suffix);
  }

  @Override
  public Path place(RemoteFile remote, Path partial) {
    Path place = remote.file().in(root);
    try {
      Files.move(partial, place, StandardCopyOption.ATOMIC_MOVE);
      return place;
    } catch (IOException e) {
      throw Disk.problem("write", place, e);
    }
  }

  /** Leaves nothing to carry along: who waits for the lock will find the file in its place. */
  @Override
  public void finished(RemoteFile remote) {
    Disk.delete(lock(remote));
  }

  @Override
  public void remember(HubRepository repository, String revision, String commit) {
    // A plain folder has no place for it.
  }

  @Override
  public Path folder(HubRepository repository, String commit) {
    return root;
  }
}
