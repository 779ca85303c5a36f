#!/usr/bin/env python3
"""Checks that the tests notice mistakes. Each line of mutants.tsv makes one formula wrong; the tests that the line names must then fail.

    tests/mutants/run.py             all mutants
    tests/mutants/run.py softmax     those with "softmax" in their names
    tests/mutants/run.py --apply     only check that the text of each mutant is still in the code
    tests/mutants/run.py --random 40 --seed 1          40 random changes of one token; all tests run on each
    tests/mutants/run.py --random 40 --changed main    the same, only in files that changed since a commit

Works in scratch copies of the project, one for each processor, up to two, and copies what is already built.
Ends with 1 if a mutant of the list survives, does not apply or does not compile. Of random ones, it prints the share that was
caught and the survivors: some change nothing but the shares of work, and the others need a test.

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

import random_mutants

ROOT = Path(__file__).resolve().parents[2]
TESTS = "build/tests-double"
# A listed mutant replaces a text that occurs once; a random one replaces the text at an offset.
Mutant = namedtuple("Mutant", "name tests file before after offset", defaults=[None])


def read_mutants(path):
    for number, line in enumerate(path.read_text().splitlines(), 1):
        if line.startswith("#") or not line.strip():
            continue
        columns = line.split("\t")
        if len(columns) != 5:
            sys.exit(f"{path}:{number}: {len(columns)} columns instead of 5")
        yield Mutant(*columns)


def copy_project(target):
    target.mkdir()
    for name in ["tensor", "autograd", "nn", "tests", "tutorials", "Makefile", "build/double"]:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, target / name)
        elif source.exists():
            shutil.copy2(source, target / name)


def make(place, jobs):
    command = ["make", "-s", f"-j{jobs}", "OPTIMIZE=-O1", "float_only=", TESTS]  # all tests in double
    return subprocess.run(command, cwd=place, capture_output=True, text=True, timeout=1200)


def run_tests(place, tests):
    """Whether the named tests pass. A crash or an endless loop counts as a failure."""
    try:
        result = subprocess.run([f"./{TESTS}", "--abort", *([tests] if tests else [])], cwd=place, capture_output=True,
                                timeout=60 if tests else 600)
    except subprocess.TimeoutExpired:
        return False
    return result.returncode == 0 and b"No test" not in result.stdout + result.stderr


def places_of(mutant, project=ROOT):
    """How often the text of the mutant occurs in the file, or at its offset."""
    text = (project / mutant.file).read_text()
    return text.count(mutant.before) if mutant.offset is None else int(text.startswith(mutant.before, mutant.offset))


def mutated(text, mutant):
    start = text.index(mutant.before) if mutant.offset is None else mutant.offset
    return text[:start] + mutant.after + text[start + len(mutant.before):]


def random_ones(count, seed, changed_since):
    for file, offset, before, after in random_mutants.draw(ROOT, count, seed, changed_since):
        text = (ROOT / file).read_text()
        number, begin = text.count("\n", 0, offset) + 1, text.rfind("\n", 0, offset) + 1
        line = mutated(text, Mutant("", "", file, before, after, offset))[begin:].split("\n")[0].strip()
        yield Mutant(f"{file}:{number}: '{before.strip()}' to '{after.strip()}': {line}", "", file, before, after, offset)


def judge(place, mutant):
    """The verdict on a mutant: 'caught', or what went wrong."""
    if places_of(mutant, place) != 1:
        return f"DOES NOT APPLY: its text occurs {places_of(mutant, place)} times in {mutant.file}"
    file = place / mutant.file
    original = file.read_text()
    built = place / "build/double" / Path(mutant.file).with_suffix(".o")
    times = file.stat()
    kept = built.with_suffix(".kept")
    if file.suffix == ".cpp":
        shutil.copy2(built, kept)
    file.write_text(mutated(original, mutant))
    try:
        compiled = make(place, 1)
        if compiled.returncode != 0:
            return "DOES NOT COMPILE:\n" + compiled.stderr
        return "SURVIVED" if run_tests(place, mutant.tests) else "caught"
    finally:
        file.write_text(original)
        if file.suffix == ".cpp":  # the old object file saves compiling it again
            os.utime(file, ns=(times.st_atime_ns, times.st_mtime_ns))
            shutil.move(kept, built)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("words", nargs="*", help="only mutants with one of these words in their names")
    parser.add_argument("--apply", action="store_true")
    parser.add_argument("--random", type=int, metavar="N")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--changed", metavar="COMMIT")
    options = parser.parse_args()
    if options.random:
        mutants = list(random_ones(options.random, options.seed, options.changed))
        if not mutants:
            sys.exit("no file of the mathematics has changed since that commit")
    else:
        mutants = [m for m in read_mutants(Path(__file__).parent / "mutants.tsv")
                   if not options.words or any(part in m.name for part in options.words)]
        if not mutants:
            sys.exit(f"no mutant has {' or '.join(options.words)} in its name")
    if options.apply:
        lost = [m for m in mutants if places_of(m) != 1]
        for mutant in lost:
            print(f"{mutant.name}: its text occurs {places_of(mutant)} times in {mutant.file}")
        sys.exit(1 if lost else 0)
    start, workers = time.time(), min(2, os.cpu_count() or 1)
    with tempfile.TemporaryDirectory(prefix="heed-mutants-") as scratch:
        places = [Path(scratch) / str(i) for i in range(workers)]
        copy_project(places[0])
        built = make(places[0], workers)
        if built.returncode != 0:
            sys.exit("the tests do not compile:\n" + built.stderr)
        for tests in {m.tests for m in mutants}:
            if not run_tests(places[0], tests):
                sys.exit(f"the tests {tests} fail, or there are none, before anything was changed")
        for place in places[1:]:
            shutil.copytree(places[0], place)
        print(f"{len(mutants)} mutants; built in {time.time() - start:.0f} s", flush=True)

        waiting, survivors, invalid = queue.Queue(), [], []
        for mutant in mutants:
            waiting.put(mutant)

        def work(place):
            while True:
                try:
                    mutant = waiting.get_nowait()
                except queue.Empty:
                    return
                try:
                    verdict = judge(place, mutant)
                except Exception as error:
                    verdict = f"FAILED: {error}"
                if options.random and verdict.startswith("DOES NOT COMPILE"):
                    verdict = "does not compile"
                    invalid.append(mutant.name)
                elif verdict != "caught":
                    survivors.append(mutant.name)
                print(f"{mutant.name}: {verdict}", flush=True)

        threads = [threading.Thread(target=work, args=(place,)) for place in places]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    tried = len(mutants) - len(invalid)
    print(f"{tried - len(survivors)} of {tried} mutants caught in {time.time() - start:.0f} s")
    if options.random:
        print("\n".join(["survivors:"] + survivors))
    sys.exit(1 if survivors and not options.random else 0)


if __name__ == "__main__":
    main()
