"""Writes texts of every sort with their tokens, to compare llama.cpp's tokenizer with this one."""

import argparse
import gzip
import json
import pathlib
import random

from pairs import FOREIGN, ENDINGS, CONSONANTS, VOWELS
from tokenizer import Tokenizer, words_kept_whole

TEXTS = 2_000
SEED = 9
GAPS = (" ", " ", " ", " ", " ", "  ", "\n", "\n\n", " \n", "\t", "\u00a0", "-", "/", "_", ", ", ". ", "'")
MARKS = ("'s", "'LL", "n't", "...", "?!", "(", ")", '"', "\u201c", "\u201d", "\u2014", "</", "://", "\U0001f600", "\u4e2d")


def word(rng, whole):
    kind = rng.randrange(8)
    if kind < 3:
        return rng.choice(whole)
    if kind == 3:
        return str(rng.randrange(10 ** rng.randint(1, 6)))
    if kind == 4:
        return rng.choice(FOREIGN)
    if kind == 5:
        return rng.choice(MARKS)
    syllables = (rng.choice(CONSONANTS) + rng.choice(VOWELS) for _ in range(rng.randint(1, 4)))
    return "".join(syllables) + rng.choice(("", "", *ENDINGS))


def cased(rng, text):
    return rng.choice((text, text, text, text.upper(), text.title(), text.swapcase()))


def texts(rng):
    whole = sorted(words_kept_whole())
    for _ in range(TEXTS):
        parts = []
        for _ in range(rng.randint(1, 14)):
            parts += [cased(rng, word(rng, whole)), rng.choice(GAPS)]
        yield rng.choice(("", " ", "\n")) + "".join(parts)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("tokenizer", type=pathlib.Path)
    parser.add_argument("out", type=pathlib.Path, help="JSON lines, packed with gzip")
    arguments = parser.parse_args()
    tokenizer, rng = Tokenizer.load(arguments.tokenizer), random.Random(SEED)
    lines = (json.dumps({"text": t, "ids": tokenizer.encode(t)}) + "\n" for t in texts(rng))
    arguments.out.write_bytes(gzip.compress("".join(lines).encode(), mtime=0))


if __name__ == "__main__":
    main()
