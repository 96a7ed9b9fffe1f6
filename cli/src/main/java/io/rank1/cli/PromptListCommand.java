package io.rank1.cli;

import io.rank1.cli.exit.ExitCode;
import io.rank1.cli.output.ConsoleSink;
import io.rank1.cli.output.JsonLines;
import io.rank1.cli.output.Names;
import io.rank1.cli.output.TextGrid;
import io.rank1.core.profile.Profile;
import io.rank1.core.profile.Profiles;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Lists the profiles that come with the program. */
@Command(
    name = "list",
    header = "Lists the families of rerankers that are known.",
    sortOptions = false,
    description = {
      "",
      "Lists the profiles that come with the program: how each works, what its models were made of,"
          + " the licence of their weights, and how far the profile was shown to be right. 'run' means"
          + " that the published weights were run, 'read' that prompt and formula were read in the"
          + " authors' code and made-up weights were run, and 'unverified' that a part is a guess.",
      ""
    },
    footer = {
      "",
      "With --json: one object with a field profiles, an array of objects with the fields name,"
          + " method, state, base, licence, models, description, source and unverified.",
      "",
      "Examples:",
      "  rank1 prompt list",
      "  rank1 prompt list --json"
    })
final class PromptListCommand implements Callable<Integer> {

  private static final int WORDS = 5;

  @Spec private CommandSpec spec;

  @Option(names = "--json", description = "Print a JSON object.")
  private boolean json;

  @Mixin private CommonOptions common;

  @Override
  public Integer call() {
    new ConsoleSink(spec.commandLine().getOut()).print(json ? json() : table());
    return ExitCode.OK.number();
  }

  private static String table() {
    TextGrid grid = new TextGrid(WORDS);
    grid.add(List.of("name", "method", "state", "base", "licence"));
    for (Profile profile : Profiles.all()) {
      grid.add(
          List.of(
              profile.name(),
              Names.dashed(profile.method()),
              Names.dashed(profile.about().state()),
              profile.about().base(),
              profile.about().licence()));
    }
    return grid.text();
  }

  private static String json() {
    return JsonLines.object(
        json -> {
          json.writeArrayPropertyStart("profiles");
          for (Profile profile : Profiles.all()) {
            json.writeStartObject();
            json.writeStringProperty("name", profile.name());
            json.writeStringProperty("method", Names.dashed(profile.method()));
            json.writeStringProperty("state", Names.dashed(profile.about().state()));
            json.writeStringProperty("base", profile.about().base());
            json.writeStringProperty("licence", profile.about().licence());
            json.writeArrayPropertyStart("models");
            profile.about().models().forEach(json::writeString);
            json.writeEndArray();
            json.writeStringProperty("description", profile.about().description());
            json.writeStringProperty("source", profile.about().source());
            json.writeStringProperty("unverified", profile.about().unverified());
            json.writeEndObject();
          }
          json.writeEndArray();
        });
  }
}
