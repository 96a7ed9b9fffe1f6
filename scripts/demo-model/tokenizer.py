"""A byte-level BPE tokenizer with Qwen2's pre-tokenization, for which case is a matter of spelling.

Pieces are learned on lower-case words. Every merge of two pieces is given a twin for a capital
first letter and one for capitals throughout, and a blank is joined to a word's first piece after
all its letters are. "county", " County" and "(COUNTY" are so cut at the same places, and a model
can know a word again by its pieces' stems.
"""

import argparse
import collections
import functools
import itertools
import json
import pathlib

import regex

import chain

# The pre-tokenizer of Qwen2 (llama.cpp: tokenizer.ggml.pre = qwen2).
PRE_TOKEN = regex.compile(
    r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}"
    r"| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"
)
END_OF_TEXT = "<|endoftext|>"
SPECIAL = (END_OF_TEXT, *chain.MARKERS)  # the last entries, in this order
BLANK = "\u0120"
LATIN = "\u00e0\u00e1\u00e2\u00e3\u00e4\u00e5\u00e6\u00e7\u00e8\u00e9\u00ea\u00eb\u00ec\u00ed\u00ee\u00ef\u00f1\u00f2\u00f3\u00f4\u00f6\u00f8\u00f9\u00fa\u00fb\u00fc"
MARKS = "\u2018\u2019\u201c\u201d\u2013\u2014\u2026\u2022"
JOINED_MARKS = (".\n", ":\n", "?\n", "</")
MOST_ENTRIES = 4_000
STARTS_WORDS = 3


def byte_letters():
    """GPT-2's alphabet: a printable letter for each of the 256 bytes."""
    plain = [*range(33, 127), *range(161, 173), *range(174, 256)]
    rest = itertools.count(256)
    return [chr(b) if b in plain else chr(next(rest)) for b in range(256)]


BYTE_LETTERS = byte_letters()
BYTE_OF = {letter: b for b, letter in enumerate(BYTE_LETTERS)}


def spelled(text):
    """A text in the letters that stand for its bytes."""
    return "".join(BYTE_LETTERS[b] for b in text.encode("utf-8"))


def learn_pieces(counts):
    """Merges of lower-case pieces without end, the most frequent pair first (Sennrich 2016)."""
    cut = {word: list(word) for word in counts}
    holders, frequency = collections.defaultdict(set), collections.Counter()
    for word, parts in cut.items():
        for pair in itertools.pairwise(parts):
            holders[pair].add(word)
            frequency[pair] += counts[word]
    while frequency:
        best = max(frequency, key=lambda pair: (frequency[pair], pair))
        yield best
        for word in holders.pop(best):
            old = cut[word]
            for pair in itertools.pairwise(old):
                frequency[pair] -= counts[word]
            cut[word] = new = merged(old, best)
            for pair in itertools.pairwise(new):
                frequency[pair] += counts[word]
                holders[pair].add(word)
        frequency = +frequency


def merged(parts, pair):
    out, i = [], 0
    while i < len(parts):
        if i + 1 < len(parts) and (parts[i], parts[i + 1]) == pair:
            out.append(parts[i] + parts[i + 1])
            i += 2
        else:
            out.append(parts[i])
            i += 1
    return out


class Tokenizer:
    """Tokens by id and merges in order, as `tokenizer.json` of `main` keeps them."""

    def __init__(self, tokens, merges):
        self.tokens, self.merges = tokens, merges
        self.ids = {token: i for i, token in enumerate(tokens)}
        self.ranks = {tuple(merge.split(" ")): rank for rank, merge in enumerate(merges)}
        self._cut = functools.lru_cache(maxsize=1 << 20)(self._cut_pre_token)

    @classmethod
    def load(cls, path):
        held = json.loads(pathlib.Path(path).read_text(encoding="utf-8"))
        return cls(held["tokens"], held["merges"])

    def save(self, path):
        held = {"tokens": self.tokens, "merges": self.merges}
        pathlib.Path(path).write_text(json.dumps(held, ensure_ascii=True, indent=0))

    def encode(self, text):
        """The ids of a user's text: it yields no special token, whatever it spells."""
        return self.encode_with_offsets(text)[0]

    def encode_parts(self, parts):
        """The ids and offsets of several parts put together; a part that is a marker is its token."""
        ids, offsets, begin = [], [], 0
        for part in parts:
            if part in chain.MARKERS:
                ids.append(self.ids[part])
                offsets.append(begin)
            else:
                cut_ids, cut_offsets = self.encode_with_offsets(part)
                ids.extend(cut_ids)
                offsets.extend(begin + offset for offset in cut_offsets)
            begin += len(part)
        return ids, offsets

    def encode_with_offsets(self, text):
        """The token ids of a text and, for each, the index of its first character."""
        ids, offsets = [], []
        for match in PRE_TOKEN.finditer(text):
            cut_ids, cut_offsets = self._cut(match.group())
            start = match.start()
            ids.extend(cut_ids)
            offsets.extend([start + offset for offset in cut_offsets])
        return ids, offsets

    def _cut_pre_token(self, text):
        character_of = [i for i, c in enumerate(text) for _ in c.encode("utf-8")]
        parts = list(spelled(text))
        while len(parts) > 1:
            ranked = [self.ranks.get(pair, len(self.ranks)) for pair in itertools.pairwise(parts)]
            lowest = min(ranked)
            if lowest == len(self.ranks):
                break
            at = ranked.index(lowest)
            parts = merged(parts, (parts[at], parts[at + 1]))
        starts = itertools.accumulate((len(p) for p in parts[:-1]), initial=0)
        return [self.ids[p] for p in parts], [character_of[s] for s in starts]

    def decode(self, ids):
        data = bytes(BYTE_OF[c] for i in ids for c in self.tokens[i])
        return data.decode("utf-8", errors="replace")

    def stem(self, token):
        """The lower-case piece of a token without its blank: what its spellings share."""
        if self.tokens[token] in SPECIAL:
            return self.tokens[token]
        data = bytes(BYTE_OF[c] for c in self.tokens[token])
        try:
            text = data.decode("utf-8")
        except UnicodeDecodeError:
            return self.tokens[token]
        return text.lower().lstrip(" ") or text


