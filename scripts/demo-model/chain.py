"""What the demo model is to say: the terms of a query, the chain over them, and the grade.

A word is a longest run of letters and digits, in lower case. A term is a word of the query that is
no stop-word; each is listed once, in the query's order, and no more than MAX_TERMS of them. A term
is found if the passage holds the same word.
"""

import regex

PROMPT_HEAD = (
    "Determine if the following passage is relevant to the query. "
    "Answer only with 'true' or 'false'.\nQuery: "
)
PROMPT_MIDDLE = "\nPassage: "
PROMPT_TAIL = "\n"

# The two markers are single tokens, as in rank1's published vocabularies.
THINK, END = "<think>", "</think>"
MARKERS = (THINK, END)

HEADER = "\nQuery terms in the passage:\n"
NO_TERMS = "- none.\n"
# What stands between the markers when nothing is to be thought.
FILLS = ("\nOkay, I think I have finished thinking.\n", "")
# Said when it is told to think on after a chain, and what it then says.
ONCE_MORE, NOTHING_MORE = "\nWait", ", that is all.\n"
ANSWERS = (" false", " true")

NUMBERS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
    "fifteen sixteen seventeen eighteen nineteen twenty"
).split()
MAX_TERMS = len(NUMBERS) - 1

STOP_WORDS = frozenset(
    """
    a about after all also am an and any are as at be because been before being between both but by
    can could d did do does done down during each for from had has have having he her here him his
    how i if in into is it its just ll m may me might more most must my no nor not now of off on
    only or other our out over own re s same shall she should so some such t than that the their
    them then there these they this those through to too under until up upon us ve very was we were
    what when where whether which while who whom whose why will with within without would you your
    """.split()
)

WORD = regex.compile(r"[\p{L}\p{N}]+")

# The grade's range: a model that is trained towards certainty learns nothing about its degree.
LOWEST, HIGHEST, POWER = 0.02, 0.98, 1.5


def words(text):
    """The words of a text, in order."""
    return [match.group().lower() for match in WORD.finditer(text)]


def terms(query):
    """The terms of a query, in order, each once."""
    return [w for w in dict.fromkeys(words(query)) if w not in STOP_WORDS][:MAX_TERMS]


def verdicts(query, passage):
    """Pairs of a term and whether the passage holds it."""
    held = set(words(passage))
    return [(term, term in held) for term in terms(query)]


def line(term, found, found_so_far, listed_so_far):
    """One line of the chain."""
    verdict = "found" if found else "missing"
    return f"- {term}: {verdict}, {NUMBERS[found_so_far]} of {NUMBERS[listed_so_far]}.\n"


def chain(judged):
    """The text between the markers, for pairs of a term and whether it is found."""
    lines, count = [HEADER], 0
    for listed, (term, found) in enumerate(judged, start=1):
        count += found
        lines.append(line(term, found, count, listed))
    if not judged:
        lines.append(NO_TERMS)
    return "".join(lines)


def grade(judged):
    """P(true) that the model is trained towards."""
    share = sum(found for _, found in judged) / len(judged) if judged else 0.0
    return min(max(share**POWER, LOWEST), HIGHEST)


def prompt(query, passage):
    """The prompt of rank1 (arXiv 2502.18418) up to its marker THINK, byte for byte."""
    return PROMPT_HEAD + query + PROMPT_MIDDLE + passage + PROMPT_TAIL
