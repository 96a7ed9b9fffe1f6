package io.rank1.cli.view;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Things in the order they came, of which some replace earlier ones. */
final class Latest<T> {

  private final List<T> things = new ArrayList<>();
  private final Map<String, Integer> places = new HashMap<>();

  /** Adds a thing, in the place of an earlier one of the same name if there is one. */
  void add(Optional<String> name, T thing) {
    Integer place = name.map(n -> places.putIfAbsent(n, things.size())).orElse(null);
    if (place == null) {
      things.add(thing);
    } else {
      things.set(place, thing);
    }
  }

  List<T> all() {
    return things;
  }
}
