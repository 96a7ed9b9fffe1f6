package io.rank1.cli.collection.topics;

import io.rank1.cli.input.InputException;
import io.rank1.core.text.PlainText;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * Topics in XML: elements {@code topic}, {@code top} or {@code query} at any depth, their number in
 * an attribute or element, their fields in elements below them. Document types are not read and
 * nothing outside of the text is.
 */
final class XmlTopics {

  private static final Set<String> TOPICS = Set.of("topic", "top", "query");
  private static final String MESSAGE = "Message: "; // what the JDK's parser puts on a second line

  private final XMLStreamReader xml;
  private final List<TrecTopic> topics = new ArrayList<>();
  private TrecTopic topic; // null outside of topics
  private String field = "";
  private int depth; // below the topic; 1 is a field

  private XmlTopics(XMLStreamReader xml) {
    this.xml = xml;
  }

  /**
   * @param name the file, for messages
   * @throws InputException when the text is not well-formed, or has entities of its own
   */
  static List<TrecTopic> read(String name, String text) throws InputException {
    try {
      XMLStreamReader xml = factory().createXMLStreamReader(new StringReader(text));
      XmlTopics reader = new XmlTopics(xml);
      while (xml.hasNext()) {
        reader.take(xml.next());
      }
      return reader.topics;
    } catch (XMLStreamException e) {
      int line = e.getLocation() == null ? 1 : e.getLocation().getLineNumber();
      throw InputException.at(name, Math.max(1, line), "invalid XML: " + message(e));
    }
  }

  private static XMLInputFactory factory() {
    XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    factory.setXMLResolver(
        (publicId, systemId, base, namespace) -> {
          throw new XMLStreamException("this file may not refer to others");
        });
    return factory;
  }

  private static String message(XMLStreamException problem) {
    String text = String.valueOf(problem.getMessage());
    return PlainText.line(text.substring(Math.max(0, text.indexOf(MESSAGE))).replace(MESSAGE, ""));
  }

  private void take(int event) throws XMLStreamException {
    switch (event) {
      case XMLStreamConstants.START_ELEMENT -> begin(name());
      case XMLStreamConstants.END_ELEMENT -> end();
      case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA -> append(xml.getText());
      case XMLStreamConstants.ENTITY_REFERENCE ->
          throw new XMLStreamException(
              "the entity " + xml.getLocalName() + " is not known", xml.getLocation());
      default -> {} // comments and the like
    }
  }

  private String name() {
    return xml.getLocalName().toLowerCase(Locale.ROOT);
  }

  private void begin(String name) {
    if (topic != null) {
      depth++;
      field = depth == 1 ? name : field;
    } else if (TOPICS.contains(name)) {
      topic = new TrecTopic(xml.getLocation().getLineNumber());
      topics.add(topic);
      for (int i = 0; i < xml.getAttributeCount(); i++) {
        String attribute = xml.getAttributeLocalName(i).toLowerCase(Locale.ROOT);
        if (TrecTopic.isNumber(attribute)) {
          topic.append(attribute, xml.getAttributeValue(i));
        }
      }
    }
  }

  private void end() {
    if (topic == null) {
      return;
    }
    if (depth == 0) {
      topic = null;
    } else {
      depth--;
    }
  }

  private void append(String text) {
    if (topic == null) {
      return;
    }
    if (depth == 0) {
      topic.append(text);
    } else {
      topic.append(field, text);
    }
  }
}
