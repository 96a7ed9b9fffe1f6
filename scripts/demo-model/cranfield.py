"""Measures a reranker on the Cranfield collection, which nothing here was trained on.

`pairs` writes, for every query, its judged documents and some others; `measure` compares the scores
that `rank1 batch` gave them with exact word overlap and with a random order.
"""

import argparse
import collections
import math
import pathlib
import random

import chain

OTHERS = 50
CUT = 10
HIGHEST_GRADE = 4  # grades run from 1, a complete answer, to 4, of minimum interest
SEED = 5


def documents(folder):
    """Texts by document number: title, then abstract."""
    return {number: f"{d['T']} {d['W']}" for number, d in fields(folder / "cran.all.1400")}


def queries(folder):
    """Texts by query number, which counts the file's entries."""
    held = fields(folder / "cran.qry")
    return {count: entry["W"] for count, (_, entry) in enumerate(held, start=1)}


def fields(path):
    for entry in path.read_text(encoding="latin-1").split("\n.I ")[0:]:
        head, *parts = entry.removeprefix(".I ").split("\n.")
        found = {part[0]: " ".join(part[1:].split()) for part in parts}
        yield int(head), collections.defaultdict(str, found)


def judgements(folder):
    """Gains by query and document, from 4 for a complete answer to 1."""
    gains = collections.defaultdict(dict)
    for line in (folder / "cranqrel").read_text().splitlines():
        query, document, grade = map(int, line.split())
        if grade >= 1:
            gains[query][document] = max(HIGHEST_GRADE + 1 - grade, 0)
    return gains


def candidates(folder):
    """(query, document) of every pair: all judged documents and OTHERS more."""
    rng, gains, all_documents = random.Random(SEED), judgements(folder), sorted(documents(folder))
    for query in sorted(queries(folder)):
        judged = sorted(gains[query])
        unjudged = [d for d in all_documents if d not in gains[query]]
        for document in judged + rng.sample(unjudged, OTHERS):
            yield query, document


def write_pairs(folder, out):
    texts, asked = documents(folder), queries(folder)
    with out.open("w", encoding="utf-8") as lines:
        for query, document in candidates(folder):
            lines.write(f"{query}\t{document}\t{asked[query]}\t{texts[document]}\n")


def discounted(gains):
    return sum(gain / math.log2(rank + 2) for rank, gain in enumerate(gains[:CUT]))


def quality(gains, scores):
    """nDCG@10 and ROC-AUC of one query; ties count as a draw, and rank by document number."""
    order = sorted(scores, key=lambda d: (-scores[d], d))
    ideal = discounted(sorted(gains.values(), reverse=True))
    ndcg = discounted([gains.get(d, 0) for d in order]) / ideal
    wins = [
        (scores[d] > scores[e]) + 0.5 * (scores[d] == scores[e])
        for d in scores
        if gains.get(d, 0)
        for e in scores
        if not gains.get(e, 0)
    ]
    return ndcg, sum(wins) / len(wins)


def overlap(query, passage):
    held = set(chain.words(passage))
    terms = {w for w in chain.words(query) if w not in chain.STOP_WORDS}
    return sum(term in held for term in terms) / max(len(terms), 1)


def rankings(folder, scored):
    """Scores by ranking, query and document."""
    rng, texts, asked = random.Random(SEED), documents(folder), queries(folder)
    by_name = collections.defaultdict(lambda: collections.defaultdict(dict))
    for query, document in candidates(folder):
        by_name["random order"][query][document] = rng.random()
        by_name["word overlap"][query][document] = overlap(asked[query], texts[document])
    for path in scored:
        for line in path.read_text(encoding="utf-8").splitlines():
            query, document, score, *_ = line.split("\t")
            by_name[path.name][int(query)][int(document)] = float(score)
    return by_name


def measure(folder, scored):
    gains = judgements(folder)
    print(f"nDCG@{CUT}  ROC-AUC  pairs")
    for name, by_query in rankings(folder, scored).items():
        judged = [q for q in by_query if any(gains[q].values())]
        found = [quality(gains[q], by_query[q]) for q in judged]
        ndcg, auc = (sum(part) / len(found) for part in zip(*found))
        print(f"{ndcg:7.3f}  {auc:7.3f}  {sum(map(len, by_query.values())):5}  {name}")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    for name, says in (("pairs", "where the pairs go"), ("measure", "scores, qid docid score")):
        command = commands.add_parser(name)
        command.add_argument("folder", type=pathlib.Path, help="cran.all.1400, cran.qry, cranqrel")
        command.add_argument("files", type=pathlib.Path, nargs="*", help=says)
    arguments = parser.parse_args()
    if arguments.command == "pairs":
        write_pairs(arguments.folder, arguments.files[0])
    else:
        measure(arguments.folder, arguments.files)


if __name__ == "__main__":
    main()
