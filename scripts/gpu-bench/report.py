#!/usr/bin/env python3
"""Adds what a run of `rank1 bench --json` lacks for the table, and prints the table.

usage: report.py line MODEL.gguf SHAPE TYPE SAMPLING THINK_TOKENS DEVICE.json < BENCH.json
       report.py table TITLE < RUNS.jsonl

`line` prints one line for RUNS.jsonl; DEVICE.json may be empty, when there is no CUDA device.
"""

import json
import os
import struct
import sys

STRING, ARRAY = 8, 9
SCALARS = {0: "B", 1: "b", 2: "H", 3: "h", 4: "I", 5: "i", 6: "f", 7: "?", 10: "Q", 11: "q", 12: "d"}
KV_ITEM_BYTES = 2  # f16


class Gguf:
    """The metadata of a GGUF file, and the bytes of its tensors."""

    def __init__(self, path):
        with open(path, "rb") as file:
            self.file = file
            if file.read(4) != b"GGUF":
                raise ValueError("no GGUF file")
            _, tensors, entries = self.unpack("IQQ")
            self.meta = {self.text(): self.value(*self.unpack("I")) for _ in range(entries)}
            offsets = {}
            for _ in range(tensors):
                name = self.text()
                (dims,) = self.unpack("I")
                *_, offset = self.unpack(f"{dims}QIQ")
                offsets[name] = offset
            alignment = self.meta.get("general.alignment", 32)
            begin = -(-file.tell() // alignment) * alignment
            ends = sorted(offsets.values())[1:] + [os.path.getsize(path) - begin]
            in_file = sorted(offsets, key=offsets.get)
            self.tensors = {name: end - offsets[name] for name, end in zip(in_file, ends)}

    def unpack(self, layout):
        layout = "<" + layout
        return struct.unpack(layout, self.file.read(struct.calcsize(layout)))

    def text(self):
        return self.file.read(*self.unpack("Q")).decode(errors="replace")

    def value(self, kind):
        if kind == STRING:
            return self.text()
        if kind == ARRAY:
            item, count = self.unpack("IQ")
            return [self.value(item) for _ in range(count)]
        return self.unpack(SCALARS[kind])[0]

    def weight_bytes(self):
        """What a decode step reads whole: all tensors but an embedding that only looks rows up."""
        unread = self.tensors["token_embd.weight"] if "output.weight" in self.tensors else 0
        return sum(self.tensors.values()) - unread

    def kv_bytes_per_token(self):
        arch = self.meta["general.architecture"]
        heads = self.meta[f"{arch}.attention.head_count"]
        width = self.meta[f"{arch}.embedding_length"] // heads
        width = self.meta.get(f"{arch}.attention.key_length", width)
        kv_heads = self.meta[f"{arch}.attention.head_count_kv"]
        return 2 * self.meta[f"{arch}.block_count"] * kv_heads * width * KV_ITEM_BYTES


def line(model, shape, kind, sampling, think, device):
    bench = json.load(sys.stdin)
    gguf = Gguf(model)
    with open(device, encoding="utf-8") as file:
        found = json.loads(file.read() or "{}")
    run = bench["runs"][0]
    kv_bytes = run["parallel"] * (run["prompt_tokens"] + think / 2) * gguf.kv_bytes_per_token()
    record = {
        "shape": shape,
        "type": kind,
        "sampling": sampling,
        "think_tokens": think,
        "runtime": bench["runtime"],
        **run,
        "weight_bytes_per_step": gguf.weight_bytes(),
        "kv_bytes_per_step": round(kv_bytes),
        **found,
    }
    if "copy_bytes_per_s" in found:
        record["floor_ms"] = (gguf.weight_bytes() + kv_bytes) / found["copy_bytes_per_s"] * 1e3
        if "decode_step_ms" in run:
            record["ratio_to_floor"] = run["decode_step_ms"] / record["floor_ms"]
    print(json.dumps(record))


def cell(value, layout):
    return "-" if value is None else format(value, layout)


COLUMNS = [
    ("shape", lambda r: r["shape"]),
    ("type", lambda r: r["type"]),
    ("parallel", lambda r: str(r["parallel"])),
    ("sampling", lambda r: r["sampling"]),
    ("prompt", lambda r: str(r["prompt_tokens"])),
    ("prefill tok/s", lambda r: cell(r["prefill_tokens_per_s"], ".0f")),
    ("decode tok/s", lambda r: cell(r["decode_tokens_per_s"], ".0f")),
    ("pairs/s", lambda r: cell(r["pairs_per_s"], ".2f")),
    ("llama_decode", lambda r: cell(100 * r["decode_share_of_wall"], ".1f") + " %"),
    ("GPU MiB", lambda r: cell(r["gpu_bytes"] / 2**20 if "gpu_bytes" in r else None, ".0f")),
    ("step ms", lambda r: cell(r.get("decode_step_ms"), ".2f")),
    ("floor ms", lambda r: cell(r.get("floor_ms"), ".2f")),
    ("step/floor", lambda r: cell(r.get("ratio_to_floor"), ".2f")),
]


def table(title):
    records = [json.loads(text) for text in sys.stdin if text.strip()]
    print(title)
    for record in records[:1]:
        print(f"runtime  {record['runtime']}")
        if "copy_bytes_per_s" in record:
            rate = f"{record['copy_bytes_per_s'] / 1e9:.0f} GB/s copied, read and written"
            print(f"device   {record['device']}, {rate}")
        else:
            print("device   no CUDA device to measure: no floor")
    rows = [[name for name, _ in COLUMNS]]
    rows += [[show(record) for _, show in COLUMNS] for record in records]
    widths = [max(len(row[i]) for row in rows) for i in range(len(COLUMNS))]
    for row in rows:
        print("  ".join(text.rjust(width) for text, width in zip(row, widths)))


def main(arguments):
    try:
        if len(arguments) == 7 and arguments[0] == "line":
            line(*arguments[1:5], int(arguments[5]), arguments[6])
        elif len(arguments) == 2 and arguments[0] == "table":
            table(arguments[1])
        else:
            print("report.py: expected 'line' or 'table' and their arguments", file=sys.stderr)
            return 2
        return 0
    except (OSError, ValueError, KeyError, struct.error) as problem:
        detail = " ".join(str(problem).split())
        print(f"report.py: {type(problem).__name__}: {detail}", file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
