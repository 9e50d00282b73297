#!/usr/bin/env python3
"""Two processes of one thread against one process of one thread and one of two, in turns: steps a second.

usage: distributed.py PROGRAM [--torch PYTHON] [--rounds N] [--steps N] [--models NAME:BATCH,…]

PROGRAM is `scaling`. With --torch, a Python that has PyTorch trains the same models with DistributedDataParallel on gloo
beside it. A round runs each side once; the number is that of the round with the least median. Needs two cores with nothing
else to do.
"""
import argparse
import json
import os
import socket
import statistics
import subprocess
import sys
import time

MODELS = "mnist_gan:64,cifar_gen:16"
SIDES = ((1, 1), (1, 2), (2, 1))  # processes, and threads of each
FIRST = 3                         # steps that do not count


def last_line(command, environment=None):
    done = subprocess.run(command, env=environment, capture_output=True, text=True)
    if done.returncode != 0:
        sys.exit(f"{' '.join(command)} failed:\n{done.stderr}")
    return json.loads(done.stdout.splitlines()[-1])["ms"]


def run_keratin(arguments, model, processes, threads):
    command = [arguments.program, "time", "--models", model, "--threads", str(threads), "--steps", str(arguments.steps)]
    if processes > 1:
        root = ["--allow-run-as-root"] if os.geteuid() == 0 else []
        command = ["mpirun", *root, "-n", str(processes), "--bind-to", "core", *command]
    return last_line(command)


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


def run_torch(arguments, model, processes, threads):
    command = [arguments.torch, os.path.abspath(__file__), "worker", "--models", model, "--threads", str(threads),
               "--steps", str(arguments.steps)]
    shared = {**os.environ, "MASTER_ADDR": "127.0.0.1", "MASTER_PORT": str(free_port()), "WORLD_SIZE": str(processes),
              "OMP_NUM_THREADS": str(threads)}
    others = [subprocess.Popen(["taskset", "-c", str(rank), *command], env={**shared, "RANK": str(rank)},
                               stdout=subprocess.DEVNULL) for rank in range(1, processes)]
    bound = ["taskset", "-c", "0"] if processes > 1 else []
    ms = last_line([*bound, *command], {**shared, "RANK": "0"})
    for other in others:
        other.wait()
    return ms


def compare(arguments):
    runs = {"keratin": run_keratin} | ({"torch": run_torch} if arguments.torch else {})
    print("| model | framework | 1 process, 1 thread: steps/s | 1, 2 threads | 2, 1 thread each | to 1 thread | to 2 threads |")
    print("|---|---|---|---|---|---|---|")
    for model in arguments.models.split(","):
        least = {}
        for _ in range(arguments.rounds):
            for side in SIDES:
                for name, run in runs.items():
                    ms = run(arguments, model, *side)
                    least[name, side] = min(ms, least.get((name, side), ms))
        for name in runs:
            one, threads, processes = (1e3 / least[name, side] for side in SIDES)
            print(f"| {model} | {name} | {one:.2f} | {threads:.2f} | {processes:.2f} | {processes / one:.2f} | "
                  f"{processes / threads:.2f} |", flush=True)


def torch_step(name, batch, wrap):
    """A step of this process's share, as peers.py does the whole."""
    import torch
    from torch.nn import functional

    import peers

    def adam(model, rate, beta=0.9):
        return torch.optim.Adam(model.parameters(), lr=rate, betas=(beta, 0.999), foreach=True)

    if name != "mnist_gan":
        model, x = peers.torch_model(name), peers.torch_batch(name, batch)
        y, optimizer, shared = torch.rand_like(model(*x)).detach(), adam(model, 1e-4), wrap(model)

        def step():
            optimizer.zero_grad(set_to_none=True)
            functional.mse_loss(shared(*x), y).backward()
            optimizer.step()
        return step

    half = batch // 2
    g, d = peers.torch_model("mnist_gen"), peers.torch_chain(peers.with_dropout(peers.MODELS["mnist_disc"]))
    of_g, of_d, shared_g, shared_d = adam(g, 2e-4, 0.5), adam(d, 2e-4, 0.5), wrap(g), wrap(d)
    real, ones = torch.rand(half, 28, 28, 1).permute(0, 3, 1, 2), torch.ones(batch, 1)
    labels = torch.cat([torch.ones(half, 1), torch.zeros(half, 1)])

    def gan_step():
        with torch.no_grad():
            fake = g(torch.randn(half, 100))
        d.requires_grad_(True)
        of_d.zero_grad(set_to_none=True)
        functional.binary_cross_entropy(shared_d(torch.cat([real, fake])), labels).backward()
        of_d.step()
        d.requires_grad_(False)
        of_g.zero_grad(set_to_none=True)
        functional.binary_cross_entropy(d(shared_g(torch.randn(batch, 100))), ones).backward()
        of_g.step()
    return gan_step


def work(arguments):
    import warnings

    import torch
    import torch.distributed
    warnings.filterwarnings("ignore")
    torch.set_num_threads(arguments.threads)
    processes, wrap = int(os.environ["WORLD_SIZE"]), lambda model: model
    if processes > 1:
        torch.distributed.init_process_group("gloo")
        wrap = torch.nn.parallel.DistributedDataParallel
    name, batch = arguments.models.split(":")
    step, times = torch_step(name, int(batch) // processes, wrap), []
    for _ in range(FIRST + arguments.steps):
        begin = time.perf_counter()
        step()
        times.append(1e3 * (time.perf_counter() - begin))
    print(json.dumps({"ms": statistics.median(times[FIRST:])}))
    if processes > 1:
        torch.distributed.destroy_process_group()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program")
    parser.add_argument("--torch")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--steps", type=int, default=15)
    parser.add_argument("--threads", type=int, default=1, help=argparse.SUPPRESS)
    parser.add_argument("--models", default=MODELS)
    arguments = parser.parse_args()
    work(arguments) if arguments.program == "worker" else compare(arguments)


if __name__ == "__main__":
    main()
