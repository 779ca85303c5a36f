#!/usr/bin/env python3
"""Times build/bench and PyTorch in turn, A B A B, on one set of works, and prints how many times faster ours is.

    make bench && python3 tests/bench/compare.py [--rounds 3] [--seconds 2] [--only WORD]

In each round both do the work one after the other, so a machine whose speed drifts is fair to both; the ratio is taken round
by round, and its median, least and greatest are printed. PyTorch as torch_peer.py says.

A virtual machine's two cores may at times be one core of the host's, which two threads then share. A round of two threads
counts if before and after it two threads multiplied at least 1.8 times as fast as one; how many did not is printed.
"""
import argparse
import glob
import os
import re
import subprocess
import sys

SMALL = "--vocab 500 --embed 64 --hidden 128"
WORKS = {
    "gru-attention, batch 1": f"train-step --model gru-attention --batch 1 {SMALL} --threads 2",
    "gru-attention, batch 32": f"train-step --model gru-attention --batch 32 {SMALL} --threads 2",
    "gru-attention, batch 64, hidden 256": "train-step --model gru-attention --batch 64 --src-len 14 --tgt-len 14 --vocab 2000 "
                                           "--embed 128 --hidden 256 --threads 2",
    "transformer d64": "train-step --model transformer --threads 2",
    "transformer d128": "train-step --model transformer --batch 64 --src-len 14 --tgt-len 14 --vocab 2000 --d-model 128 --heads 8 "
                        "--layers 2 --ff 512 --threads 2",
    "transformer d256": "train-step --model transformer --batch 128 --src-len 15 --tgt-len 15 --vocab 6000 --d-model 256 --heads 8 "
                        "--layers 3 --ff 512 --threads 2",
    "scalar-chain": "scalar-chain --ops 2000",
    "attention 4 x 2048 x 64": "attention --batch 1 --heads 4 --len 2048 --head-dim 64 --threads 2",
}
for threads in (1, 2):
    for size in (64, 128, 256, 512, 1024, 2048):
        WORKS[f"matmul {size}, {threads} threads"] = f"matmul --m {size} --n {size} --k {size} --threads {threads}"


def median(numbers):
    return sorted(numbers)[len(numbers) // 2]


def time_of(command, environment):
    try:
        output = subprocess.run(command, env=environment, stdout=subprocess.PIPE, check=True, text=True).stdout
    except (OSError, subprocess.CalledProcessError) as error:
        sys.exit(f"compare.py: {error}")
    figure = output.split("\t")[1]
    return float(figure.split()[0]), " ".join(figure.split()[1:])


def have_their_cores(threads, bench):
    """Whether the threads, "1" or "2", do at this moment have a core each."""
    if threads == "1":
        return True
    limit = subprocess.run([bench, "limit", "--threads", "2"], stdout=subprocess.PIPE, check=True, text=True).stdout
    one, two = (float(speed) for speed in re.findall(r"([\d.]+) G/s", limit))
    return two >= 1.8 * one


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=float, default=2.0)
    parser.add_argument("--only", default="", help="only works whose names contain this")
    parser.add_argument("--python", default="/usr/bin/python3", help="the Python that has PyTorch")
    parser.add_argument("--bench", default="build/bench")
    parser.add_argument("--peer", default=os.path.join(os.path.dirname(os.path.abspath(__file__)), "torch_peer.py"))
    options = parser.parse_args()
    if options.rounds < 1:
        parser.error("--rounds must be 1 or more")
    works = {name: work for name, work in WORKS.items() if options.only in name}
    if not works:
        parser.error(f"--only {options.only!r} is in none of: " + "; ".join(WORKS))
    theirs = dict(os.environ)
    openmp = glob.glob("/usr/lib/*/openblas-openmp/libblas.so.3")
    if openmp:
        theirs["LD_PRELOAD"] = openmp[0]
    else:
        print("libopenblas0-openmp is not installed: PyTorch's times on two threads will be too long", file=sys.stderr)
    print("| work | heed | PyTorch | times faster (least to greatest) |\n|---|---|---|---|")
    dropped = 0
    for name, work in works.items():
        arguments = work.split() + ["--seconds", str(options.seconds)]
        ours, peers, unit = [], [], ""
        threads = arguments[arguments.index("--threads") + 1] if "--threads" in arguments else "1"
        theirs["OMP_NUM_THREADS"] = threads
        while len(ours) < options.rounds:
            fair_before = have_their_cores(threads, options.bench)
            own, unit = time_of([options.bench] + arguments, dict(os.environ))
            peer = time_of([options.python, options.peer] + arguments, theirs)[0]
            if fair_before and have_their_cores(threads, options.bench):
                ours.append(own)
                peers.append(peer)
            else:
                dropped += 1
                if dropped > 20 * options.rounds:
                    sys.exit("compare.py: two threads hardly ever have a core each here")
        ratios = [peer / own for own, peer in zip(ours, peers)]
        print(f"| {name} | {median(ours):.4g} {unit} | {median(peers):.4g} | {median(ratios):.2f} ({min(ratios):.2f} to "
              f"{max(ratios):.2f}) |", flush=True)
    print(f"\n{dropped} rounds did not count, for two threads shared one core before or after them.")


if __name__ == "__main__":
    main()
