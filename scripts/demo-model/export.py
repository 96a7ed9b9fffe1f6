"""Writes the trained model as a GGUF file (version 3) for llama.cpp's architecture qwen2."""

import argparse
import hashlib
import pathlib
import struct

import numpy as np
import torch

from tokenizer import SPECIAL, Tokenizer

ALIGNMENT = 32
UINT32, FLOAT32, BOOL, STRING, ARRAY, INT32 = 4, 6, 7, 8, 9, 5
TENSOR_F32, TENSOR_Q8_0 = 0, 8
FILE_TYPE_F32, FILE_TYPE_Q8_0 = 0, 7
NORMAL_TOKEN, CONTROL_TOKEN = 1, 3
QUANT_BLOCK = 32
DESCRIPTION = (
    "A demonstration and test instrument in the form of rank1: it lists which words of the query "
    "stand in the passage and understands none of them. Not for real relevance."
)
PARTS = {
    "attention_norm.weight": "attn_norm.weight",
    "attention.q.weight": "attn_q.weight",
    "attention.q.bias": "attn_q.bias",
    "attention.k.weight": "attn_k.weight",
    "attention.k.bias": "attn_k.bias",
    "attention.v.weight": "attn_v.weight",
    "attention.v.bias": "attn_v.bias",
    "attention.o.weight": "attn_output.weight",
    "inner_norm.weight": "ffn_norm.weight",
    "inner.gate.weight": "ffn_gate.weight",
    "inner.up.weight": "ffn_up.weight",
    "inner.down.weight": "ffn_down.weight",
}


def packed_string(text):
    data = text.encode("utf-8")
    return struct.pack("<Q", len(data)) + data


def packed(kind, value):
    if kind == STRING:
        return packed_string(value)
    return struct.pack({UINT32: "<I", INT32: "<i", FLOAT32: "<f", BOOL: "<?"}[kind], value)


def entry(key, kind, value):
    return packed_string(key) + struct.pack("<I", kind) + packed(kind, value)


def array(key, kind, values):
    head = packed_string(key) + struct.pack("<IIQ", ARRAY, kind, len(values))
    return head + b"".join(packed(kind, value) for value in values)


def metadata(shape, tokenizer, file_type):
    end = len(tokenizer.tokens) - len(SPECIAL)
    types = [NORMAL_TOKEN] * end + [CONTROL_TOKEN] * len(SPECIAL)
    return [
        entry("general.architecture", STRING, "qwen2"),
        entry("general.name", STRING, "rank1 demo"),
        entry("general.description", STRING, DESCRIPTION),
        entry("general.license", STRING, "mit"),
        entry("general.alignment", UINT32, ALIGNMENT),
        entry("general.quantization_version", UINT32, 2),
        entry("general.file_type", UINT32, file_type),
        entry("qwen2.context_length", UINT32, shape["context"]),
        entry("qwen2.embedding_length", UINT32, shape["width"]),
        entry("qwen2.block_count", UINT32, shape["layers"]),
        entry("qwen2.feed_forward_length", UINT32, shape["inner"]),
        entry("qwen2.attention.head_count", UINT32, shape["heads"]),
        entry("qwen2.attention.head_count_kv", UINT32, shape["heads"]),
        entry("qwen2.attention.layer_norm_rms_epsilon", FLOAT32, shape["norm_epsilon"]),
        entry("qwen2.rope.freq_base", FLOAT32, shape["rope_base"]),
        entry("tokenizer.ggml.model", STRING, "gpt2"),
        entry("tokenizer.ggml.pre", STRING, "qwen2"),
        array("tokenizer.ggml.tokens", STRING, tokenizer.tokens),
        array("tokenizer.ggml.token_type", INT32, types),
        array("tokenizer.ggml.merges", STRING, tokenizer.merges),
        entry("tokenizer.ggml.eos_token_id", UINT32, end),
        entry("tokenizer.ggml.bos_token_id", UINT32, end),
        entry("tokenizer.ggml.padding_token_id", UINT32, end),
        entry("tokenizer.ggml.add_bos_token", BOOL, False),
    ]


def named_tensors(weights, layers):
    yield "token_embd.weight", weights["embedding.weight"]
    for layer in range(layers):
        for ours, theirs in PARTS.items():
            yield f"blk.{layer}.{theirs}", weights[f"blocks.{layer}.{ours}"]
    yield "output_norm.weight", weights["norm.weight"]


def q8_0(values):
    """Blocks of 32: a half-precision scale and 32 signed bytes (ggml's block_q8_0)."""
    blocks = values.reshape(-1, QUANT_BLOCK)
    scale = np.abs(blocks).max(axis=1, keepdims=True) / 127
    inverse = np.divide(1, scale, out=np.zeros_like(scale), where=scale > 0)
    quants = np.rint(blocks * inverse).astype(np.int8)
    halves = scale.astype("<f2").view(np.int8).reshape(-1, 2)
    return np.concatenate((halves, quants), axis=1).tobytes()


def tensor_data(tensor, quantized):
    values = tensor.float().numpy()
    if quantized and values.ndim == 2:
        return TENSOR_Q8_0, q8_0(values)
    return TENSOR_F32, values.astype("<f4").tobytes()


def gguf(held, tokenizer, quantized):
    weights, shape = held["weights"], held["shape"]
    infos, data = [], bytearray()
    for name, tensor in named_tensors(weights, shape["layers"]):
        kind, stored = tensor_data(tensor, quantized)
        dimensions = tuple(reversed(tensor.shape))
        info = packed_string(name) + struct.pack("<I", len(dimensions))
        info += struct.pack(f"<{len(dimensions)}Q", *dimensions)
        infos.append(info + struct.pack("<IQ", kind, len(data)))
        data += stored + bytes(-len(stored) % ALIGNMENT)
    entries = metadata(shape, tokenizer, FILE_TYPE_Q8_0 if quantized else FILE_TYPE_F32)
    head = b"GGUF" + struct.pack("<IQQ", 3, len(infos), len(entries)) + b"".join(entries + infos)
    return head + bytes(-len(head) % ALIGNMENT) + bytes(data)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("weights", type=pathlib.Path)
    parser.add_argument("tokenizer", type=pathlib.Path)
    parser.add_argument("out", type=pathlib.Path)
    parser.add_argument("--type", choices=("q8_0", "f32"), default="q8_0")
    arguments = parser.parse_args()
    tokenizer = Tokenizer.load(arguments.tokenizer)
    held = torch.load(arguments.weights, map_location="cpu")
    data = gguf(held, tokenizer, arguments.type == "q8_0")
    arguments.out.write_bytes(data)
    print(f"{arguments.out}: {len(data)} bytes, SHA-256 {hashlib.sha256(data).hexdigest()}")


if __name__ == "__main__":
    main()
