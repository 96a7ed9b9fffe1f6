#!/usr/bin/env python3
"""Measures how fast the first CUDA device copies its own memory, and prints it as JSON.

usage: bandwidth.py

Two buffers of 2 GiB, or less on a small device, are copied one onto the other. A round is eight
copies between two events; the best of ten rounds counts. Bytes are counted as read and as written.
Without a device: one line on stderr, and exit code 3.
"""

import ctypes
import json
import sys

BUFFER = 2 << 30
SMALLEST = 64 << 20
COPIES = 8
ROUNDS = 10
DEVICE_TO_DEVICE = 3


class NoDevice(Exception):
    pass


def library():
    for name in ("libcudart.so.13", "libcudart.so.12", "libcudart.so"):
        try:
            return ctypes.CDLL(name)
        except OSError:
            pass
    raise NoDevice("libcudart.so.13 is not found; LD_LIBRARY_PATH may name its folder")


class Cuda:
    """The few functions of the CUDA runtime that are needed, with their errors raised."""

    def __init__(self):
        self.runtime = library()
        self.runtime.cudaGetErrorString.restype = ctypes.c_char_p

    def call(self, name, *arguments):
        code = getattr(self.runtime, name)(*arguments)
        if code != 0:
            text = self.runtime.cudaGetErrorString(code) or b"unknown error"
            raise NoDevice(f"{name}: {text.decode()}")

    def device_name(self):
        """The name is the first field of a struct that is not known further."""
        properties = ctypes.create_string_buffer(1 << 16)
        for name in ("cudaGetDeviceProperties", "cudaGetDeviceProperties_v2"):
            if hasattr(self.runtime, name):
                self.call(name, properties, ctypes.c_int(0))
                return properties.value.decode(errors="replace")
        return "CUDA device"

    def buffer(self, size):
        pointer = ctypes.c_void_p()
        self.call("cudaMalloc", ctypes.byref(pointer), ctypes.c_size_t(size))
        self.call("cudaMemset", pointer, ctypes.c_int(1), ctypes.c_size_t(size))
        return pointer

    def event(self):
        event = ctypes.c_void_p()
        self.call("cudaEventCreate", ctypes.byref(event))
        return event

    def copy_seconds(self, to, source, size, begin, end):
        """The time of one copy, from a round of several."""
        self.call("cudaEventRecord", begin, None)
        for _ in range(COPIES):
            self.call(
                "cudaMemcpyAsync",
                to,
                source,
                ctypes.c_size_t(size),
                ctypes.c_int(DEVICE_TO_DEVICE),
                None,
            )
        self.call("cudaEventRecord", end, None)
        self.call("cudaDeviceSynchronize")
        milliseconds = ctypes.c_float()
        self.call("cudaEventElapsedTime", ctypes.byref(milliseconds), begin, end)
        return milliseconds.value / 1e3 / COPIES


def measure():
    cuda = Cuda()
    count = ctypes.c_int()
    cuda.call("cudaGetDeviceCount", ctypes.byref(count))
    if count.value == 0:
        raise NoDevice("the CUDA runtime counts 0 devices")
    cuda.call("cudaSetDevice", ctypes.c_int(0))
    free, total = ctypes.c_size_t(), ctypes.c_size_t()
    cuda.call("cudaMemGetInfo", ctypes.byref(free), ctypes.byref(total))
    size = min(BUFFER, free.value // 3 // SMALLEST * SMALLEST)
    if size == 0:
        raise NoDevice(f"only {free.value >> 20} MiB of device memory are free")
    to, source = cuda.buffer(size), cuda.buffer(size)
    begin, end = cuda.event(), cuda.event()
    cuda.copy_seconds(to, source, size, begin, end)  # warms up
    best = min(cuda.copy_seconds(to, source, size, begin, end) for _ in range(ROUNDS))
    return {
        "device": cuda.device_name(),
        "memory_bytes": total.value,
        "copy_buffer_bytes": size,
        "copy_bytes_per_s": 2 * size / best,
    }


def main():
    if len(sys.argv) > 1:
        print("bandwidth.py: takes no arguments", file=sys.stderr)
        return 2
    try:
        print(json.dumps(measure()))
        return 0
    except NoDevice as problem:
        print(f"bandwidth.py: no CUDA device: {problem}", file=sys.stderr)
        return 3


if __name__ == "__main__":
    sys.exit(main())
