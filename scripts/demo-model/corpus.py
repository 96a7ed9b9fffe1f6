"""English sentences from text that every Debian system carries.

Manual pages, info files, licences, and the documentation inside Python's and Perl's own libraries.
Files are read in the order of their names, so that the same system gives the same sentences.
"""

import argparse
import gzip
import hashlib
import pathlib
import random

import regex

PLACES = (
    ("/usr/share/common-licenses", "*"),
    ("/usr/share/man/man1", "*.gz"),
    ("/usr/share/man/man3", "*.gz"),
    ("/usr/share/man/man5", "*.gz"),
    ("/usr/share/man/man7", "*.gz"),
    ("/usr/share/man/man8", "*.gz"),
    ("/usr/share/info", "*.gz"),
    ("/usr/share/perl", "*.p[om]d"),
    ("/usr/share/perl", "*.pm"),
    ("/usr/lib/python3.11", "*.py"),
    ("/usr/share/doc", "README*"),
)
LARGEST_FILE = 400_000
MOST_FROM_A_FILE = 300
ROFF = regex.compile(r"\\f[A-Z]|\\f\(..|\\s[-+]?\d|\\\*?\(..|\\[&|^%/,]|\\\"[^\n]*")
SENTENCE_END = regex.compile(r"(?<=[.!?])\s+")
PARAGRAPH = regex.compile(r"\n\s*\n|\n\.[^\n]*")
LETTERS = regex.compile(r"[A-Za-z]")


def plain(path):
    """A file's text without roff's requests and escapes."""
    data = path.read_bytes()
    if path.suffix == ".gz":
        data = gzip.decompress(data)
    text = data[:LARGEST_FILE].decode("utf-8", errors="ignore")
    return ROFF.sub("", text.replace("\\-", "-").replace("\\(aq", "'").replace("\\e", "\\"))


def sentences_of(text):
    """The sentences of a text: prose of 4 to 60 words, no tables and no code."""
    for paragraph in PARAGRAPH.split(text):
        flat = " ".join(paragraph.split())
        for sentence in SENTENCE_END.split(flat):
            blanks = sentence.count(" ")
            if 3 <= blanks < 60 and sentence[0].isupper() and sentence[-1] in ".!?":
                if len(LETTERS.findall(sentence)) > 0.7 * len(sentence):
                    yield sentence


def files():
    for place, pattern in PLACES:
        root = pathlib.Path(place)
        if root.is_dir():
            yield from sorted(p for p in root.rglob(pattern) if p.is_file())


def collect(most):
    """Up to `most` different sentences, neighbours in their file staying neighbours."""
    seen, documents = set(), []
    for path in files():
        try:
            text = plain(path)
        except (OSError, EOFError, gzip.BadGzipFile) as broken:
            print(f"left out {path}: {broken}")
            continue
        fresh = []
        for sentence in sentences_of(text):
            if sentence not in seen:
                seen.add(sentence)
                fresh.append(sentence)
            if len(fresh) == MOST_FROM_A_FILE:
                break
        if fresh:
            documents.append(fresh)
    random.Random(1).shuffle(documents)
    chosen = []
    for document in documents:
        chosen.extend(document)
        if len(chosen) >= most:
            break
    return chosen[:most]


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=pathlib.Path, help="the file of sentences, one a line")
    parser.add_argument("--most", type=int, default=200_000, help="how many sentences")
    arguments = parser.parse_args()
    text = "\n".join(collect(arguments.most)) + "\n"
    arguments.out.write_text(text, encoding="utf-8")
    digest = hashlib.sha256(text.encode()).hexdigest()
    print(f"{text.count(chr(10))} sentences, {len(text)} characters, SHA-256 {digest}")


if __name__ == "__main__":
    main()
