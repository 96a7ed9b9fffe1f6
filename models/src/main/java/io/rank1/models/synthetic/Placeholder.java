package io.rank1.models.synthetic;

final class Placeholder {
  private Placeholder() {}
}
