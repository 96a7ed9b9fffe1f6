package io.rank1.llama.raw;

import com.sun.jna.Pointer;

/** What builds from about b10398 on say of themselves. */
public final class VersionApi {

  private VersionApi() {}

  public static native Pointer llama_version();
}
