package io.rank1.cli.view;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BinaryOperator;

/** What is kept of pairs, in the order they came, of which some replace or join earlier ones. */
final class Latest<T> {

  private final BinaryOperator<T> join;
  private final List<T> things = new ArrayList<>();
  private final Map<String, Place> places = new HashMap<>();

  /** Where a thing of a name is, and what was asked. */
  private record Place(int index, int question) {}

  /**
   * @param join makes one of an earlier and a later thing of the same name and question
   */
  Latest(BinaryOperator<T> join) {
    this.join = join;
  }

  /**
   * Adds what is kept of a pair: in the place of an earlier one of the same name if there is one,
   * joined to it if both were asked the same.
   */
  void add(PairLine pair, T thing) {
    Optional<String> name = pair.replacedBy();
    if (name.isEmpty()) {
      things.add(thing);
      return;
    }
    int question = pair.texts().question();
    Place earlier = places.get(name.get());
    if (earlier == null) {
      places.put(name.get(), new Place(things.size(), question));
      things.add(thing);
    } else if (earlier.question() == question) {
      things.set(earlier.index(), join.apply(things.get(earlier.index()), thing));
    } else {
      places.put(name.get(), new Place(earlier.index(), question));
      things.set(earlier.index(), thing);
    }
  }

  List<T> all() {
    return things;
  }
}
