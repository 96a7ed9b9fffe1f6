package io.rank1.models.hub;

import io.rank1.models.thread.Threads;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * Fetches files, several at once. Each is written under a temporary name, checked, and moved into
 * place; what is not whole stays and is gone on with by the next pull. When one fails for good, the
 * others are stopped. Safe against other pulls of the same files, also in other processes.
 */
public final class Puller {

  private final Hub hub;
  private final Placement placement;
  private final PullListener listener;
  private final int jobs;

  /**
   * @param jobs files that are fetched at once
   */
  public Puller(Hub hub, Placement placement, PullListener listener, int jobs) {
    this.hub = Objects.requireNonNull(hub, "hub");
    this.placement = Objects.requireNonNull(placement, "placement");
    this.listener = Objects.requireNonNull(listener, "listener");
    if (jobs < 1) {
      throw new IllegalArgumentException("at least one job is needed, not " + jobs);
    }
    this.jobs = jobs;
  }

  /**
   * Looks files up in one state of their repository.
   *
   * @param files one at least
   * @param revision a branch, tag or commit
   * @throws HubException when one cannot be had
   */
  public List<RemoteFile> look(List<HubFile> files, String revision) {
    RemoteFile first = hub.look(files.get(0), revision);
    List<Callable<RemoteFile>> others = new ArrayList<>();
    for (HubFile file : files.subList(1, files.size())) {
      others.add(() -> hub.look(file, first.commit()));
    }
    List<RemoteFile> all = new ArrayList<>(List.of(first));
    all.addAll(runAll(others));
    return all;
  }

  /**
   * Fetches what is missing.
   *
   * @param files of one state of one repository, one at least
   * @param revision what that state was asked for as
   * @return where they lie, in their order
   * @throws HubException when one cannot be had or written
   */
  public List<Path> pull(List<RemoteFile> files, String revision) {
    Disk.requireSpace(placement.root(), missing(files));
    List<Callable<Map<RemoteFile, Path>>> tasks = new ArrayList<>();
    for (List<RemoteFile> same : byContent(files)) {
      tasks.add(() -> pullInTurn(same));
    }
    Map<RemoteFile, Path> places = new HashMap<>();
    runAll(tasks).forEach(places::putAll);
    RemoteFile first = files.get(0);
    placement.remember(first.file().repository(), revision, first.commit());
    return files.stream().map(places::get).toList();
  }

  /** A cache keeps equal contents once; the second is linked when the first is there. */
  private static Collection<List<RemoteFile>> byContent(List<RemoteFile> files) {
    return files.stream()
        .collect(
            Collectors.groupingBy(RemoteFile::content, LinkedHashMap::new, Collectors.toList()))
        .values();
  }

  private Map<RemoteFile, Path> pullInTurn(List<RemoteFile> files) {
    Map<RemoteFile, Path> places = new HashMap<>();
    for (RemoteFile file : files) {
      places.put(file, pull(file));
    }
    return places;
  }

  private Path pull(RemoteFile remote) {
    Optional<Path> there = placement.inPlace(remote);
    if (there.isPresent()) {
      listener.begins(remote, remote.size());
      listener.done(remote, there.get());
      return there.get();
    }
    return pullLocked(remote);
  }

  private Path pullLocked(RemoteFile remote) {
    PullLock lock = PullLock.take(placement.lock(remote), () -> listener.note(waiting(remote)));
    try {
      Path place = placement.present(remote).orElse(null);
      if (place == null) {
        Path partial = placement.partial(remote);
        new Download(hub, remote, listener).to(partial);
        place = placement.place(remote, partial);
      } else {
        listener.begins(remote, remote.size());
      }
      placement.finished(remote);
      listener.done(remote, place);
      return place;
    } finally {
      lock.close();
    }
  }

  private static String waiting(RemoteFile remote) {
    return remote.file() + " is being fetched by another pull; waiting for it";
  }

  private long missing(List<RemoteFile> files) {
    long bytes = 0;
    for (RemoteFile file : files) {
      if (!placement.seemsPresent(file)) {
        bytes += file.size() - Disk.length(placement.partial(file));
      }
    }
    return bytes;
  }

  private <T> List<T> runAll(List<Callable<T>> tasks) {
    ExecutorService threads = Threads.daemons(jobs, "rank1-pull");
    try {
      ExecutorCompletionService<T> ended = new ExecutorCompletionService<>(threads);
      List<Future<T>> all = new ArrayList<>();
      tasks.forEach(task -> all.add(ended.submit(task)));
      for (int i = 0; i < tasks.size(); i++) {
        ended.take().get(); // the first that fails ends all
      }
      List<T> results = new ArrayList<>();
      for (Future<T> future : all) {
        results.add(future.get());
      }
      return results;
    } catch (ExecutionException e) {
      throw rethrown(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new HubException(HubException.Kind.STOPPED, "stopped", e);
    } finally {
      end(threads);
    }
  }

  /** Their files are closed when this returns, unless a disk or a host's name keeps them. */
  private static void end(ExecutorService threads) {
    threads.shutdownNow();
    try {
      threads.awaitTermination(5, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static RuntimeException rethrown(Throwable cause) {
    if (cause instanceof Error error) {
      throw error;
    }
    return cause instanceof RuntimeException problem
        ? problem
        : new IllegalStateException("tasks throw no checked exceptions", cause);
  }
}
