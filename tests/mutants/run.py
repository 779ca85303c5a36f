#!/usr/bin/env python3
"""Checks that the tests notice mistakes. Each line of mutants.tsv makes one formula wrong; the tests that the line names must then fail.

    tests/mutants/run.py                        all mutants
    tests/mutants/run.py softmax                those with "softmax" in their names
    tests/mutants/run.py --apply                only check that the text of each mutant is still in the code
    tests/mutants/run.py --random 30 --seed 1   30 random mutants instead, each run against all tests of both test programs
    tests/mutants/run.py --random 30 --seed 1 --changed origin/main     only in files that differ from this commit

Works in scratch copies of the project, one for each processor, up to two, and copies what is already built.
Ends with 1 if a listed mutant survives, does not apply or does not compile. A random mutant may survive because it changes no
result: read each survivor, and write a test if it does.

mutants.tsv has five columns, separated by tabs: name, tests, file, from, to.
    tests   what to run, as Catch2 takes it: [softmax],[operations]
    from    text that occurs exactly once in the file; to: its replacement. Lines with # are comments.
"""
import argparse
import os
import queue
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections import namedtuple
from pathlib import Path

import random_mutants as random_tokens

ROOT = Path(__file__).resolve().parents[2]
Mutant = namedtuple("Mutant", "name tests file before after start", defaults=[None])
# A listed mutant runs its tests in double, text and pages included. A random mutant runs all tests of both programs.
LISTED = ["build/tests-double", "float_only="]
RANDOM = ["build/tests-double", "build/tests"]


def read_mutants(path):
    for number, line in enumerate(path.read_text().splitlines(), 1):
        if line.startswith("#") or not line.strip():
            continue
        columns = line.split("\t")
        if len(columns) != 5:
            sys.exit(f"{path}:{number}: {len(columns)} columns instead of 5")
        yield Mutant(*columns)


def random_mutants(count, seed, base):
    for token in random_tokens.draw(ROOT, count, seed, base):
        line = (ROOT / token.file).read_text().split("\n")[token.line - 1].strip()
        name = f"{token.file}:{token.line}: {token.before} -> {token.after} in   {line}"
        yield Mutant(name, "", token.file, token.before, token.after, token.start)


def copy_project(target):
    target.mkdir()
    for name in ["tensor", "autograd", "nn", "tests", "tutorials", "README.md", "Makefile", "build/double", "build/float"]:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, target / name)
        elif source.exists():
            shutil.copy2(source, target / name)


def make(place, jobs, programs):
    command = ["make", "-s", f"-j{jobs}", "OPTIMIZE=-O1", *programs]
    return subprocess.run(command, cwd=place, capture_output=True, text=True, timeout=3600)


def run_tests(place, programs, tests, limit=60):
    """Whether the tests pass, of all programs. A crash or an endless loop counts as a failure."""
    for program in (p for p in programs if p.startswith("build/")):
        try:
            command = [f"./{program}", "--abort"] + ([tests] if tests else [])
            result = subprocess.run(command, cwd=place, capture_output=True, timeout=limit)
        except subprocess.TimeoutExpired:
            return False
        if result.returncode != 0 or b"No test" in result.stdout + result.stderr:
            return False
    return True


def places_of(mutant, project=ROOT):
    """How often the text of the mutant occurs in the file."""
    return (project / mutant.file).read_text().count(mutant.before)


def judge(place, mutant, programs, limit):
    """The verdict on a mutant: 'caught', or what went wrong."""
    file = place / mutant.file
    original = file.read_text()
    start = original.find(mutant.before) if mutant.start is None else mutant.start
    if mutant.start is None and original.count(mutant.before) != 1:
        return f"DOES NOT APPLY: its text occurs {original.count(mutant.before)} times in {mutant.file}"
    built = [place / "build" / scalar / Path(mutant.file).with_suffix(".o") for scalar in ("double", "float")]
    times = file.stat()
    kept = [(o, o.with_suffix(".kept")) for o in built if file.suffix == ".cpp" and o.exists()]
    for o, copy in kept:
        shutil.copy2(o, copy)
    file.write_text(original[:start] + mutant.after + original[start + len(mutant.before):])
    try:
        compiled = make(place, 1, programs)
        if compiled.returncode != 0:
            return "DOES NOT COMPILE" + ("" if programs is RANDOM else ":\n" + compiled.stderr)
        return "SURVIVED" if run_tests(place, programs, mutant.tests, limit) else "caught"
    finally:
        file.write_text(original)
        if kept:  # the old object files save compiling it again
            os.utime(file, ns=(times.st_atime_ns, times.st_mtime_ns))
        for o, copy in kept:
            shutil.move(copy, o)


