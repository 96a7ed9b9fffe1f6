"""Examines a trained model on sentences and words that it has never seen, by passage length.

With the right text so far in front of it, a model whose every next token is right says the whole
chain when it decodes greedily, so one pass over a chain tells whether it is exact.
"""

import argparse
import math
import pathlib

import torch

import chain
from lesson import Teacher
from tokenizer import Tokenizer
from train import Batch, Material, load

LENGTHS = (10, 50, 100, 200, 400)
SEED = 77


@torch.no_grad()
def examined(network, lesson, verdicts):
    """Whether the chain is exact, how many verdicts it has and how many right, and the answer's logits."""
    batch, logits = read(network, lesson)
    right = logits[:-1].argmax(-1) == batch.following
    judged = torch.isin(batch.following, verdicts)
    return bool(right.all()), int(judged.sum()), int(right[judged].sum()), logits[-1]


def read(network, lesson):
    batch = Batch([lesson], network.shape, "cpu")
    hidden, _ = network(batch.tokens, (), (batch.rows, batch.positions))
    return batch, network.vocabulary_logits(hidden)


def answer_error(logits, answers, grade):
    """How far P(true) of the last position is from the grade."""
    no, yes = logits[answers].tolist()
    return abs(1 / (1 + math.exp(no - yes)) - grade)


@torch.no_grad()
def other_errors(network, teacher, query, passage):
    """Errors of P(true) with a fill in place of the chain, with none, and after half of the verdicts."""
    half = len(chain.terms(query)) // 2
    lessons = [teacher.direct_lesson(query, passage, fill) for fill in chain.FILLS]
    lessons.append(teacher.early_lesson(query, passage, half, newline_apart=False))
    grade = lessons[0].answer_grade
    return [answer_error(read(network, a)[1][-1], teacher.answers, grade) for a in lessons]


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sentences", type=pathlib.Path)
    parser.add_argument("tokenizer", type=pathlib.Path)
    parser.add_argument("weights", type=pathlib.Path)
    parser.add_argument("--pairs", type=int, default=300, help="pairs of each length")
    parser.add_argument("--tsv", type=pathlib.Path, help="write the pairs there, for the engine")
    arguments = parser.parse_args()
    tokenizer, network = Tokenizer.load(arguments.tokenizer), load(arguments.weights).eval()
    teacher = Teacher(tokenizer)
    verdicts = torch.tensor([tokenizer.ids["\u0120found"], tokenizer.ids["\u0120missing"]])
    pairs = Material.of(arguments.sentences.read_text(encoding="utf-8").splitlines()).examination(SEED)
    rows = []
    print("words  exact chains  right verdicts  error of P(true), and of it: fill   none   half a chain")
    for words in LENGTHS:
        exact = judged = right = 0
        error, errors = 0.0, [0.0, 0.0, 0.0]
        for _ in range(arguments.pairs):
            query, passage = pairs.draw(words)
            rows.append((query, passage))
            lesson = teacher.chain_lesson(query, passage)
            is_exact, more_judged, more_right, logits = examined(network, lesson, verdicts)
            exact, judged, right = exact + is_exact, judged + more_judged, right + more_right
            error += answer_error(logits, teacher.answers, lesson.answer_grade)
            others = other_errors(network, teacher, query, passage)
            errors = [a + b for a, b in zip(errors, others)]
        print(
            f"{words:5}  {exact / arguments.pairs:12.1%}  {right / judged:14.2%}"
            f"  {error / arguments.pairs:16.3f}"
            + "".join(f"  {e / arguments.pairs:6.3f}" for e in errors),
            flush=True,
        )
    if arguments.tsv:
        lines = ("\t".join(" ".join(text.split()) for text in row) + "\n" for row in rows)
        arguments.tsv.write_text("".join(lines), encoding="utf-8")


if __name__ == "__main__":
    main()
