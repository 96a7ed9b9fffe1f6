"""Trains the demo model: ever longer passages, the next token and the taught heads together.

The first course teaches it from nothing; a further one, with --further, takes up its weights at
the full length of passages and mends what it still gets wrong. The last one, with --answers besides,
teaches P(true) above all, also without a chain.
"""

import argparse
import dataclasses
import math
import pathlib
import time
import zlib

import numpy as np
import torch
from torch.nn import functional

import chain
import model as demo
from attention import Looks
from lesson import Form, Teacher
from pairs import Pairs
from tokenizer import Tokenizer

FIRST_BATCH_TOKENS, LAST_BATCH_TOKENS = 3_000, 6_000
LONGEST, POOL = 1_400, 160
FINAL_RATE = 2e-5
# How often a lesson has each form, in most courses and in the last one.
CHAINS = {Form.CHAIN: 0.66, Form.CLOSED_EARLY: 0.13, Form.DIRECT: 0.18, Form.ONCE_MORE: 0.03}
ANSWERS = {Form.CHAIN: 0.4, Form.CLOSED_EARLY: 0.15, Form.DIRECT: 0.43, Form.ONCE_MORE: 0.02}
# How much a lesson's answer weighs beside the mean of the next tokens; in the last course, 1.
ANSWER_WEIGHTS = {Form.CHAIN: 0.4, Form.CLOSED_EARLY: 0.4, Form.DIRECT: 0.4, Form.ONCE_MORE: 0.4}
HELD_OUT_SHARE = 20  # one word in so many is never used in training
FIRST_LOOK_WEIGHT, LAST_LOOK_WEIGHT = 0.15, 0.05
# Longest passage in words, from which accuracy of the verdicts it is used, and when at the latest.
STAGES = (
    (12, 0.0, 0.0),
    (24, 0.88, 0.2),
    (48, 0.92, 0.3),
    (90, 0.94, 0.4),
    (150, 0.95, 0.5),
    (210, 0.95, 0.6),
)


@dataclasses.dataclass(frozen=True)
class Course:
    """How long to train, how fast, until when at that rate, from which stage on, and on what."""

    tokens: float
    peak_rate: float
    held_until: float
    first_stage: int
    forms: dict
    answer_weights: dict

    def rate(self, progress):
        """Warm-up, the peak for a while, then half a cosine."""
        if progress < 0.02:
            return self.peak_rate * progress / 0.02
        if progress < self.held_until:
            return self.peak_rate
        left = 1 + math.cos(math.pi * (progress - self.held_until) / (1 - self.held_until))
        return FINAL_RATE + (self.peak_rate - FINAL_RATE) * 0.5 * left


FIRST_COURSE = Course(13e6, 1.5e-3, 0.5, 0, CHAINS, ANSWER_WEIGHTS)
FURTHER_COURSE = Course(8e6, 8e-4, 0.02, len(STAGES) - 1, CHAINS, ANSWER_WEIGHTS)
LAST_COURSE = Course(2.5e6, 5e-4, 0.02, len(STAGES) - 1, ANSWERS, dict.fromkeys(ANSWERS, 1.0))


@dataclasses.dataclass(frozen=True)
class Material:
    """Sentences and words, apart for training and for the examination."""

    sentences: list
    vocabulary: set
    held_out_sentences: list
    held_out_words: frozenset

    @classmethod
    def of(cls, sentences):
        last = len(sentences) // HELD_OUT_SHARE
        seen = {w for s in sentences for w in chain.words(s) if len(w) < 20} - chain.STOP_WORDS
        held_out = frozenset(w for w in seen if zlib.crc32(w.encode()) % HELD_OUT_SHARE == 0)
        return cls(sentences[:-last], seen - held_out, sentences[-last:], held_out)

    def lessons(self, seed):
        return Pairs(self.sentences, self.vocabulary, seed, self.held_out_words)

    def examination(self, seed):
        return Pairs(self.held_out_sentences, self.held_out_words, seed)


class Batch:
    """Lessons of like length, padded at the end.

    `rows` and `positions` name the positions whose next token is learned, then the last of each
    lesson, where the answer is.
    """

    def __init__(self, lessons, shape, device, answer_weights=ANSWER_WEIGHTS):
        longest = max(len(lesson.tokens) for lesson in lessons)
        tokens = np.zeros((len(lessons), longest), dtype=np.int64)
        rows, positions, following = [], [], []
        for row, lesson in enumerate(lessons):
            count = len(lesson.tokens)
            tokens[row, :count] = lesson.tokens
            rows.extend([row] * len(lesson.learned))
            positions.extend(lesson.learned)
            following.extend(lesson.tokens[i + 1] for i in lesson.learned)
        self.size = sum(len(lesson.tokens) for lesson in lessons)
        self.tokens = torch.from_numpy(tokens).to(device)
        rows.extend(range(len(lessons)))
        positions.extend(len(lesson.tokens) - 1 for lesson in lessons)
        self.rows, self.positions = torch.tensor(rows), torch.tensor(positions)
        self.following = torch.tensor(following, dtype=torch.long, device=device)
        self.grades = torch.tensor([lesson.answer_grade for lesson in lessons], device=device)
        self.answer_weights = torch.tensor(
            [answer_weights[lesson.form] for lesson in lessons], device=device
        )
        self.looks, self.heads = [], []
        for layer in range(shape.layers):
            looks, heads = layer_looks(lessons, layer, shape, longest)
            self.looks.append(looks and Looks(*(part.to(device) for part in looks)))
            self.heads.append(heads)


