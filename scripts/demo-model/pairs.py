"""Makes pairs of a query and a passage, of any length and difficulty, without end."""

import random
import string

import chain

SHORTEST_PASSAGE = 4
PUNCTUATION = (",", ",", ".", ";", ":", "?", "!")
QUOTES = (("(", ")"), ('"', '"'), ("'", "'"), ("\u201c", "\u201d"), ("[", "]"))
ENDINGS = ("s", "ed", "ing", "er", "ly", "al", "es", "ion", "ness", "able")
CONSONANTS, VOWELS = "bcdfghjklmnprstvwz", "aeiou"
QUERY_FORMS = ("what is {}", "how does {}", "{}", "{}", "{} in {}", "show {}", "why are {}")
FOREIGN = (
    "der die das und ist nicht mit auf eine gro\u00dfe \u00fcber Stra\u00dfe le la les \u00e9t\u00e9 est une "
    "fran\u00e7aise \u00e0 o\u00f9 el ni\u00f1o a\u00f1o coraz\u00f3n \u043c\u043e\u0441\u043a\u0432\u0430 "
    "\u043a\u043d\u0438\u0433\u0430 \u4e2d\u6587 \u65e5\u672c\u8a9e \u03bb\u03cc\u03b3\u03bf\u03c2 <|endoftext|> <|im_start|> "
    "</think> <think> true false \U0001f600 \u2192 \u00a7"
).split()
# First and last letter of scripts that words are made up from.
SCRIPTS = ((0x3B1, 0x3C9), (0x430, 0x44F), (0x430, 0x44F), (0x5D0, 0x5EA), (0x3042, 0x3093), (0x4E00, 0x9FA5))


def without(sentence, avoided):
    """The blank-separated parts of a sentence that hold no avoided word."""
    return [part for part in sentence.split() if avoided.isdisjoint(chain.words(part))]