class Builder:
    """Collects merges and the tokens they make, each once and in order."""

    def __init__(self):
        self.tokens, self.merges = list(BYTE_LETTERS), []
        self.known = set(self.tokens)

    def join(self, left, right):
        if left + right not in self.known:
            self.merges.append(f"{left} {right}")
            self.known.add(left + right)
            self.tokens.append(left + right)

    def join_all(self, text):
        letters = spelled(text)
        for end in range(1, len(letters)):
            self.join(letters[:end], letters[end])


def build(counts, whole):
    """The tokenizer of the most frequent pieces of `counts`; words of `whole` are one token each."""
    builder = Builder()
    for letter in LATIN + LATIN.upper() + MARKS:
        builder.join_all(letter)
    for mark in JOINED_MARKS:
        builder.join_all(mark)
    merges, pieces = [], []
    base = len(builder.tokens) + 1
    for left, right in learn_pieces(counts):
        merges.append((left, right))
        pieces.append(left + right)
        starters = whole | starting_pieces(counts, merges) if len(merges) % 20 == 0 else None
        if starters is not None and base + entries(pieces, starters) > MOST_ENTRIES:
            merges = merges[:-20]
            break
    starters = whole | starting_pieces(counts, merges)
    for left, right in merges:
        builder.join(left, right)
        builder.join(left[0].upper() + left[1:], right)
        builder.join(left.upper(), right.upper())
    for piece in sorted(starters):
        for spelling in (piece, piece[0].upper() + piece[1:], piece.upper()):
            builder.join(BLANK, spelling)
    return Tokenizer([*builder.tokens, *SPECIAL], builder.merges)


def starting_pieces(counts, merges):
    """The pieces that begin enough different words to be worth a blank of their own."""
    tokenizer = Tokenizer(
        [*BYTE_LETTERS, *(a + b for a, b in merges)], [f"{a} {b}" for a, b in merges]
    )
    starts = collections.Counter()
    for word in counts:
        starts[tokenizer.tokens[tokenizer.encode(word)[0]]] += 1
    return {piece for piece, words in starts.items() if words >= STARTS_WORDS}


def entries(pieces, starters):
    return 3 * len(pieces) + 3 * len(starters)


def count_words(sentences):
    """Lower-case ASCII words by how often they occur, the rare ones left out."""
    counts = collections.Counter()
    for sentence in sentences:
        counts.update(w for w in chain.words(sentence) if w.isascii() and w.isalpha())
    return collections.Counter({w: c for w, c in counts.items() if c >= 3})


def words_kept_whole():
    """The words of the prompt and the chain, and the stop-words that the model is to know by sight."""
    said = chain.prompt("", "") + chain.HEADER + chain.NO_TERMS
    said += chain.line("", True, 1, 1) + chain.line("", False, 0, 1)
    return {*chain.NUMBERS, *chain.STOP_WORDS, *chain.words(said)}


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sentences", type=pathlib.Path)
    parser.add_argument("out", type=pathlib.Path)
    arguments = parser.parse_args()
    sentences = arguments.sentences.read_text(encoding="utf-8").splitlines()
    counts, whole = count_words(sentences), words_kept_whole()
    most = counts.total()
    counts.update(dict.fromkeys(whole, most))
    tokenizer = build(counts, whole)
    for word in (*chain.ANSWERS, *(f" {n}" for n in chain.NUMBERS)):
        assert len(tokenizer.encode(word)) == 1, f"'{word}' is not one token"
    tokenizer.save(arguments.out)
    sample = sentences[::50]
    tokens = sum(len(tokenizer.encode(s)) for s in sample)
    spoken = sum(len(chain.words(s)) for s in sample)
    print(f"{len(tokenizer.tokens)} tokens, {tokens / spoken:.2f} a word")


if __name__ == "__main__":
    main()
