package io.rank1.cli;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import io.rank1.cli.batch.Progress;
import io.rank1.cli.models.PullProgress;
import io.rank1.cli.models.PullRun;
import io.rank1.cli.output.ConsoleSink;
import io.rank1.cli.output.ConsoleWriter;
import io.rank1.core.pair.Priority;
import io.rank1.core.pair.Timings;
import io.rank1.models.hub.Hub;
import io.rank1.models.hub.Puller;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.channels.NetworkChannel;

/** The layers, as docs/ARCHITECTURE.md draws them. */
@AnalyzeClasses(packages = "io.rank1", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

  private static final String CORE = "io.rank1.core..";
  private static final String NATIVE = "io.rank1.llama..";
  private static final String MODELS = "io.rank1.models..";
  private static final String RAW = "io.rank1.llama.raw..";

  @ArchTest
  static final ArchRule CORE_KNOWS_THE_JDK_AND_SLF4J_ONLY_BUT_WHERE_IT_READS_JSON =
      classes()
          .that()
          .resideInAPackage(CORE)
          .and()
          .resideOutsideOfPackage("io.rank1.core.json..")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(CORE, "java..", "org.slf4j..");

  @ArchTest
  static final ArchRule NATIVE_KNOWS_CORE_JNA_AND_TAR =
      classes()
          .that()
          .resideInAPackage(NATIVE)
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              NATIVE,
              CORE,
              "java..",
              "com.sun.management..",
              "com.sun.jna..",
              "org.apache.commons.compress.archivers..",
              "org.slf4j..");

  @ArchTest
  static final ArchRule MODELS_KNOW_CORE_AND_JACKSON =
      classes()
          .that()
          .resideInAPackage(MODELS)
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              MODELS, CORE, "java..", "javax.net.ssl..", "tools.jackson..", "org.slf4j..");

  @ArchTest
  static final ArchRule THE_ENGINE_KNOWS_NO_FILES_AND_NO_FILE_FORMAT =
      noClasses()
          .that()
          .resideInAnyPackage(
              "io.rank1.core.engine..", "io.rank1.core.prompt..", "io.rank1.core.runner..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.rank1.core.gguf..", "java.nio.file..", "java.io..");

  @ArchTest
  static final ArchRule THE_ENGINE_KNOWS_TOKENS_ONLY =
      classes()
          .that()
          .resideInAnyPackage("io.rank1.core.engine..", "io.rank1.core.runner..")
          .should()
          .onlyDependOnClassesThat(
              resideInAnyPackage(
                      "io.rank1.core.engine..",
                      "io.rank1.core.runner..",
                      "io.rank1.core.failure..",
                      "java..",
                      "org.slf4j..")
                  .or(type(Timings.class))
                  .or(type(Priority.class)));

  @ArchTest
  static final ArchRule ONLY_PROFILES_KNOW_HOW_PASSAGES_ARE_JUDGED =
      noClasses()
          .that()
          .resideInAPackage("io.rank1.core..")
          .and()
          .resideOutsideOfPackages("io.rank1.core.pointwise..", "io.rank1.core.profile..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.rank1.core.pointwise..", "io.rank1.core.profile..");

  @ArchTest
  static final ArchRule RAW_DECLARATIONS_ARE_FOR_THEIR_OWNERS =
      classes()
          .that()
          .resideInAPackage(RAW)
          .should()
          .onlyBeAccessed()
          .byAnyPackage("io.rank1.llama", RAW);

  @ArchTest
  static final ArchRule RAW_DECLARATIONS_HOLD_NO_LOGIC =
      methods()
          .that()
          .areDeclaredInClassesThat()
          .resideInAPackage(RAW)
          .and()
          .areDeclaredInClassesThat()
          .areNotInterfaces()
          .should()
          .haveModifier(JavaModifier.NATIVE);

  @ArchTest
  static final ArchRule COMMANDS_DO_NOT_TOUCH_JNA =
      noClasses()
          .that(resideInAPackage("io.rank1.cli.."))
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("com.sun.jna..", RAW);

  @ArchTest
  static final ArchRule PACKAGES_HAVE_NO_CIRCLES =
      slices().matching("io.rank1.(**)").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule ONLY_MAIN_EXITS =
      noClasses()
          .that()
          .doNotHaveFullyQualifiedName("io.rank1.cli.Main")
          .should()
          .callMethod(System.class, "exit", int.class);

  /** All are where a process begins; the others' output is another process's input. */
  @ArchTest
  static final ArchRule ONLY_MAINS_KNOW_STANDARD_OUTPUT =
      noClasses()
          .that()
          .doNotHaveFullyQualifiedName("io.rank1.cli.Main")
          .and()
          .doNotHaveFullyQualifiedName("io.rank1.llama.runtime.ProbeMain")
          .and()
          .doNotHaveFullyQualifiedName("io.rank1.llama.runtime.ChildMain")
          .should()
          .accessField(System.class, "out");

  /**
   * The println of our writers takes out what steers a terminal. Whoever writes otherwise steers on
   * purpose, or writes data.
   */
  @ArchTest
  static final ArchRule MESSAGES_ARE_PRINTED_BY_PRINTLN =
      noClasses()
          .that(resideInAPackage("io.rank1.cli.."))
          .and(
              not(
                  belongToAnyOf(
                      ConsoleSink.class, ConsoleWriter.class, Progress.class, PullProgress.class)))
          .and()
          .doNotHaveFullyQualifiedName("io.rank1.cli.job.ProgressDisplay")
          .and()
          .doNotHaveFullyQualifiedName("io.rank1.cli.CompletionCommand")
          .should()
          .callMethodWhere(
              target(owner(assignableTo(PrintWriter.class)))
                  .and(target(nameMatching("print|printf|format|write|append"))));

  /** Names of hosts cannot be resolved either; an address as text does no harm. */
  @ArchTest
  static final ArchRule ONLY_THE_HUB_CONNECTS =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.rank1.models.hub..")
          .should()
          .dependOnClassesThat(
              resideInAnyPackage("java.net..", "javax.net..", "com.sun.net..")
                  .and(not(type(URI.class)))
                  .or(assignableTo(NetworkChannel.class)));

  @ArchTest
  static final ArchRule ONLY_PULLS_MAKE_THE_HUB_CONNECT =
      noClasses()
          .that(resideOutsideOfPackage("io.rank1.models.hub.."))
          .and(not(type(PullRun.class)))
          .and()
          .doNotHaveFullyQualifiedName("io.rank1.cli.ModelsPullCommand")
          .should()
          .dependOnClassesThat(type(Hub.class).or(type(Puller.class)).or(type(PullRun.class)));
}
