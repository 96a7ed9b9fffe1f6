package io.rank1.models.gguf;

final class Placeholder {
  private Placeholder() {}
}