def layer_looks(lessons, layer, shape, longest):
    """The rows, targets and counts of a layer's looks, and which head each is of."""
    rows, targets, heads = [], [], []
    everywhere = []
    for number, lesson in enumerate(lessons):
        for head, position, looked in lesson.looks:
            in_layer, in_head = demo.TAUGHT[head]
            if in_layer != layer:
                continue
            base = (number * shape.heads + in_head) * longest
            if position is None:
                at = np.arange(base, base + len(looked))
                everywhere.append(np.stack((at, looked, np.full(len(looked), head))))
            else:
                rows.append(base + position)
                targets.append(looked)
                heads.append(head)
    if not rows and not everywhere:
        return None, None
    most = max(map(len, targets), default=1)
    padded = torch.tensor([t + [0] * (most - len(t)) for t in targets], dtype=torch.long)
    counted = torch.tensor([[1.0] * len(t) + [0.0] * (most - len(t)) for t in targets])
    rows, heads = torch.tensor(rows, dtype=torch.long), torch.tensor(heads, dtype=torch.long)
    if everywhere:
        more = torch.from_numpy(np.concatenate(everywhere, axis=1))
        first = torch.zeros(more.shape[1], most, dtype=torch.long)
        first[:, 0] = more[1]
        once = torch.zeros(more.shape[1], most)
        once[:, 0] = 1
        rows, heads = torch.cat((rows, more[0])), torch.cat((heads, more[2]))
        padded = torch.cat((padded.view(-1, most), first))
        counted = torch.cat((counted.view(-1, most), once))
    return (rows, padded, counted), heads


def lesson_of(pairs, teacher, words, forms):
    """A lesson of a random form on a passage of about so many words."""
    query, passage = pairs.draw(words)
    rng = pairs.random
    form = rng.choices(list(forms), list(forms.values()))[0]
    terms = len(chain.terms(query))
    if form is Form.DIRECT:
        return teacher.direct_lesson(query, passage, rng.choice(chain.FILLS))
    if form is Form.CLOSED_EARLY and terms:
        return teacher.early_lesson(query, passage, rng.randrange(terms), rng.random() < 0.3)
    if form is Form.ONCE_MORE:
        return teacher.once_more_lesson(query, passage)
    return teacher.chain_lesson(query, passage)


def batches(pairs, teacher, curriculum, shape, device):
    """Batches without end, as the curriculum has them now."""
    course, budget = curriculum.course, curriculum.batch_tokens
    while True:
        upper = curriculum.words()
        lessons = []
        while len(lessons) < POOL:
            length = pairs.random.uniform(0.2, 1.0) * upper
            if pairs.random.random() < 0.03:
                length *= 2
            lesson = lesson_of(pairs, teacher, max(4, int(length)), course.forms)
            if len(lesson.tokens) <= LONGEST:
                lessons.append(lesson)
        lessons.sort(key=lambda lesson: len(lesson.tokens))
        packed, held = [], []
        for lesson in lessons:
            if held and len(lesson.tokens) * (len(held) + 1) > budget():
                packed.append(held)
                held = []
            held.append(lesson)
        packed.append(held)
        pairs.random.shuffle(packed)
        for lessons in packed:
            yield Batch(lessons, shape, device, course.answer_weights)


def losses(network, batch, answers):
    """Mean next-token loss, weighed answer loss, attention loss by head, and which tokens came out right."""
    hidden, looks = network(batch.tokens, batch.looks, (batch.rows, batch.positions))
    hidden, last = hidden[: len(batch.following)], hidden[len(batch.following) :]
    said = network.vocabulary_logits(hidden).float()
    next_token = functional.cross_entropy(said, batch.following) if len(said) else said.sum()
    right = said.argmax(-1) == batch.following
    log_p = network.vocabulary_logits(last).float().log_softmax(-1)[:, answers]
    answer = -(log_p[:, 0] * (1 - batch.grades) + log_p[:, 1] * batch.grades)
    answer = (answer * batch.answer_weights).mean()
    attention = {}
    for layer_losses, heads in zip(looks, batch.heads):
        for head in demo.TAUGHT:
            if heads is not None and (mine := heads == head).any():
                attention[head] = layer_losses[mine].mean()
    return next_token, answer, attention, right


