#!/usr/bin/env python3
"""Runs Keratin and its peers in turns and writes a table of ratios and an image.

usage: compare.py KERATIN_BENCH OUTPUT_FOLDER [--only NAME] [--threads N] [--rounds N] [--seconds S]
                  [--peers NAME ...]

Each round runs every framework once over all workloads; a workload's time is the median over the rounds. A ratio is
the fastest peer's time over Keratin's. Run it with the Python of an environment that has the peers (see peers.py),
and matplotlib for the image. OUTPUT_FOLDER gets times.jsonl, ratios.md and ratios.png.
"""
import argparse
import json
import math
import os
import pathlib
import statistics
import subprocess
import sys
import time

PEERS = ["torch", "torch-compile", "keras", "onnxruntime", "openvino"]


def run(command):
    lines = subprocess.run(command, check=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True).stdout
    return [json.loads(line) for line in lines.splitlines() if line.startswith("{")]


def measure(arguments):
    common = ["--threads", str(arguments.threads), "--seconds", str(arguments.seconds), "--only", arguments.only]
    script = str(pathlib.Path(__file__).with_name("peers.py"))
    results = []
    for _ in range(arguments.rounds):
        results += run([arguments.bench] + common)
        for peer in arguments.peers:
            results += run([sys.executable, script, peer] + common)
    return results


def medians(results):
    times = {}
    for line in results:
        row = line["kind"], line["workload"], line["batch"]
        times.setdefault(row, {}).setdefault(line["framework"], []).append(line["ms"])
    return {row: {name: statistics.median(values) for name, values in frameworks.items()}
            for row, frameworks in times.items()}


def ratio(frameworks):
    return min(ms for name, ms in frameworks.items() if name != "keratin") / frameworks["keratin"]


def write_table(path, rows, names):
    with open(path, "w") as file:
        file.write("| kind | workload | batch | " + " | ".join(names) + " | fastest peer ÷ keratin |\n")
        file.write("|---" * (len(names) + 4) + "|\n")
        for (kind, workload, batch), frameworks in rows.items():
            cells = [f"{frameworks[name]:.3f}" if name in frameworks else "" for name in names]
            file.write(f"| {kind} | {workload} | {batch} | " + " | ".join(cells) + f" | {ratio(frameworks):.2f} |\n")
        mean = math.exp(statistics.mean(math.log(ratio(frameworks)) for frameworks in rows.values()))
        file.write(f"\nMilliseconds, medians. Geometric mean of the ratios: {mean:.2f}.\n")


def draw(path, rows, names):
    try:
        import matplotlib
    except ImportError:
        print("matplotlib is not there: no image", file=sys.stderr)
        return
    matplotlib.use("Agg")
    from matplotlib import pyplot
    figure, axes = pyplot.subplots(figsize=(8, 0.2 * len(rows) + 1.2))
    places = {row: place for place, row in enumerate(rows)}
    for name in names:
        measured = [row for row in rows if name in rows[row]]
        axes.plot([rows[row][name] / rows[row]["keratin"] for row in measured], [places[row] for row in measured],
                  "|" if name == "keratin" else "o", label=name, markersize=9 if name == "keratin" else 5,
                  markeredgewidth=3 if name == "keratin" else 0, color="black" if name == "keratin" else None)
    axes.set_yticks(list(places.values()), [f"{workload}, {kind} {batch}" for kind, workload, batch in rows], fontsize=8)
    axes.set_ylim(len(rows) - 0.5, -0.5)
    axes.set_xscale("log", base=2)
    axes.xaxis.set_major_formatter("{x:g}")
    axes.grid(alpha=0.3)
    axes.set_xlabel("time ÷ keratin's time: right of 1 keratin is faster")
    figure.legend(loc="upper center", ncols=len(names), fontsize=8, frameon=False)
    figure.tight_layout(rect=(0, 0, 1, 0.97))
    figure.savefig(path, dpi=100)


def start_time(bench):
    """Milliseconds from the start of a process to its end, with one model made and one prediction."""
    times = []
    for _ in range(20):
        before = time.perf_counter()
        subprocess.run([bench, "--cold-start"], check=True, stdout=subprocess.DEVNULL)
        times.append(1e3 * (time.perf_counter() - before))
    return statistics.median(times)


def peak_memory(command):
    """Mebibytes that a process held at most."""
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, _, usage = os.wait4(process.pid, 0)
    return usage.ru_maxrss / 1024


def write_extras(path, arguments):
    script = str(pathlib.Path(__file__).with_name("peers.py"))
    step = ["--only", "mnist_gen_up", "--seconds", "0", "--threads", str(arguments.threads)]
    with open(path, "a") as file:
        file.write(f"\nFrom a process's start to its end with one prediction: {start_time(arguments.bench):.1f} ms.\n")
        ours = peak_memory([arguments.bench, "--kind", "train"] + step)
        file.write(f"Peak memory, training mnist_gen_up 32: keratin {ours:.0f} MiB")
        if "torch" in arguments.peers:
            file.write(f", torch {peak_memory([sys.executable, script, 'torch'] + step):.0f} MiB (both with their code)")
        file.write(".\n")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("bench")
    parser.add_argument("output", type=pathlib.Path)
    parser.add_argument("--only", default="", help="workloads with this in their name")
    parser.add_argument("--threads", type=int, default=os.cpu_count())
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=float, default=1.0)
    parser.add_argument("--peers", nargs="*", default=PEERS, choices=PEERS)
    arguments = parser.parse_args()
    arguments.output.mkdir(parents=True, exist_ok=True)
    results = measure(arguments)
    (arguments.output / "times.jsonl").write_text("".join(json.dumps(line) + "\n" for line in results))
    rows, names = medians(results), arguments.peers + ["keratin"]
    write_table(arguments.output / "ratios.md", rows, names)
    write_extras(arguments.output / "ratios.md", arguments)
    draw(arguments.output / "ratios.png", rows, names)
    print((arguments.output / "ratios.md").read_text())


if __name__ == "__main__":
    main()
