package io.rank1.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rank1.cli.collection.CollectionSettings;
import io.rank1.cli.collection.MissingPolicy;
import io.rank1.cli.collection.corpus.CorpusFormat;
import io.rank1.cli.collection.corpus.CorpusSource;
import io.rank1.cli.collection.run.RunFormat;
import io.rank1.cli.collection.run.RunSource;
import io.rank1.cli.collection.topics.TopicField;
import io.rank1.cli.collection.topics.TopicsFormat;
import io.rank1.cli.collection.topics.TopicsSource;
import io.rank1.cli.exit.CommandException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ParameterException;

class CollectionOptionsTest {

  @Command
  private static final class Holder {
    @Mixin private CollectionOptions options;
  }

  private static CollectionSettings settings(String line) {
    Holder holder = new Holder();
    new CommandLine(holder).setCaseInsensitiveEnumValuesAllowed(true).parseArgs(line.split(" "));
    return holder.options.settings();
  }

  @Test
  void threeFilesAreEnough() {
    assertThat(settings("--run r --topics t --corpus c"))
        .isEqualTo(
            new CollectionSettings(
                new RunSource(Path.of("r"), RunFormat.AUTO),
                new TopicsSource(Path.of("t"), TopicsFormat.AUTO, List.of(TopicField.TITLE)),
                new CorpusSource(List.of(Path.of("c")), CorpusFormat.AUTO),
                Optional.empty(),
                Optional.empty(),
                100,
                MissingPolicy.ERROR));
  }

  @Test
  void everythingCanBeSet() {
    assertThat(
            settings(
                "--corpus c d --run r --run-format json --corpus e --corpus-format jsonl"
                    + " --topics t --topics-format trec --topics-field title+desc"
                    + " --instructions i --excluded-ids x --top-k 7 --missing skip"))
        .isEqualTo(
            new CollectionSettings(
                new RunSource(Path.of("r"), RunFormat.JSON),
                new TopicsSource(
                    Path.of("t"), TopicsFormat.TREC, List.of(TopicField.TITLE, TopicField.DESC)),
                new CorpusSource(
                    List.of(Path.of("c"), Path.of("d"), Path.of("e")), CorpusFormat.JSONL),
                Optional.of(Path.of("i")),
                Optional.of(Path.of("x")),
                7,
                MissingPolicy.SKIP));
  }

  @Test
  void refusesWhatMakesNoSense() {
    assertThatThrownBy(() -> settings("--run r --topics t"))
        .isInstanceOf(ParameterException.class)
        .hasMessageContaining("--corpus");
    assertThatThrownBy(() -> settings("--run r --topics t --corpus c --top-k 0"))
        .isInstanceOf(ParameterException.class)
        .hasMessageContaining("whole number from 1");
    assertThatThrownBy(() -> settings("--run r --topics t --corpus c --topics-field desc+desc"))
        .isInstanceOf(CommandException.class)
        .hasMessage("a field of the topics is given twice");
  }
}
