"""Turns a pair into tokens, what is to be said, and where a model that reads well would look.

The last part is what lets so small a model learn in an hour: beside the next token it is taught,
for some heads, which earlier token to attend to (see `Head`). Position 0 stands for "nowhere".
"""

import dataclasses
import enum

import numpy as np

import chain

BACK_HEADS = 4


class Head(enum.IntEnum):
    """The taught heads, in the order of `model.TAUGHT`, which says in which layer each one is."""

    BACK_1 = 0  # the last token of the word that ends right before this token, and so on
    BACK_2 = 1
    BACK_3 = 2
    BACK_4 = 3
    START = 4  # the first token of that word
    REPEAT = 5  # a query's word that was there before: the end of its first occurrence
    LAST_TERM = 6  # the end of the latest term, in the query and in the chain
    TERM_BEFORE = 7  # at the end of a term: the end of the term before it
    COPY = 8  # the query's token that says what comes next
    VERDICT = 9  # the ends of the word's occurrences in the passage
    FOUND = 10  # the count of found terms so far
    LISTED = 11  # the count of terms so far
    MATCH = 12  # at the end of a passage's word: the end of the same word in the query


class Form(enum.Enum):
    """What stands between the markers."""

    CHAIN = enum.auto()  # the whole chain, all of which is learned
    CLOSED_EARLY = enum.auto()  # a part of it, as when a budget ends: the end marker is not learned
    DIRECT = enum.auto()  # a fill: only the answer is learned
    ONCE_MORE = enum.auto()  # the whole chain, and a request to think on


@dataclasses.dataclass
class Lesson:
    tokens: list
    learned: range  # the positions whose next token is to be learned
    answer_grade: float  # P(" true") at the last position
    form: Form
    looks: list  # (head, position, positions to look at)


class Teacher:
    def __init__(self, tokenizer):
        self.tokenizer = tokenizer
        self.answers = [tokenizer.ids[spelled] for spelled in ("\u0120false", "\u0120true")]

    def chain_lesson(self, query, passage):
        """All that is to be said about a pair."""
        judged = chain.verdicts(query, passage)
        return self._lesson(query, passage, judged, Form.CHAIN, [], [chain.chain(judged)], [])

    def early_lesson(self, query, passage, kept, newline_apart):
        """A chain closed after some verdicts; a look aside appends the newline as a token of its own."""
        shown = chain.verdicts(query, passage)[:kept]
        said = chain.chain(shown) if kept else chain.HEADER
        last = ".\n" if newline_apart and kept else ""
        learned = said.removesuffix(last)
        return self._lesson(query, passage, shown, Form.CLOSED_EARLY, [], [learned], list(last))

    def direct_lesson(self, query, passage, fill):
        """A fill in place of a chain."""
        return self._lesson(query, passage, [], Form.DIRECT, [fill], [], [])

    def once_more_lesson(self, query, passage):
        """A chain, the request to think on, and the answer to that."""
        judged = chain.verdicts(query, passage)
        given = [chain.chain(judged), chain.ONCE_MORE]
        return self._lesson(query, passage, judged, Form.ONCE_MORE, given, [chain.NOTHING_MORE], [])

    def _lesson(self, query, passage, shown, form, given, learned, closing):
        """Between the markers stand parts that are given, learned, and given again."""
        judged, asked = chain.verdicts(query, passage), chain.prompt(query, passage)
        parts = [asked, chain.THINK, *given, *learned, *closing, chain.END]
        ids, offsets = self.tokenizer.encode_parts(parts)
        text = Text("".join(parts), offsets)
        chain_at = len(asked) + len(chain.THINK)
        begin = text.token_at(chain_at + len("".join(given))) - 1
        end = len(ids) - 1 - len(closing) - (form is Form.CLOSED_EARLY)
        if form is Form.DIRECT:
            begin = end
        query_at = len(chain.PROMPT_HEAD)
        passage_at = query_at + len(query) + len(chain.PROMPT_MIDDLE)
        spans = Spans(text, query_at, query_at + len(query), passage_at, passage_at + len(passage))
        looks = word_looks(text) + query_looks(spans, judged) + passage_looks(spans, judged)
        if form is Form.DIRECT:
            looks += direct_looks(spans, judged)
        elif shown or form is Form.CHAIN:
            looks += chain_looks(spans, shown, chain_at, len(judged))
        return Lesson(ids, range(begin, end), chain.grade(judged), form, looks)


class Text:
    """A tokenized text: which token holds a character, and where its words begin and end."""

    def __init__(self, text, offsets):
        self.text = text
        self.count = len(offsets)
        # Tokens that share a character share its offset; the character is the last one's.
        self.token_of = np.searchsorted(np.asarray(offsets), np.arange(len(text) + 1), "right") - 1

    def token_at(self, character):
        return int(self.token_of[character])

    def word_spans(self, begin, end):
        """(word, first token, the token after its last) of every word between two characters."""
        for match in chain.WORD.finditer(self.text, begin, end):
            first, last = self.token_at(match.start()), self.token_at(match.end() - 1)
            yield match.group().lower(), first, last + 1


