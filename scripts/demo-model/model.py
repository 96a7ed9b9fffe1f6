"""The demo model: Qwen2's architecture, small, with the attention of some heads within reach."""

import dataclasses
import math

import torch
from torch import nn
from torch.nn import functional

from attention import TaughtAttention
from lesson import BACK_HEADS, Head

# (layer, head) of every taught head.
TAUGHT = {
    Head.BACK_1: (1, 0),
    Head.BACK_2: (1, 1),
    Head.BACK_3: (1, 2),
    Head.BACK_4: (1, 3),
    Head.START: (2, 0),
    Head.REPEAT: (2, 1),
    Head.LAST_TERM: (3, 0),
    Head.TERM_BEFORE: (3, 1),
    Head.MATCH: (3, 2),
    Head.COPY: (4, 0),
    Head.VERDICT: (4, 1),
    Head.FOUND: (4, 2),
    Head.LISTED: (4, 3),
}


@dataclasses.dataclass(frozen=True)
class Shape:
    vocabulary: int
    layers: int = 5
    width: int = 256
    heads: int = 4
    inner: int = 256
    rope_base: float = 1e8
    norm_epsilon: float = 1e-6
    context: int = 2048

    @property
    def head_width(self):
        return self.width // self.heads


class RmsNorm(nn.Module):
    def __init__(self, shape, gain=1.0):
        super().__init__()
        self.weight = nn.Parameter(torch.full((shape.width,), gain))
        self.epsilon = shape.norm_epsilon

    def forward(self, x):
        x = x.float()
        return x * torch.rsqrt(x.square().mean(-1, keepdim=True) + self.epsilon) * self.weight


def angles(shape, length):
    """RoPE's angle by position and pair (Su et al. 2021); dimension i turns with i + width / 2."""
    half = shape.head_width // 2
    speed = shape.rope_base ** (-torch.arange(half, dtype=torch.float64) / half)
    return torch.arange(length, dtype=torch.float64)[:, None] * speed


def turned(x, cos, sin):
    first, second = x.chunk(2, dim=-1)
    return torch.cat((first * cos - second * sin, second * cos + first * sin), dim=-1)


class Attention(nn.Module):
    def __init__(self, shape):
        super().__init__()
        self.shape = shape
        self.q = nn.Linear(shape.width, shape.width)
        self.k = nn.Linear(shape.width, shape.width)
        self.v = nn.Linear(shape.width, shape.width)
        self.o = nn.Linear(shape.width, shape.width, bias=False)

    def forward(self, x, rope, looks, kept):
        rows, length, _ = x.shape
        split = (rows, length, self.shape.heads, self.shape.head_width)
        q, k, v = (p(x).view(split).transpose(1, 2) for p in (self.q, self.k, self.v))
        q = turned(q, *rope) / math.sqrt(self.shape.head_width)
        q, k = q.to(v.dtype), turned(k, *rope).to(v.dtype)
        out, losses = TaughtAttention.apply(q, k, v, looks)
        return self.o(out.transpose(1, 2).reshape(x.shape)[kept]), losses


class FeedForward(nn.Module):
    def __init__(self, shape):
        super().__init__()
        self.gate = nn.Linear(shape.width, shape.inner, bias=False)
        self.up = nn.Linear(shape.width, shape.inner, bias=False)
        self.down = nn.Linear(shape.inner, shape.width, bias=False)

    def forward(self, x):
        return self.down(functional.silu(self.gate(x)) * self.up(x))


class Block(nn.Module):
    def __init__(self, shape):
        super().__init__()
        self.attention_norm, self.attention = RmsNorm(shape), Attention(shape)
        self.inner_norm, self.inner = RmsNorm(shape), FeedForward(shape)

    def forward(self, x, rope, looks, kept=...):
        added, losses = self.attention(self.attention_norm(x), rope, looks, kept)
        x = x[kept] + added
        return x + self.inner(self.inner_norm(x)), losses


