"""Causal attention that can be told where to look.

Beside the usual output it returns -log of the share of attention that lands on given positions, for
given rows of the attention matrix. Its gradient is written out, so that the matrix is made once.
"""

import dataclasses

import torch

LEAST = 1e-20  # keeps a look that has no share at all learnable


@dataclasses.dataclass(frozen=True)
class Looks:
    """Rows of one layer's attention, counted through sequences, heads and positions, all different,
    and up to `most` positions that each is to look at (`counted` is 0 where fewer are)."""

    rows: torch.Tensor  # [n]
    targets: torch.Tensor  # [n, most]
    counted: torch.Tensor  # [n, most]


class TaughtAttention(torch.autograd.Function):
    @staticmethod
    def forward(ctx, q, k, v, looks):
        """q, k and v are [rows, heads, length, width]; returns the output and a loss for each look."""
        length = q.shape[2]
        logits = q @ k.transpose(2, 3)
        later = torch.ones(length, length, dtype=torch.bool, device=q.device).triu(1)
        p = logits.masked_fill_(later, -torch.inf).softmax(-1)
        ctx.looks = looks
        if looks is None:
            ctx.save_for_backward(q, k, v, p)
            return p @ v, p.new_zeros(0, dtype=torch.float32)
        at_targets = p.view(-1, length)[looks.rows[:, None], looks.targets].float()
        reached = (at_targets + LEAST) * looks.counted
        total = reached.sum(-1, keepdim=True)
        ctx.save_for_backward(q, k, v, p, reached / total)
        return p @ v, -total.squeeze(-1).clamp(max=1.0).log()

    @staticmethod
    def backward(ctx, d_out, d_loss):
        q, k, v, p, *reached = ctx.saved_tensors
        d_out = d_out.to(p.dtype)
        d_p = d_out @ v.transpose(2, 3)
        d_logits = torch._softmax_backward_data(d_p, p, -1, p.dtype)
        if ctx.looks is not None:
            looks, flat = ctx.looks, d_logits.view(-1, p.shape[-1])
            weight = d_loss[:, None]
            flat.index_add_(0, looks.rows, (p.view_as(flat)[looks.rows] * weight).to(p.dtype))
            pull = (-reached[0] * weight).to(p.dtype)
            at = looks.rows[:, None] * flat.shape[1] + looks.targets
            flat.view(-1).index_add_(0, at.view(-1), pull.view(-1))
        return d_logits @ k, d_logits.transpose(2, 3) @ q, p.transpose(2, 3) @ d_out, None
