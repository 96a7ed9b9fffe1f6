package io.rank1.llama.library;

import java.util.Locale;

/** The packages that this version was made for, each with the hash of its content. */
enum PinnedPackage {
  LINUX_X64(
      RuntimeBackend.CPU,
      "linux-x64",
      "5uCCDNqWCNfaAm8aR/Uzxbo4HBpKgNF91kCHPepKhgMgV2OAmatoefbOlMihsqCiH2Od35E/eUHQCFbfRBJuOg=="),
  LINUX_X64_CUDA(
      RuntimeBackend.CUDA,
      "linux-x64",
      "8rQCjyNNLZJUFit+YpjwlC4hwkKgOMIkB2wuycKBf8NU2O3ySKbiWZQ8aw9ku2nUTXjSnUIrE6KB88itduTBuA=="),
  LINUX_X64_VULKAN(
      RuntimeBackend.VULKAN,
      "linux-x64",
      "bBxqU+JOcBu1nb5Qj2zcMci+JByT1E8EajHvYodyNfVIPkEhXh+/HMwR1/BT7xP08YK0hks+kM8fglER0P8JEg=="),
  LINUX_ARM64(
      RuntimeBackend.CPU,
      "linux-arm64",
      "W+7naKCXX9/eEjjFmRS8vvx91QyLXDbeFxexZc3bh/PtQABZgmRL3C0AtYYXn4YGTj/3Qor4lWZn2tpjZFPLdQ==");

  private static final String VERSION = "3.22.1";

  private final RuntimeBackend backend;
  private final String platform;
  private final String sha512;

  PinnedPackage(RuntimeBackend backend, String platform, String sha512) {
    this.backend = backend;
    this.platform = platform;
    this.sha512 = sha512;
  }

  RuntimeBackend backend() {
    return backend;
  }

  RuntimePackage contents() {
    String name = backend == RuntimeBackend.CPU ? platform : platform + "-" + backend.label();
    return new RuntimePackage(
        "@node-llama-cpp/" + name, VERSION, new Integrity("sha512-" + sha512));
  }

  /** Whether it is for a platform, as the system properties {@code os.name} and {@code os.arch}. */
  boolean isFor(String osName, String osArch) {
    String arch =
        switch (osArch.toLowerCase(Locale.ROOT)) {
          case "amd64", "x86_64" -> "x64";
          case "aarch64", "arm64" -> "arm64";
          default -> "none";
        };
    return osName.toLowerCase(Locale.ROOT).startsWith("linux") && platform.equals("linux-" + arch);
  }
}
