#!/usr/bin/env python3
"""Times build/bench and PyTorch alternately, A B A B, on the same jobs, and prints the speed-up of ours.

    make bench && python3 tests/bench/compare.py [--rounds 3] [--seconds 2] [--only WORD]

In each round both do the job one after the other, so a drift of the machine's speed affects both equally. The ratio is
computed for each round; its median, minimum and maximum are printed. torch_peer.py says how PyTorch is used.

OpenBLAS, which multiplies PyTorch's matrices, chooses its kernels by the processor. If the processor is newer than OpenBLAS, it may
choose generic ones, which are several times slower. So each kind of kernels is tried (OPENBLAS_CORETYPE), PyTorch gets the fastest
for each job, and the last column names them.

The two cores of a virtual machine may at times be one core of the host, which two threads then share. A round with two threads
counts only if, before and after it, two threads multiplied at least 1.8 times as fast as one. The number of other rounds is printed.
"""
import argparse
import glob
import math
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


# OpenBLAS's names of its kernels. "" leaves the choice to it, as does a name that it does not know.
KERNELS = ["", "Haswell", "Zen", "SkylakeX", "Cooperlake", "SapphireRapids", "ARMV8", "NEOVERSEN1", "NEOVERSEV1"]


def median(numbers):
    return sorted(numbers)[len(numbers) // 2]


def time_of(command, environment):
    try:
        output = subprocess.run(command, env=environment, stdout=subprocess.PIPE, check=True, text=True).stdout
    except (OSError, subprocess.CalledProcessError) as error:
        sys.exit(f"compare.py: {error}")
    figure = output.split("\t")[1]
    return float(figure.split()[0]), " ".join(figure.split()[1:])


def try_kernels(kernels, command, environment):
    """The time of the command with each of the kernels that run here: their name -> seconds, the fastest first."""
    times = {}
    for kernel in kernels * 2:  # twice, because the machine's speed drifts
        run = subprocess.run(command, env=dict(environment, OPENBLAS_CORETYPE=kernel, OPENBLAS_VERBOSE="2"), text=True,
                             stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        used = re.search(r"^Core: (\S+)", run.stderr, re.MULTILINE)
        least = re.search(r"\tmin (\S+)", run.stdout)
        if run.returncode == 0 and used and least:  # otherwise the processor lacks an instruction, or this is not OpenBLAS
            times[used[1]] = min(float(least[1]), times.get(used[1], math.inf))
    return dict(sorted(times.items(), key=lambda entry: entry[1]))


def usable_kernels(command, environment):
    """The kernels whose matrix product takes at most 1.5 times as long as the fastest; [""] if there is no choice."""
    own = next(iter(try_kernels([""], command, environment)), None)
    times = try_kernels(KERNELS, command, environment)
    if not times:
        return [""]
    print("OpenBLAS's kernels, ms for a product of 1024: " +
          ", ".join(f"{name} {time:.3g}" + (" (its own choice)" if name == own else "") for name, time in times.items()) + "\n",
          flush=True)
    return [name for name, time in times.items() if time <= 1.5 * next(iter(times.values()))]


def have_their_cores(threads, bench):
    """Whether each of the threads, "1" or "2", has its own core at this moment."""
    if threads == "1":
        return True
    limit = subprocess.run([bench, "limit", "--threads", "2"], stdout=subprocess.PIPE, check=True, text=True).stdout
    one, two = (float(speed) for speed in re.findall(r"([\d.]+) G/s", limit))
    return two >= 1.8 * one


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=float, default=2.0)
    parser.add_argument("--only", default="", help="only jobs whose names contain this")
    parser.add_argument("--python", default="/usr/bin/python3", help="the Python that has PyTorch")
    parser.add_argument("--bench", default="build/bench")
    parser.add_argument("--peer", default=os.path.join(os.path.dirname(os.path.abspath(__file__)), "torch_peer.py"))
    options = parser.parse_args()
    if options.rounds < 1:
        parser.error("--rounds must be 1 or more")
    works = {name: work for name, work in WORKS.items() if options.only in name}
    if not works:
        parser.error(f"--only {options.only!r} is not in the name of any job: " + "; ".join(WORKS))
    theirs = dict(os.environ)
    openmp = glob.glob("/usr/lib/*/openblas-openmp/libblas.so.3")
    if openmp:
        theirs["LD_PRELOAD"] = openmp[0]
    else:
        print("libopenblas0-openmp is not installed: PyTorch will be slower than it should be on two threads", file=sys.stderr)
    peer_command = [options.python, options.peer]
    product = "matmul --m 1024 --n 1024 --k 1024 --threads 1 --seconds 0.3".split()
    kernels = usable_kernels(peer_command + product, dict(theirs, OMP_NUM_THREADS="1"))
    print("| job | heed | PyTorch | speed-up (min to max) | OpenBLAS's kernels |\n|---|---|---|---|---|")
    dropped = 0
    for name, work in works.items():
        arguments = work.split() + ["--seconds", str(options.seconds)]
        ours, peers, unit = [], [], ""
        threads = arguments[arguments.index("--threads") + 1] if "--threads" in arguments else "1"
        theirs["OMP_NUM_THREADS"] = threads
        kernel = kernels[0]
        if len(kernels) > 1:
            kernel = next(iter(try_kernels(kernels, peer_command + work.split() + ["--seconds", "0.3"], theirs)), kernel)
        theirs["OPENBLAS_CORETYPE"] = kernel
        while len(ours) < options.rounds:
            fair_before = have_their_cores(threads, options.bench)
            own, unit = time_of([options.bench] + arguments, dict(os.environ))
            peer = time_of(peer_command + arguments, theirs)[0]
            if fair_before and have_their_cores(threads, options.bench):
                ours.append(own)
                peers.append(peer)
            else:
                dropped += 1
                if dropped > 20 * options.rounds:
                    sys.exit("compare.py: two threads hardly ever have a core each on this machine")
        ratios = [peer / own for own, peer in zip(ours, peers)]
        print(f"| {name} | {median(ours):.4g} {unit} | {median(peers):.4g} | {median(ratios):.2f} ({min(ratios):.2f} to "
              f"{max(ratios):.2f}) | {kernel or 'not OpenBLAS'} |", flush=True)
    print(f"\n{dropped} rounds did not count, because two threads shared one core before or after them.")


if __name__ == "__main__":
    main()
