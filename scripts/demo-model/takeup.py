"""Takes weights and tokenizer up from a GGUF file of the demo model, to train it further.

A file from before the markers were tokens gets them: their vectors begin as those of the pieces
that the model knew in their place.
"""

import argparse
import pathlib
import struct

import numpy as np
import torch

import chain
import export
import model as demo
from tokenizer import SPECIAL, Tokenizer

NUMBERS = {export.UINT32: "<I", export.INT32: "<i", export.FLOAT32: "<f", export.BOOL: "<?"}
PIECES = {chain.THINK: (">",), chain.END: ("</", ">")}


class Reader:
    """Reads values one after the other."""

    def __init__(self, data):
        self.data, self.at = data, 0

    def take(self, size):
        self.at += size
        return self.data[self.at - size : self.at]

    def number(self, form):
        return struct.unpack(form, self.take(struct.calcsize(form)))[0]

    def string(self):
        return self.take(self.number("<Q")).decode("utf-8")

    def value(self, kind):
        if kind == export.STRING:
            return self.string()
        if kind == export.ARRAY:
            kind, count = self.number("<I"), self.number("<Q")
            return [self.value(kind) for _ in range(count)]
        return self.number(NUMBERS[kind])


def read(path):
    """The metadata of a file, and its tensors as 32-bit floats by name."""
    reader = Reader(path.read_bytes())
    assert reader.take(4) == b"GGUF" and reader.number("<I") == 3, f"{path} is no GGUF of version 3"
    tensors, entries = reader.number("<Q"), reader.number("<Q")
    metadata = {}
    for _ in range(entries):
        key = reader.string()
        metadata[key] = reader.value(reader.number("<I"))
    infos = []
    for _ in range(tensors):
        name = reader.string()
        dimensions = [reader.number("<Q") for _ in range(reader.number("<I"))]
        infos.append((name, dimensions[::-1], reader.number("<I"), reader.number("<Q")))
    data = reader.data[-(-reader.at // export.ALIGNMENT) * export.ALIGNMENT :]
    return metadata, {name: values(data[at:], shape, kind) for name, shape, kind, at in infos}


def values(data, shape, kind):
    count = int(np.prod(shape))
    if kind == export.TENSOR_F32:
        return np.frombuffer(data, "<f4", count).reshape(shape).copy()
    assert kind == export.TENSOR_Q8_0, f"tensors of type {kind} are not read"
    block = np.dtype([("scale", "<f2"), ("quants", "i1", export.QUANT_BLOCK)])
    blocks = np.frombuffer(data, block, count // export.QUANT_BLOCK)
    return (blocks["scale"].astype("f4")[:, None] * blocks["quants"]).reshape(shape)


def our_name(name):
    """The name of a weight in the network."""
    ours = {theirs: part for part, theirs in export.PARTS.items()}
    if name.startswith("blk."):
        _, layer, part = name.split(".", 2)
        return f"blocks.{layer}.{ours[part]}"
    return {"token_embd.weight": "embedding.weight", "output_norm.weight": "norm.weight"}[name]


def with_markers(tokens, merges, table):
    """The tokens and their vectors, with the markers as the last of them."""
    pieces = Tokenizer(tokens, merges).ids
    for marker in (m for m in chain.MARKERS if m not in tokens):
        vector = np.mean([table[pieces[piece]] for piece in PIECES[marker]], axis=0)
        tokens, table = [*tokens, marker], np.concatenate((table, vector[None]))
    assert tuple(tokens[-len(SPECIAL) :]) == SPECIAL
    return tokens, table


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("model", type=pathlib.Path)
    parser.add_argument("tokenizer", type=pathlib.Path, help="is written")
    parser.add_argument("weights", type=pathlib.Path, help="is written")
    arguments = parser.parse_args()
    metadata, tensors = read(arguments.model)
    merges = metadata["tokenizer.ggml.merges"]
    tokens, table = with_markers(
        metadata["tokenizer.ggml.tokens"], merges, tensors["token_embd.weight"]
    )
    tensors["token_embd.weight"] = table
    Tokenizer(tokens, merges).save(arguments.tokenizer)
    weights = {our_name(name): torch.from_numpy(tensor) for name, tensor in tensors.items()}
    shape = demo.Shape(vocabulary=len(tokens))
    torch.save({"shape": shape.__dict__, "weights": weights}, arguments.weights)


if __name__ == "__main__":
    main()
