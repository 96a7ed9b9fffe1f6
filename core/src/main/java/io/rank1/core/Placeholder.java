package io.rank1.core;

final class Placeholder {
  private Placeholder() {}
}
