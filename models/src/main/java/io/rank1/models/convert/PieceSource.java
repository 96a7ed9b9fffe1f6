package io.rank1.models.convert;

import java.io.IOException;

/** Makes the weights of a tensor ready. */
@FunctionalInterface
interface PieceSource {
  /**
   * Reads what all pieces need.
   *
   * @throws IOException if the checkpoint cannot be read
   */
  Pieces open(ShardChannels shards) throws IOException;
}
