package io.rank1.cli.collection.beir;

import java.util.List;

/** What the fields of an object are called, in BEIR and by others who write such files. */
public enum BeirFields {
  /** Of documents, as in BEIR, pyserini and MS MARCO. */
  DOCUMENTS(List.of("_id", "id", "docid", "doc_id"), List.of("text", "contents", "body")),
  /** Of queries, as in BEIR, BRIGHT and pyserini. */
  QUERIES(
      List.of("_id", "id", "qid", "query_id"), List.of("text", "query", "contents", "query_txt"));

  private final List<String> ids;
  private final List<String> texts;

  BeirFields(List<String> ids, List<String> texts) {
    this.ids = ids;
    this.texts = texts;
  }

  boolean isId(String field) {
    return ids.contains(field);
  }

  boolean isText(String field) {
    return texts.contains(field);
  }

  /** The names of the identifier, for messages. */
  String ids() {
    return choice(ids);
  }

  /** The names of the text, for messages. */
  String texts() {
    return choice(texts);
  }

  private static String choice(List<String> names) {
    int last = names.size() - 1;
    return String.join(", ", names.subList(0, last)) + " or " + names.get(last);
  }
}
