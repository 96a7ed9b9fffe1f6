package io.rank1.cli.collection.corpus;

import io.rank1.cli.input.ByteLines;
import io.rank1.cli.input.Examples;
import io.rank1.cli.input.InputException;
import io.rank1.cli.input.OpenedFile;
import io.rank1.core.text.TitledText;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Takes documents out of a corpus in one pass over its files. Of documents that are not asked for,
 * nothing is looked at but the identifier.
 */
public final class CorpusReader {

  private final List<Path> files;
  private final CorpusFormat format;
  private final KeptDocuments documents;
  private final Examples empty = new Examples();
  private final Examples repeated = new Examples();

  /** With a store of the caller's choice. */
  CorpusReader(List<Path> files, CorpusFormat format, Set<String> wanted, PassageStore store) {
    this.files = List.copyOf(files);
    this.format = format;
    this.documents = new KeptDocuments(wanted, store);
  }

  /**
   * Reads files, plain or packed.
   *
   * @param files no folders
   * @param wanted the identifiers of the documents to keep
   * @param spill the folder for documents that are too many for the memory
   * @return the documents; to be closed
   * @throws InputException when a line is bad, or a document comes twice with different texts
   * @throws io.rank1.cli.exit.CommandException when many documents cannot be put on disk
   */
  public static Corpus read(List<Path> files, CorpusFormat format, Set<String> wanted, Path spill)
      throws InputException {
    return new CorpusReader(files, format, wanted, SpillingPassages.in(spill)).read();
  }

  Corpus read() throws InputException {
    try {
      for (int i = 0; i < files.size(); i++) {
        read(i);
      }
      return new Corpus(documents, notices());
    } catch (InputException | RuntimeException e) {
      documents.close();
      throw e;
    }
  }

  private void read(int index) throws InputException {
    try (OpenedFile file = OpenedFile.open(files.get(index))) {
      char first = file.first();
      if (first == OpenedFile.NOTHING) {
        throw new InputException(files.get(index) + ": no documents");
      }
      boolean json =
          format == CorpusFormat.JSONL
              || format == CorpusFormat.AUTO && (first == '{' || file.isList());
      ByteLines lines = file.lines();
      DocumentLines found = json ? new BeirDocuments(lines) : new TableDocuments(lines);
      while (found.next()) {
        if (documents.wants(found.docid())) {
          keep(found.docid(), found.document(), Place.of(index, lines.number()));
        }
      }
    }
  }

  private void keep(String docid, TitledText document, long place) throws InputException {
    if (!documents.contains(docid)) {
      if (document.joined().isBlank()) {
        empty.add(docid);
      }
      documents.add(docid, document, place);
      return;
    }
    long other = documents.place(docid);
    if (!documents.document(docid).joined().equals(document.joined())) {
      throw InputException.at(
          name(place),
          Place.line(place),
          String.format(
              Locale.ROOT,
              "document %s again, with another text than in %s:%d",
              docid,
              name(other),
              Place.line(other)));
    }
    repeated.add(docid);
  }

  private String name(long place) {
    return files.get(Place.file(place)).toString();
  }

  private List<String> notices() {
    List<String> notices = new ArrayList<>();
    if (!empty.isEmpty()) {
      notices.add("empty passages: " + empty.count() + " " + empty.shown());
    }
    if (!repeated.isEmpty()) {
      notices.add(
          String.format(
              Locale.ROOT,
              "documents that the corpus has again, with the same text: %d %s",
              repeated.count(),
              repeated.shown()));
    }
    return notices;
  }
}
