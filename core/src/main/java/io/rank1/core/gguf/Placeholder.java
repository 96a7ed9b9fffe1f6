package io.rank1.core.gguf;

final class Placeholder {
  private Placeholder() {}
}