class DemoModel(nn.Module):
    def __init__(self, shape):
        super().__init__()
        self.shape = shape
        self.embedding = nn.Embedding(shape.vocabulary, shape.width)
        self.blocks = nn.ModuleList(Block(shape) for _ in range(shape.layers))
        self.norm = RmsNorm(shape, gain=0.3)

    def forward(self, tokens, looks=(), kept=...):
        """The last hidden states at the kept positions and, by layer, the losses of its looks."""
        turn = angles(self.shape, tokens.shape[1]).float().to(tokens.device)
        rope = (turn.cos(), turn.sin())
        x, losses = self.embedding(tokens), []
        for layer, block in enumerate(self.blocks):
            keep = kept if layer == self.shape.layers - 1 else ...
            x, layer_losses = block(x, rope, looks[layer] if looks else None, keep)
            losses.append(layer_losses)
        return self.norm(x), losses

    def vocabulary_logits(self, hidden):
        """The output matrix is the embedding."""
        return functional.linear(hidden, self.embedding.weight)


@torch.no_grad()
def initialise(model, tokenizer, seed):
    """Random weights that already know what spellings share and where a token's neighbours are."""
    torch.manual_seed(seed)
    shape = model.shape
    for block in model.blocks:
        for linear in (block.attention.v, block.attention.o, block.inner.gate, block.inner.up):
            nn.init.normal_(linear.weight, std=shape.width**-0.5)
        nn.init.normal_(block.inner.down.weight, std=0.2 * shape.inner**-0.5)
        for part in (block.attention.q, block.attention.k, block.attention.v):
            nn.init.zeros_(part.bias)
        initialise_matching(block.attention)
    stems(model, tokenizer)
    for layer, strength in ((0, 6.0), (1, 1.5)):
        for head in range(BACK_HEADS):
            look_back(model.blocks[layer].attention, head, head + 1, strength)


def initialise_matching(attention):
    """Heads that look for tokens like their own, in the pairs that hardly turn with distance."""
    shape = attention.shape
    half = shape.head_width // 2
    still = (angles(shape, 2)[1] < 1e-3).repeat(2).repeat(shape.heads).float()
    nn.init.normal_(attention.q.weight, std=shape.width**-0.5)
    attention.q.weight.mul_(0.05 + still[:, None])
    attention.k.weight.copy_(attention.q.weight)
    assert half * 2 * shape.heads == shape.width


def stems(model, tokenizer):
    """Spellings of one piece share a vector; blank, capital and capitals add one each."""
    shape, table = model.shape, model.embedding.weight
    kinds = 0.35 * torch.randn(4, shape.width)
    drawn = {}
    for token, spelled in enumerate(tokenizer.tokens):
        stem = tokenizer.stem(token)
        if stem not in drawn:
            drawn[stem] = 0.5 * torch.randn(shape.width)
        table[token] = drawn[stem]
        letters = spelled.replace("\u0120", "")
        table[token] += kinds[0] * spelled.startswith("\u0120")
        table[token] += kinds[1] * (letters[:1].isupper())
        table[token] += kinds[2] * (len(letters) > 1 and letters.isupper())
        table[token] += kinds[3] * letters.isalnum()


def look_back(attention, head, distance, strength):
    """A head whose biases alone make it attend `distance` tokens back."""
    shape = attention.shape
    half = shape.head_width // 2
    turn = angles(shape, distance + 1)[distance].float()
    fast = (angles(shape, 2)[1] > 1e-2).float()
    size = math.sqrt(strength * math.sqrt(shape.head_width))
    first, second = head * shape.head_width, head * shape.head_width + half
    rows = slice(first, first + shape.head_width)
    for weight in (attention.q.weight, attention.k.weight):
        weight[rows] *= 0.3
    attention.q.bias[first:second] = size * fast
    attention.k.bias[first:second] = size * fast * turn.cos()
    attention.k.bias[second : second + half] = size * fast * turn.sin()
