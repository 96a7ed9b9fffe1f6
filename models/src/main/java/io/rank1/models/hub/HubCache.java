package io.rank1.models.hub;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * The cache of huggingface_hub and all that builds on it (its guide "Understand caching" describes
 * it): for each repository {@code blobs} with files named by their content's hash, {@code
 * snapshots} with a folder of links to them for each commit, and {@code refs} with the commit of
 * each branch.
 *
 * <p>Whole files are shared with other programs. Files that are being fetched are this program's
 * own: other programs lock by flock(2), which the JDK's locks do not see on Linux, so two that
 * wrote to the same file would spoil it. Safe for use by several threads and processes.
 */
public final class HubCache implements Placement {

  private final Path root;

  /**
   * @param root the folder with a folder for each repository
   */
  public HubCache(Path root) {
    this.root = Objects.requireNonNull(root, "root");
  }

  @Override
  public Path root() {
    return root;
  }

  /**
   * A file that is there with all its parts, without asking the hub whether it is the latest. Parts
   * of two commits do not make a file. Of several commits that have it, that of the branch main
   * counts, and else the one fetched last.
   *
   * @param revision the branch, tag or commit that must have it
   * @throws HubException when the cache cannot be read
   */
  public Optional<Path> find(HubFile file, Optional<String> revision) {
    return candidates(file.repository(), revision).stream()
        .filter(folder -> CheckpointFiles.missingIn(folder, file).isEmpty())
        .map(file::in)
        .findFirst();
  }

  /**
   * What a file lacks to be found: those of its parts, or itself, that the commit lacks which has
   * the most of them; empty if it lacks nothing.
   *
   * @param revision as for {@link #find}
   * @throws HubException when the cache cannot be read
   */
  public List<HubFile> missing(HubFile file, Optional<String> revision) {
    return candidates(file.repository(), revision).stream()
        .map(folder -> CheckpointFiles.missingIn(folder, file))
        .min(Comparator.comparingInt(List::size))
        .orElseGet(() -> CheckpointFiles.partsOf(file));
  }

  /**
   * The folder of a commit's files, if any are there. Of several commits the first that holds a
   * whole checkpoint counts, in the order as in {@link #find}; if none does, the first.
   *
   * @throws HubException when the cache cannot be read
   */
  public Optional<Path> findFolder(HubRepository repository, Optional<String> revision) {
    List<Path> candidates = candidates(repository, revision);
    return candidates.stream()
        .filter(folder -> CheckpointFiles.missingIn(folder).isEmpty())
        .findFirst()
        .or(() -> candidates.stream().findFirst());
  }

  /** The folders of the commits that a revision may mean, the likeliest first. */
  private List<Path> candidates(HubRepository repository, Optional<String> revision) {
    List<Path> exact =
        commit(repository, revision.orElse(Revisions.DEFAULT))
            .map(commit -> folder(repository, commit))
            .filter(Files::isDirectory)
            .stream()
            .toList();
    return revision.isPresent()
        ? exact
        : Stream.concat(exact.stream(), snapshots(repository).stream()).distinct().toList();
  }

  private Optional<String> commit(HubRepository repository, String revision) {
    if (Revisions.isCommit(revision)) {
      return Optional.of(revision);
    }
    Path ref = repository(repository).resolve("refs").resolve(Revisions.require(revision));
    try {
      return Files.isRegularFile(ref)
          ? Optional.of(Files.readString(ref).strip()).filter(Revisions::isCommit)
          : Optional.empty();
    } catch (IOException e) {
      throw Disk.problem("read", ref, e);
    }
  }

  /** The folders of all commits, the latest first. */
  private List<Path> snapshots(HubRepository repository) {
    Path folder = repository(repository).resolve("snapshots");
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> all = Files.list(folder)) {
      return all.filter(Files::isDirectory)
          .sorted(
              Comparator.<Path>comparingLong(path -> path.toFile().lastModified())
                  .reversed()
                  .thenComparing(Comparator.naturalOrder()))
          .toList();
    } catch (IOException e) {
      throw Disk.problem("read", folder, e);
    }
  }

  /** A cache that cannot be written is fine as long as nothing is missing. */
  @Override
  public Optional<Path> inPlace(RemoteFile remote) {
    Path pointer = pointer(remote);
    return hasSize(pointer, remote) ? Optional.of(pointer) : Optional.empty();
  }

  @Override
  public boolean seemsPresent(RemoteFile remote) {
    return inPlace(remote).isPresent() || hasSize(blob(remote), remote);
  }

  @Override
  public Optional<Path> present(RemoteFile remote) {
    Optional<Path> pointer = inPlace(remote);
    if (pointer.isEmpty() && hasSize(blob(remote), remote)) {
      link(remote);
      return Optional.of(pointer(remote));
    }
    return pointer;
  }

  private static boolean hasSize(Path path, RemoteFile remote) {
    try {
      return Files.isRegularFile(path) && Files.size(path) == remote.size();
    } catch (IOException e) {
      throw Disk.problem("read", path, e);
    }
  }

  @Override
  public Path partial(RemoteFile remote) {
    Path blob = blob(remote);
    Disk.makeFolder(blob.getParent());
    return blob.resolveSibling(blob.getFileName() + ".rank1.incomplete");
  }

  @Override
  public Path lock(RemoteFile remote) {
    Path folder = root.resolve(".locks").resolve(remote.file().repository().folderName());
    Disk.makeFolder(folder);
    return folder.resolve(remote.content().etag() + ".lock");
  }

  @Override
  public Path place(RemoteFile remote, Path partial) {
    Path blob = blob(remote);
    try {
      Files.move(
          partial, blob, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw Disk.problem("write", blob, e);
    }
    link(remote);
    return pointer(remote);
  }

  @Override
  public void finished(RemoteFile remote) {
    // The lock's file stays, as other programs leave it.
  }

  private void link(RemoteFile remote) {
    Path pointer = pointer(remote);
    Disk.makeFolder(pointer.getParent());
    try {
      Links.replace(pointer, blob(remote));
    } catch (IOException e) {
      throw Disk.problem("write", pointer, e);
    }
  }

  @Override
  public void remember(HubRepository repository, String revision, String commit) {
    if (commit(repository, revision).equals(Optional.of(commit))) {
      return;
    }
    Path ref = repository(repository).resolve("refs").resolve(Revisions.require(revision));
    Disk.makeFolder(ref.getParent());
    Path part = ref.resolveSibling(ref.getFileName() + "." + UUID.randomUUID() + ".tmp");
    try {
      Files.write(part, commit.getBytes(StandardCharsets.US_ASCII)); // no line end, as Python's
      Files.move(part, ref, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw Disk.problem("write", ref, e);
    }
  }

  @Override
  public Path folder(HubRepository repository, String commit) {
    return repository(repository).resolve("snapshots").resolve(commit);
  }

  private Path pointer(RemoteFile remote) {
    return remote.file().in(folder(remote.file().repository(), remote.commit()));
  }

  private Path blob(RemoteFile remote) {
    return repository(remote.file().repository()).resolve("blobs").resolve(remote.content().etag());
  }

  private Path repository(HubRepository repository) {
    return root.resolve(repository.folderName());
  }
}
