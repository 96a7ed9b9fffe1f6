package io.rank1.cli.trec;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A flat JSON object.
 *
 * @param line where it starts, from 1
 * @param values its texts and numbers, as they are written, in the order of the file
 * @param lists its lists of such, likewise
 */
record JsonRecord(long line, Map<String, String> values, Map<String, List<String>> lists) {

  /** Copies the components. */
  JsonRecord {
    values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    lists = Collections.unmodifiableMap(new LinkedHashMap<>(lists));
  }

  /** Whether it has values of these names, and maybe more. */
  boolean has(Set<String> names) {
    return values.keySet().containsAll(names);
  }
}
