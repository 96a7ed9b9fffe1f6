package io.rank1.cli.models;

import io.rank1.models.hub.CheckpointFiles;
import io.rank1.models.hub.Hub;
import io.rank1.models.hub.HubException;
import io.rank1.models.hub.HubFile;
import io.rank1.models.hub.Placement;
import io.rank1.models.hub.Puller;
import io.rank1.models.hub.RemoteFile;
import io.rank1.models.hub.RepositoryListing;
import io.rank1.models.hub.Revisions;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/** One pull over the network. */
public final class PullRun {

  /** Files of a repository that an error names. */
  private static final int NAMED = 12;

  private final Hub hub;
  private final Placement placement;
  private final PullProgress progress;
  private final int jobs;

  /**
   * @param jobs files that are fetched at once
   */
  public PullRun(Hub hub, Placement placement, PullProgress progress, int jobs) {
    this.hub = Objects.requireNonNull(hub, "hub");
    this.placement = Objects.requireNonNull(placement, "placement");
    this.progress = Objects.requireNonNull(progress, "progress");
    this.jobs = jobs;
  }

  /**
   * Fetches what is missing.
   *
   * @return the file, the first of a file's parts, or the checkpoint's folder
   * @throws HubException when it cannot be had
   */
  public Path fetch(Wanted wanted) {
    String revision = wanted.revision().orElse(Revisions.DEFAULT);
    Puller puller = new Puller(hub, placement, progress, jobs);
    if (wanted.file().isPresent()) {
      List<RemoteFile> files = parts(puller, wanted, revision);
      progress.start(files);
      return puller.pull(files, revision).get(0);
    }
    RepositoryListing listing = hub.list(wanted.repository(), revision);
    List<HubFile> needed = CheckpointFiles.of(wanted.repository(), listing);
    List<RemoteFile> files = puller.look(needed, listing.commit());
    progress.start(files);
    puller.pull(files, revision);
    return placement.folder(wanted.repository(), listing.commit());
  }

  private List<RemoteFile> parts(Puller puller, Wanted wanted, String revision) {
    try {
      return puller.look(CheckpointFiles.partsOf(wanted.file().orElseThrow()), revision);
    } catch (HubException e) {
      if (e.kind() != HubException.Kind.NO_SUCH_FILE) {
        throw e;
      }
      throw new HubException(e.kind(), e.getMessage() + others(wanted, revision), e);
    }
  }

  /** What the repository has instead: catalogues grow old. */
  private String others(Wanted wanted, String revision) {
    List<String> files =
        hub.list(wanted.repository(), revision).files().stream()
            .map(HubFile::path)
            .filter(path -> path.endsWith(".gguf"))
            .toList();
    if (files.isEmpty()) {
      return ", and no GGUF files";
    }
    return ": "
        + files.stream().limit(NAMED).collect(Collectors.joining(", "))
        + (files.size() > NAMED ? " and " + (files.size() - NAMED) + " more" : "")
        + "; name one as hf:"
        + wanted.repository()
        + "/FILE";
  }
}
