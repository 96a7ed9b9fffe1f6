package io.rank1.cli.collection.topics;

import io.rank1.cli.collection.beir.BeirFields;
import io.rank1.cli.collection.beir.BeirLines;
import io.rank1.cli.collection.beir.BeirRecord;
import io.rank1.cli.input.ByteLines;
import io.rank1.cli.input.InputException;
import io.rank1.cli.input.OpenedFile;
import java.util.Set;

/** Reads queries, plain or packed. */
public final class TopicsReader {

  private TopicsReader() {}

  /**
   * Reads a file.
   *
   * @param wanted the topics whose queries are needed
   * @return the queries
   * @throws InputException when the file is bad, has no topics at all, or a wanted topic has no
   *     query, or two
   */
  public static QueryTexts read(TopicsSource source, Set<String> wanted) throws InputException {
    QueryTable table = new QueryTable(source.file().toString(), wanted);
    try (OpenedFile file = OpenedFile.open(source.file())) {
      char first = file.first();
      if (first == OpenedFile.NOTHING) {
        throw new InputException(source.file() + ": no topics");
      }
      switch (format(source.format(), file)) {
        case JSONL -> readBeir(file.lines(), table);
        case TREC -> TrecTopics.read(file, source.fields(), table);
        default -> QueryLines.read(file.lines(), "query", table);
      }
    }
    return table.texts();
  }

  private static TopicsFormat format(TopicsFormat asked, OpenedFile file) throws InputException {
    if (asked != TopicsFormat.AUTO) {
      return asked;
    }
    return switch (file.first()) {
      case '{' -> TopicsFormat.JSONL;
      case '<' -> TopicsFormat.TREC;
      default -> file.isList() ? TopicsFormat.JSONL : TopicsFormat.TSV;
    };
  }

  private static void readBeir(ByteLines bytes, QueryTable table) throws InputException {
    BeirLines lines = new BeirLines(bytes, BeirFields.QUERIES);
    while (lines.next()) {
      boolean wanted = table.wants(lines.id());
      BeirRecord query = lines.record(wanted ? BeirLines.Text.REQUIRED : BeirLines.Text.OPTIONAL);
      table.add(bytes.number(), lines.id(), query.text(), query.excludedIds());
    }
  }
}