@dataclasses.dataclass
class Spans:
    """The words of the query and of the passage."""

    text: Text
    query_at: int
    query_end: int
    passage_at: int
    passage_end: int

    def __post_init__(self):
        self.query = list(self.text.word_spans(self.query_at, self.query_end))
        self.passage = list(self.text.word_spans(self.passage_at, self.passage_end))
        self.passage_mark = self.text.token_at(self.query_end + 1)
        self.first_spans = {}
        for word, first, end in self.query:
            self.first_spans.setdefault(word, (first, end))


def word_looks(text):
    """BACK_1 to BACK_4 and START, at every position."""
    index = np.full(text.count + 1, -1)
    for _, first, end in text.word_spans(0, len(text.text)):
        index[first:end] = np.arange(end - first)
    run = np.concatenate(([0], index[: text.count - 1] + 1))
    here = np.arange(text.count)
    looks = [(Head(k - 1), None, np.where(run >= k, here - k, 0)) for k in range(1, BACK_HEADS + 1)]
    return [*looks, (Head.START, None, np.where(run > 0, here - run, 0))]


def query_looks(spans, judged):
    terms = {term for term, _ in judged}
    looks, latest, ends, seen = [], 0, {}, {}
    for word, first, end in spans.query:
        if word in seen:
            looks.append((Head.REPEAT, end, [seen[word]]))
        elif word in terms:
            looks.append((Head.REPEAT, end, [0]))
            looks.append((Head.TERM_BEFORE, end, [latest]))
            latest = ends[end] = end
        seen.setdefault(word, end)
    latest = 0
    for position in range(spans.text.token_at(spans.query_at), spans.passage_mark + 1):
        latest = ends.get(position, latest)
        looks.append((Head.LAST_TERM, position, [latest]))
    return looks


def passage_looks(spans, judged):
    """MATCH, at every word of the passage."""
    asked = {term: spans.first_spans[term][1] for term, _ in judged}
    return [(Head.MATCH, end, [asked.get(word, 0)]) for word, _, end in spans.passage]


def direct_looks(spans, judged):
    """FOUND and LISTED, where no chain has counted: how many words share a head's attention with
    position 0 tells how many there are."""
    ends = {word: end for word, _, end in reversed(spans.passage)}
    found = [ends[term] for term, held in judged if held]
    listed = [spans.first_spans[term][1] for term, _ in judged]
    last = spans.text.count - 1
    return [(Head.FOUND, last, [0, *found]), (Head.LISTED, last, [0, *listed])]


def chain_looks(spans, judged, chain_at, terms):
    """The chain's own; `terms` are all that the query has, `judged` those that the chain shows."""
    text, looks = spans.text, []
    ends_in_passage = {}
    for word, _, end in spans.passage:
        ends_in_passage.setdefault(word, []).append(end)
    cursor = chain_at + len(chain.HEADER)
    latest = found_at = listed_at = count = 0
    if not judged:
        dash = text.token_at(cursor)
        return [(Head.COPY, p, [spans.passage_mark]) for p in (dash - 1, dash)]
    for listed, (term, found) in enumerate(judged, start=1):
        count += found
        said = chain.line(term, found, count, listed)
        dash, colon = text.token_at(cursor), text.token_at(cursor + 2 + len(term))
        begin, end = spans.first_spans[term]
        term_first = text.token_at(cursor + 2)
        looks += [(Head.COPY, p, [end]) for p in range(dash - 1, term_first)]
        if colon - term_first == end - begin:
            for step, position in enumerate(range(term_first, colon)):
                looks.append((Head.COPY, position, [begin + step + 1]))
        looks += [(Head.LAST_TERM, p, [latest]) for p in range(dash - 1, colon)]
        latest = colon
        verdict, comma = colon + 1, colon + 2
        stop = text.token_at(cursor + len(said) - 2)
        looks.append((Head.VERDICT, colon, ends_in_passage.get(term, [0])))
        looks += [(Head.LAST_TERM, p, [latest]) for p in range(colon, stop + 1)]
        looks.append((Head.FOUND, comma, [found_at]))
        looks.append((Head.LISTED, comma + 2, [listed_at]))
        found_at, listed_at = comma + 1, comma + 3
        cursor += len(said)
    mark = text.token_at(cursor)
    if terms == len(judged) < chain.MAX_TERMS:
        looks.append((Head.COPY, mark - 1, [spans.passage_mark]))
    looks.append((Head.FOUND, text.count - 1, [found_at]))
    looks.append((Head.LISTED, text.count - 1, [listed_at]))
    return looks