class Curriculum:
    """Passages grow when the verdicts on the present length are right often enough."""

    def __init__(self, course):
        self.stage, self.accuracy = course.first_stage, 0.5
        self.seen, self.course = 0, course

    @property
    def progress(self):
        return self.seen / self.course.tokens

    def batch_tokens(self):
        held = self.progress < self.course.held_until
        return FIRST_BATCH_TOKENS if held else LAST_BATCH_TOKENS

    def words(self):
        return STAGES[self.stage][0]

    def saw(self, right):
        self.accuracy += 0.02 * (right - self.accuracy)
        if self.stage + 1 < len(STAGES):
            _, accuracy, latest = STAGES[self.stage + 1]
            if self.accuracy > accuracy or self.progress > latest:
                self.stage, self.accuracy = self.stage + 1, self.accuracy - 0.03


def verdict_accuracy(batch, right, verdicts):
    judged = torch.isin(batch.following, verdicts)
    return right[judged].float().mean().item() if judged.any() else 1.0


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sentences", type=pathlib.Path)
    parser.add_argument("tokenizer", type=pathlib.Path)
    parser.add_argument("out", type=pathlib.Path, help="the weights and shape (torch)")
    parser.add_argument("--further", type=pathlib.Path, help="weights of the first course to go on from")
    parser.add_argument("--answers", action="store_true", help="the last course, on answers above all")
    parser.add_argument("--tokens", type=float, help="how many to train on, if not the course's")
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    if arguments.answers and not arguments.further:
        parser.error("--answers goes on from the weights that --further names")
    later = LAST_COURSE if arguments.answers else FURTHER_COURSE
    course = later if arguments.further else FIRST_COURSE
    if arguments.tokens:
        course = dataclasses.replace(course, tokens=arguments.tokens)
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    tokenizer = Tokenizer.load(arguments.tokenizer)
    sentences = arguments.sentences.read_text(encoding="utf-8").splitlines()
    if arguments.further:
        network = load(arguments.further)
    else:
        network = demo.DemoModel(demo.Shape(vocabulary=len(tokenizer.tokens)))
        demo.initialise(network, tokenizer, arguments.seed)
    network.to(device)
    print(f"{sum(p.numel() for p in network.parameters())} parameters on {device}", flush=True)
    pairs = Material.of(sentences).lessons(arguments.seed)
    train(network, tokenizer, pairs, course, arguments.out, device)


def train(network, tokenizer, pairs, course, out, device):
    curriculum, teacher = Curriculum(course), Teacher(tokenizer)
    decayed = [p for p in network.parameters() if p.dim() > 1]
    others = [p for p in network.parameters() if p.dim() == 1]
    groups = [{"params": decayed, "weight_decay": 0.02}, {"params": others, "weight_decay": 0.0}]
    optimizer = torch.optim.AdamW(groups, betas=(0.9, 0.98))
    verdicts = torch.tensor([tokenizer.ids["\u0120found"], tokenizer.ids["\u0120missing"]], device=device)
    chains_right, begun = 0.0, time.monotonic()
    source = batches(pairs, teacher, curriculum, network.shape, device)
    for step, batch in enumerate(source):
        if (progress := curriculum.progress) >= 1:
            break
        for group in optimizer.param_groups:
            group["lr"] = course.rate(progress)
        with torch.autocast(device.type, dtype=torch.bfloat16):
            next_token, answer, attention, right = losses(network, batch, teacher.answers)
        early = course.first_stage == 0 and progress < 0.6
        look_weight = FIRST_LOOK_WEIGHT if early else LAST_LOOK_WEIGHT
        (next_token + answer + look_weight * sum(attention.values())).backward()
        torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
        optimizer.step()
        optimizer.zero_grad(set_to_none=True)
        curriculum.seen += batch.size
        curriculum.saw(verdict_accuracy(batch, right, verdicts))
        wrong = set(batch.rows[: len(right)][~right.cpu()].tolist())
        chains_right += 0.02 * (1 - len(wrong) / len(batch.grades) - chains_right)
        if step % 50 == 0:
            heads = " ".join(f"{head.name}={loss.item():.2f}" for head, loss in attention.items())
            print(
                f"{step} {progress:.1%} at {time.monotonic() - begun:.0f} s, words {curriculum.words()} "
                f"next {next_token.item():.3f} answer {answer.item():.3f} "
                f"verdicts {curriculum.accuracy:.3f} chains {chains_right:.3f} | {heads}",
                flush=True,
            )
        if step % 1000 == 999:
            save(network, out)
    save(network, out)


def load(path):
    held = torch.load(path, map_location="cpu")
    network = demo.DemoModel(demo.Shape(**held["shape"]))
    network.load_state_dict(held["weights"])
    return network


def save(network, out):
    torch.save({"shape": network.shape.__dict__, "weights": network.state_dict()}, out)


if __name__ == "__main__":
    main()
