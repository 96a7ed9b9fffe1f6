package io.rank1.models.hub;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Fetches the content of one file, going on where an earlier try ended. For one thread. */
final class Download {

  private static final Pattern CONTENT_RANGE =
      Pattern.compile("bytes (\\d{1,18})-\\d+/(\\d{1,18})");

  /** Bytes that take longer to hash than one waits without wondering. */
  private static final long WORTH_TELLING = 1L << 30;

  private final Hub hub;
  private final RemoteFile remote;
  private final PullListener listener;
  private final Patience patience;

  /** The most that was ever there: only what exceeds it is progress. */
  private long most;

  Download(Hub hub, RemoteFile remote, PullListener listener) {
    this.hub = hub;
    this.remote = remote;
    this.listener = listener;
    this.patience = hub.patience(remote.file().toString());
  }

  /**
   * Fetches what is missing, and checks the whole by size and hash. What is there belongs to the
   * same content, and yet may be damaged; then everything is fetched once more.
   *
   * @param path the file, made if it is not there
   * @throws HubException when it cannot be had; what was got stays, but for content that has
   *     another hash than stated
   */
  void to(Path path) {
    boolean whole;
    long left = Disk.length(path);
    if (left > WORTH_TELLING) {
      listener.note(
          "hashing the " + (left >> 20) + " MiB that an earlier try left of " + remote.file());
    }
    try (PartialFile part = PartialFile.open(path, remote)) {
      whole = fetch(part);
      if (whole) {
        part.force();
      }
    }
    if (!whole) {
      Disk.delete(path);
      throw damaged();
    }
  }

  /** Fetches everything, and says whether it is what the hub stated. */
  private boolean fetch(PartialFile part) {
    boolean fresh = part.length() == 0;
    most = part.length();
    listener.begins(remote, part.length());
    fill(part);
    boolean asStated = part.isAsStated();
    if (asStated || fresh) {
      return asStated;
    }
    listener.note(
        remote.file() + ": what an earlier try left is damaged; everything is fetched again");
    restart(part);
    most = 0;
    fill(part);
    return part.isAsStated();
  }

  private HubException damaged() {
    return new HubException(
        HubException.Kind.DAMAGED,
        remote.file()
            + " arrived with another "
            + remote.content().algorithm()
            + " than the hub states, "
            + remote.content()
            + "; it was thrown away; try again, and if it stays so, look for a proxy that changes"
            + " downloads");
  }

  private void fill(PartialFile part) {
    while (part.length() < remote.size()) {
      try {
        transfer(part);
      } catch (IOException e) {
        if (part.length() > most) {
          most = part.length();
          patience.renew();
        }
        patience.after(e);
      }
    }
  }

  private void transfer(PartialFile part) throws IOException {
    try (Reply reply = hub.open(remote, part.length())) {
      if (reply.status() == 416) {
        restart(part);
        throw new IOException("the server does not go on at this place");
      }
      if (reply.status() == 206 ? !continues(reply, part.length()) : part.length() > 0) {
        restart(part);
        if (reply.status() == 206) {
          throw new IOException("the server goes on at another place");
        }
      }
      for (ByteBuffer bytes = reply.body().next();
          bytes.hasRemaining();
          bytes = reply.body().next()) {
        part.append(bytes);
        listener.progress(remote, part.length());
        if (Thread.currentThread().isInterrupted()) {
          throw new HubException(HubException.Kind.STOPPED, remote.file() + ": stopped");
        }
      }
    }
    if (part.length() < remote.size()) {
      throw new IOException("it ended after " + part.length() + " of " + remote.size() + " bytes");
    }
  }

  private void restart(PartialFile part) {
    part.restart();
    listener.progress(remote, 0);
  }

  /** Whether an answer begins where the file on disk ends, and is of a file of the same size. */
  private boolean continues(Reply reply, long length) {
    Matcher range = CONTENT_RANGE.matcher(reply.header("content-range").orElse(""));
    return range.matches()
        && Long.parseLong(range.group(1)) == length
        && Long.parseLong(range.group(2)) == remote.size();
  }
}
