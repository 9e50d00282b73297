#!/usr/bin/env python3
"""How long a program takes to compile, as a multiple of a file that only includes xtensor/xarray.hpp.

usage: compile.py PROGRAM.cpp [--include FOLDER ...] [--compiler g++] [--rounds N]

Both are compiled in turns with -std=c++20 -O2; the ratio is that of the medians.
"""
import argparse
import pathlib
import statistics
import subprocess
import tempfile
import time

XARRAY = """#include <xtensor/xarray.hpp>
int main() {
  xt::xarray<float> a = {{1, 2}, {3, 4}};
  return int(a(0, 0));
}
"""


def seconds(command):
    start = time.perf_counter()
    subprocess.run(command, check=True)
    return time.perf_counter() - start


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("program")
    parser.add_argument("--include", action="append", default=[str(pathlib.Path(__file__).parents[2] / "include")])
    parser.add_argument("--compiler", default="g++")
    parser.add_argument("--rounds", type=int, default=5)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        alone = pathlib.Path(folder, "xarray.cpp")
        alone.write_text(XARRAY)
        command = [arguments.compiler, "-std=c++20", "-O2", "-c", "-o", folder + "/object.o"]
        command += [f"-I{include}" for include in arguments.include]
        times = [(seconds(command + [str(alone)]), seconds(command + [arguments.program])) for _ in range(arguments.rounds)]
    base, ours = (statistics.median(column) for column in zip(*times))
    print(f"{ours:.2f} s, {ours / base:.2f} times only xtensor/xarray.hpp ({base:.2f} s)")


if __name__ == "__main__":
    main()
