#!/usr/bin/env python3
"""Runs a command several times and prints what a run takes: process.py [--runs N] COMMAND [ARGUMENT ...]

The time is a median of whole processes, from start to end; the memory the largest resident size of any of them.
"""
import argparse
import os
import statistics
import subprocess
import sys
import time


def run(command):
    start = time.perf_counter()
    child = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(child.pid, 0)
    if status != 0:
        sys.exit(f"{command[0]} failed")
    return time.perf_counter() - start, usage.ru_maxrss / 1024


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=11)
    parser.add_argument("command", nargs=argparse.REMAINDER)
    arguments = parser.parse_args()
    if not arguments.command:
        parser.error("a command is needed")
    times, memory = zip(*(run(arguments.command) for _ in range(arguments.runs)))
    print(f"{1e3 * statistics.median(times):.1f} ms, {max(memory):.0f} MiB")


if __name__ == "__main__":
    main()