class Pairs:
    """Pairs drawn from sentences.

    `vocabulary` are the words that are put in at random; words of `avoided` occur in no sentence.
    """

    def __init__(self, sentences, vocabulary, seed, avoided=frozenset()):
        self.random = random.Random(seed)
        self.vocabulary = sorted(vocabulary)
        self.stop_words = sorted(chain.STOP_WORDS)
        self.sentences = [without(sentence, avoided) for sentence in sentences]

    def draw(self, passage_words):
        """A query and a passage of about so many words."""
        chance = self.random.random()
        if chance < 0.03:
            return self._odd(passage_words)
        passage = self._passage(passage_words)
        query = self._sentence_query(passage) if chance < 0.12 else self._made_query(passage)
        return query, " ".join(passage)

    # --- passages

    def _passage(self, length):
        kind = self.random.random()
        if kind < 0.5:
            found = self._real(length)
        elif kind < 0.75:
            found = self._random_words(length)
        else:
            real = self._real(length)
            found = [self._any_word() if self.random.random() < 0.3 else w for w in real]
        return [self._respelled(word, 0.12) for word in found[: max(length, SHORTEST_PASSAGE)]]

    def _real(self, length):
        at, out = self.random.randrange(len(self.sentences)), []
        while len(out) < length:
            out.extend(self.sentences[at])
            at = (at + 1) % len(self.sentences)
        return out

    def _random_words(self, length):
        out = []
        for _ in range(length):
            stop = self.random.random() < 0.35
            word = self.random.choice(self.stop_words) if stop else self._any_word()
            out.append(word + self.random.choice(PUNCTUATION) if self.random.random() < 0.1 else word)
        return out

    def _respelled(self, word, often):
        """A word as it stands or, now and then, in other case, in quotes or with a mark."""
        chance = self.random.random()
        if chance > often:
            return word
        kind = self.random.randrange(8)
        if kind == 0:
            return word.upper()
        if kind == 1:
            return word.lower()
        if kind == 2:
            return word[:1].upper() + word[1:]
        if kind in (3, 4, 5):
            left, right = self.random.choice(QUOTES)
            inner = word[:1].upper() + word[1:] if self.random.random() < 0.5 else word
            return left + inner + right
        if kind == 6:
            return word + "-" + self._any_word()
        return word + self.random.choice(PUNCTUATION)

    # --- words

    def _any_word(self):
        chance = self.random.random()
        if chance < 0.62:
            return self.random.choice(self.vocabulary)
        if chance < 0.9:
            return self._invented()
        if chance < 0.96:
            return str(self.random.randrange(10 ** self.random.randint(1, 5)))
        return self._invented()[:3] + str(self.random.randrange(100))

    def _invented(self):
        syllables = self.random.choice((1, 2, 2, 2, 3, 3, 4))
        parts = []
        for _ in range(syllables):
            parts.append(self.random.choice(CONSONANTS) + self.random.choice(VOWELS))
            if self.random.random() < 0.4:
                parts.append(self.random.choice(CONSONANTS))
        return "".join(parts)

    def _near(self, word):
        """A word that differs from another by its ending or by one letter."""
        kind = self.random.randrange(6)
        if kind == 0:
            return word + self.random.choice(ENDINGS)
        if kind == 1 and len(word) > 4:
            return word[: -self.random.randint(1, 2)]
        if kind == 2:
            return self._invented()[:2] + word
        if kind == 3 and len(word) > 4:
            return word[self.random.randint(1, 3) :]
        at = self.random.randrange(len(word))
        letters = string.digits if word[at].isdigit() else string.ascii_lowercase
        if kind == 4 and len(word) > 2:
            return word[:at] + word[at + 1 :]
        return word[:at] + self.random.choice(letters) + word[at + 1 :]

    # --- queries

    def _sentence_query(self, passage):
        """A real sentence, or a stretch of the passage, as it stands."""
        if self.random.random() < 0.5 and len(passage) > 8:
            at = self.random.randrange(len(passage) - 4)
            return " ".join(passage[at : at + self.random.randint(3, 14)])
        return " ".join(self._real(8)[: self.random.randint(4, 24)])

    def _term_count(self):
        chance = self.random.random()
        if chance < 0.45:
            return self.random.randint(1, 5)
        if chance < 0.85:
            return self.random.randint(5, 12)
        return self.random.randint(12, 23)

    def _made_query(self, passage):
        held = list(dict.fromkeys(w for w in chain.words(" ".join(passage)) if w not in chain.STOP_WORDS))
        share, picked = self.random.random(), []
        for _ in range(self._term_count()):
            if held and self.random.random() < share:
                picked.append(self.random.choice(held))
            elif held and self.random.random() < 0.4:
                picked.append(self._near(self.random.choice(held)))
            else:
                picked.append(self._any_word())
        if self.random.random() < 0.85:
            picked = list(dict.fromkeys(picked))
        return self._worded(picked)

    def _worded(self, picked):
        """Terms with stop-words, marks and capitals among them."""
        stops = self.random.choice((0.0, 0.3, 0.3, 0.6))
        out = []
        for word in picked:
            while self.random.random() < stops:
                out.append(self.random.choice(self.stop_words))
            if out and self.random.random() < 0.05:
                out[-1] += "-" + word
            else:
                out.append(self._respelled(word, 0.12) if self.random.random() < 0.8 else word)
        while self.random.random() < stops / 2:
            out.append(self.random.choice(self.stop_words))
        text = " ".join(out)
        if self.random.random() < 0.4:
            text = text[:1].upper() + text[1:]
        if self.random.random() < 0.08:
            text = text.upper() if self.random.random() < 0.4 else text.title()
        return text + self.random.choice(("", "", "", "?", "?", " .", "."))

    # --- what a user should not send, and does

    def _foreign(self, count):
        """Words of other languages, half of them made up in one script."""
        first, last = self.random.choice(SCRIPTS)
        out = []
        for _ in range(count):
            letters = [chr(self.random.randint(first, last)) for _ in range(self.random.randint(1, 7))]
            known = self.random.random() < 0.5
            out.append(self.random.choice(FOREIGN) if known else "".join(letters))
        return out

    def _odd(self, length):
        kind = self.random.randrange(5)
        passage = " ".join(self._passage(length))
        if kind == 0:
            return self._made_query(passage.split()), ""
        if kind == 1:
            stops = [self.random.choice(self.stop_words) for _ in range(self.random.randint(0, 8))]
            return " ".join(stops), passage
        foreign = self._foreign(self.random.randint(1, 8))
        if kind == 2:
            return " ".join(foreign), passage
        mixed = passage.split()[: max(length - 8, 2)] + foreign
        self.random.shuffle(mixed)
        if kind == 3:
            return self._made_query(mixed), " ".join(mixed)
        return " ".join(self.random.sample(mixed, min(len(mixed), 5))), " ".join(mixed)
