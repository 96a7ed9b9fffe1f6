package io.rank1.core.identity;

import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * What decides a result beside the input, as named settings: two recipes that are equal give the
 * same results but for rounding. Settings that change nothing but speed do not belong here, and
 * neither do names that only people read. Immutable.
 *
 * <p>What is built on something else holds the recipe of that below a prefix of its own, by {@link
 * #nest}.
 */
public final class Recipe {

  /** Nothing yet. */
  public static final Recipe EMPTY = new Recipe(new TreeMap<>());

  private static final Pattern NAME = Pattern.compile("[a-z0-9_]+(\\.[a-z0-9_]+)*");

  private final SortedMap<String, String> settings;

  /**
   * A setting in which two recipes differ.
   *
   * @param name what is set
   * @param here its value in the recipe that was asked; nothing where it is not set
   * @param there its value in the other one
   */
  public record Difference(String name, Optional<String> here, Optional<String> there) {

    public Difference {
      Objects.requireNonNull(name, "name");
      Objects.requireNonNull(here, "here");
      Objects.requireNonNull(there, "there");
    }

    /** In words: what the other has, and what this has. */
    @Override
    public String toString() {
      return there.map(value -> name + " " + value).orElse("no " + name)
          + ", not "
          + here.orElse("none");
    }
  }

  private Recipe(SortedMap<String, String> settings) {
    this.settings = Collections.unmodifiableSortedMap(settings);
  }

  /**
   * @throws IllegalArgumentException when a name is none: words of lower-case letters, digits and
   *     underscores, with points between them
   */
  public static Recipe of(Map<String, String> settings) {
    return EMPTY.with(settings);
  }

  /** The same with the settings of another recipe, whose values count where both have one. */
  public Recipe with(Recipe other) {
    return with(other.settings);
  }

  private Recipe with(Map<String, String> more) {
    Recipe recipe = this;
    for (Map.Entry<String, String> setting : more.entrySet()) {
      recipe = recipe.with(setting.getKey(), setting.getValue());
    }
    return recipe;
  }

  /**
   * The same with one setting more, or another value of it.
   *
   * @throws IllegalArgumentException when the name is none, as in {@link #of}
   */
  public Recipe with(String name, String value) {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException("no name of a setting: " + name);
    }
    SortedMap<String, String> more = new TreeMap<>(settings);
    more.put(name, Objects.requireNonNull(value, name));
    return new Recipe(more);
  }

  /** The same with one setting more, or another value of it. */
  public Recipe with(String name, long value) {
    return with(name, String.valueOf(value));
  }

  /**
   * The same with all settings of another recipe, each below a prefix and a point.
   *
   * @throws IllegalArgumentException when the prefix is no name, as in {@link #of}
   */
  public Recipe nest(String prefix, Recipe child) {
    Recipe nested = this;
    for (Map.Entry<String, String> setting : child.settings.entrySet()) {
      nested = nested.with(prefix + "." + setting.getKey(), setting.getValue());
    }
    return nested;
  }

  /** The recipe that {@link #nest} put below a prefix; empty when there is none. */
  public Recipe nested(String prefix) {
    String before = prefix + ".";
    SortedMap<String, String> below = new TreeMap<>();
    settings.forEach(
        (name, value) -> {
          if (name.startsWith(before)) {
            below.put(name.substring(before.length()), value);
          }
        });
    return new Recipe(below);
  }

  /** The same less what {@link #nest} put below a prefix. */
  public Recipe without(String prefix) {
    SortedMap<String, String> others = new TreeMap<>(settings);
    others.keySet().removeIf(name -> name.startsWith(prefix + "."));
    return new Recipe(others);
  }

  /** The value of a setting, where there is one. */
  public Optional<String> find(String name) {
    return Optional.ofNullable(settings.get(name));
  }

  /** All settings, by name; not to be changed. */
  public SortedMap<String, String> settings() {
    return settings;
  }

  /** One hash of all names and values: recipes that are equal have the same on every machine. */
  public Hash128 hash() {
    MessageDigest digest = Hash128.digest();
    settings.forEach(
        (name, value) -> {
          Hash128.add(digest, name);
          Hash128.add(digest, value);
        });
    return Hash128.ofDigest(digest.digest());
  }

  /** Where another recipe has another value, or a setting more or less, by name. */
  public List<Difference> differences(Recipe other) {
    TreeSet<String> names = new TreeSet<>(settings.keySet());
    names.addAll(other.settings.keySet());
    List<Difference> found = new ArrayList<>();
    for (String name : names) {
      if (!find(name).equals(other.find(name))) {
        found.add(new Difference(name, find(name), other.find(name)));
      }
    }
    return found;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Recipe recipe && settings.equals(recipe.settings);
  }

  @Override
  public int hashCode() {
    return settings.hashCode();
  }

  /** All settings on one line. */
  @Override
  public String toString() {
    return settings.toString();
  }
}