def judge_all(places, mutants, programs, limit):
    """Each mutant's verdict, printed as it comes."""
    waiting, verdicts = queue.Queue(), {}
    for mutant in mutants:
        waiting.put(mutant)

    def work(place):
        while True:
            try:
                mutant = waiting.get_nowait()
            except queue.Empty:
                return
            try:
                verdict = judge(place, mutant, programs, limit)
            except Exception as error:
                verdict = f"FAILED: {error}"
            verdicts[mutant.name] = verdict
            print(f"{mutant.name}: {verdict}", flush=True)

    threads = [threading.Thread(target=work, args=(place,)) for place in places]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return verdicts


def chosen(options):
    """The mutants and programs that the command line asks for."""
    if options.random is not None:
        mutants = list(random_mutants(options.random, options.seed, options.changed))
        if not mutants:
            sys.exit("there is nothing to change in the files" + (f" that differ from {options.changed}" if options.changed else ""))
        return mutants, RANDOM
    listed = read_mutants(Path(__file__).parent / "mutants.tsv")
    mutants = [m for m in listed if not options.words or any(part in m.name for part in options.words)]
    if not mutants:
        sys.exit(f"no mutant has {' or '.join(options.words)} in its name")
    return mutants, LISTED


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("words", nargs="*")
    parser.add_argument("--apply", action="store_true")
    parser.add_argument("--random", type=int, metavar="N")
    parser.add_argument("--seed", type=int, default=1, metavar="S")
    parser.add_argument("--changed", metavar="BASE")
    options = parser.parse_args()
    if options.changed and options.random is None:
        parser.error("--changed BASE chooses random mutants: it needs --random N")
    mutants, programs = chosen(options)
    if options.apply:
        lost = [m for m in mutants if m.start is None and places_of(m) != 1]
        for mutant in lost:
            print(f"{mutant.name}: its text occurs {places_of(mutant)} times in {mutant.file}")
        sys.exit(1 if lost else 0)
    start, workers = time.time(), min(2, os.cpu_count() or 1)
    with tempfile.TemporaryDirectory(prefix="heed-mutants-") as scratch:
        places = [Path(scratch) / str(i) for i in range(workers)]
        copy_project(places[0])
        built = make(places[0], workers, programs)
        if built.returncode != 0:
            sys.exit("the tests do not compile:\n" + built.stderr)
        limit = 60  # seconds
        for tests in sorted({m.tests for m in mutants}):
            begun = time.time()
            if not run_tests(places[0], programs, tests, 1200):
                sys.exit(f"the tests {tests} fail, or there are none, before anything was changed")
            limit = max(limit, 3 * (time.time() - begun))
        for place in places[1:]:
            shutil.copytree(places[0], place)
        print(f"{len(mutants)} mutants; built in {time.time() - start:.0f} s", flush=True)
        verdicts = judge_all(places, mutants, programs, limit)
    summarise(verdicts, time.time() - start, programs is RANDOM)


def summarise(verdicts, seconds, at_random):
    """Prints the share of the mutants that were caught, and ends with 1 if a listed one was not."""
    caught = sum(verdict == "caught" for verdict in verdicts.values())
    if not at_random:
        print(f"{caught} of {len(verdicts)} mutants caught in {seconds:.0f} s")
        sys.exit(1 if caught < len(verdicts) else 0)
    rejected = sum(verdict == "DOES NOT COMPILE" for verdict in verdicts.values())
    judged = len(verdicts) - rejected
    print(f"{caught} of {judged} random mutants caught ({100 * caught / max(1, judged):.0f} %) in {seconds:.0f} s; {rejected} more do not "
          "compile" + ("" if caught == judged else ". Not caught:"))
    for name, verdict in verdicts.items():
        if verdict not in ("caught", "DOES NOT COMPILE"):
            print(f"  {name}: {verdict}")


if __name__ == "__main__":
    main()
