package io.rank1.cli.jar;

import io.rank1.llama.runtime.ChildProcessProbe;
import io.rank1.llama.runtime.ChosenRuntime;
import io.rank1.llama.runtime.ProbeReport;
import io.rank1.llama.runtime.RuntimeChoice;
import java.util.Optional;

/** A Java program that leaves the choice of a llama.cpp to the library. */
public final class AutoMain {

  private AutoMain() {}

  /** Prints what is passed over, what a trial of the embedded one said, and what is loaded. */
  public static void main(String[] args) {
    ChosenRuntime chosen = RuntimeChoice.ofThisUser().choose(RuntimeChoice.AUTO);
    chosen
        .passedOver()
        .forEach(
            other -> System.out.println("passed over " + other.name() + ": " + other.reason()));
    ProbeReport tried = ChildProcessProbe.ofThisJava().run(Optional.empty(), Optional.empty());
    System.out.println("tried " + tried.description().orElseGet(tried::problem));
    System.out.println("loaded " + chosen.load().description());
  }
}
