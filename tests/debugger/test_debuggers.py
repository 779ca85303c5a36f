#!/usr/bin/env python3
"""Do gdb and lldb show tensors and variables as they are, and does gdb step into the mathematics? Stops in stop.cpp, steps
through step.cpp, and reads what the debuggers print.

    tests/debugger/test_debuggers.py BUILD      where BUILD holds the libraries

Closes with "N passed, N failed". A debugger that is missing, or may not trace programs here, is skipped with a message.
"""
import glob
import os
import re
import shutil
import subprocess
import sys
import tempfile
import unittest

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
ENVIRONMENT = dict(os.environ, PYTHONDONTWRITEBYTECODE="1", LC_ALL="C.UTF-8", HEED_THREADS="1")
GDB = ["gdb", "-nx", "-q", "--batch", "-x", "tensor/gdb.py", "-x", "autograd/gdb.py", "-x", "nn/gdb.py", "-ex", "set width 0"]
# The flags that autograd/README.md recommends for users' own programs.
FOR_A_DEBUGGER = "-std=c++20 -O0 -g -femit-class-debug-always"

EXPECTED = {
    "shape": "(2, 3)",
    "row": "(5,)",
    "single": "()",
    "matrix": "Tensor (2, 3) [1, 2.5, 3, 4, 5, 6]",
    "turned": "Tensor (3, 2) strides (1, 3) [1, 4, 2.5, 5, 3, 6]",
    "second": "Tensor (3,), a view of 6 numbers from 3 [4, 5, 6]",
    "repeated": "Tensor (2, 2) strides (0, 0), a view of 1 number from 0 [7, 7, 7, 7]",
    "many": "Tensor (20,) [0, 1, 2, 3, 4, 5, 6, 7, ...]",
    "none": "Tensor (undefined)",
    "empty": "Tensor (0, 3) []",
    "garbage": "(not initialised)",
    "zeroed": "Tensor (undefined)",
    "constant": "Variable constant: Tensor (2, 3) [1, 2.5, 3, 4, 5, 6]",
    "weight": "Variable leaf: Tensor (1, 3) [1, 0, 2], gradient Tensor (1, 3) [2, 2, 2]",
    "undefined": "Variable constant: Tensor (undefined)",
    "product": "Variable linear(constant, leaf, constant): Tensor (2, 1) [7, 16], no gradient yet",
    "loss": "Variable sum(*): Tensor () [305], no gradient yet",
    "gone": "Variable sum(freed): Tensor () [6], no gradient yet",
    "wild": "(not initialised)",
    "weight_node": "leaf #1 (1, 3), gradient Tensor (1, 3) [2, 2, 2]",
    "node": "sum(*) #4 ()",
}


def run(command):
    done = subprocess.run(command, cwd=ROOT, env=ENVIRONMENT, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, text=True, errors="replace", timeout=120)
    return done.stdout


class Debuggers(unittest.TestCase):
    programs = {}  # "float", "double" -> a program that stops
    steps = None   # the program to step through
    skipped = []

    def compare(self, name, shown):
        for variable, expected in EXPECTED.items():
            with self.subTest(number=name, variable=variable):
                self.assertEqual(shown.get(variable), expected)

    def skip_if_forbidden(self, debugger, output):
        if re.search(r"ptrace|Operation not permitted|personality", output) and "stop_here () at" not in output:
            self.skip(f"{debugger} may not trace programs here")

    def skip(self, why):
        self.skipped.append(why)
        self.skipTest(why)

    def test_gdb(self):
        if not shutil.which("gdb"):
            self.skip("gdb is not installed")
        for name, program in self.programs.items():
            prints = [part for variable in EXPECTED for part in ("-ex", f"print {variable}")]
            output = run(GDB + ["-ex", "break stop_here", "-ex", "run", "-ex", "up"] + prints + [program])
            self.skip_if_forbidden("gdb", output)
            # gdb itself warns when it prints a node, because the class of a node is made of lambdas.
            output = re.sub(r"warning: RTTI symbol not found .*\n", "", output)
            values = dict(re.findall(r"^\$(\d+) = (?:\(.*? &\) @0x\w+: )?(.*)$", output, re.M))
            self.compare(name, {variable: values.get(str(i)) for i, variable in enumerate(EXPECTED, 1)})

    def test_the_documented_flags_are_those_tested_here(self):
        with open(os.path.join(ROOT, "autograd", "README.md"), encoding="utf-8") as page:
            self.assertIn(f"g++ {FOR_A_DEBUGGER} -I HEED ", page.read())

    def test_gdb_steps_into_the_mathematics(self):
        if not shutil.which("gdb"):
            self.skip("gdb is not installed")
        with open(os.path.join(ROOT, "tests", "debugger", "step.cpp"), encoding="utf-8") as source:
            loop = next(i for i, line in enumerate(source, 1) if "parallel_for" in line and "include" not in line)
        where = ["-ex", "step", "-ex", "python print('at', gdb.newest_frame().name())"]
        output = run(GDB + ["-ex", "break Outer::operator()", "-ex", "run"] + where +
                     ["-ex", f"tbreak step.cpp:{loop}", "-ex", "continue"] + where +
                     ["-ex", "info threads", self.steps])
        self.skip_if_forbidden("gdb", output)
        self.assertEqual(re.findall(r"^at (.*)$", output, re.M), ["Inner::operator()", "operator()"], output)  # a lambda's
        self.assertNotIn("New Thread", output)  # HEED_THREADS=1

    def test_lldb(self):
        lldb = shutil.which("lldb") or next(iter(sorted(glob.glob("/usr/bin/lldb-[0-9]*"), reverse=True)), None)
        if not lldb:
            self.skip("lldb is not installed")
        # Debian's lldb does not find its own Python module, and looks for others where the first python3 of PATH has them.
        ENVIRONMENT["PATH"] = "/usr/bin:" + ENVIRONMENT.get("PATH", "")
        number = re.search(r"-(\d+)$", os.path.realpath(lldb))
        ENVIRONMENT["PYTHONPATH"] = ":".join(glob.glob(f"/usr/lib/llvm-{number.group(1) if number else '*'}/lib/python3*/*-packages"))
        if "Error" in run([lldb, "--batch", "-o", "script print(1)"]):
            self.skip("lldb's Python is not installed (python3-lldb)")
        for name, program in self.programs.items():
            output = run([lldb, "--no-lldbinit", "--batch", "-o", "command script import autograd/lldb_variable.py",
                          "-o", "breakpoint set --name stop_here", "-o", "run", "-o", "up",
                          "-o", "frame variable " + " ".join(EXPECTED), program])
            if "stop reason = breakpoint" not in output:
                self.assertRegex(output, "ptrace|not permitted|personality|failed to launch", output)
                self.skip("lldb may not trace programs here")
            values = dict(re.findall(r"^\([^)]*\) (\w+) = (?:0x\w+ )?(.*?)(?:: \{)?$", output, re.M))
            self.compare(name, values)


def compile_for_a_debugger(source, define, library, program):
    """Compiles as a user compiles a program outside the tree; the library has no debug information."""
    compiler = os.environ.get("CXX", "g++")
    flags = FOR_A_DEBUGGER
    if "clang" in compiler:
        flags = flags.replace("-femit-class-debug-always", "-fstandalone-debug")
    with tempfile.TemporaryDirectory() as folder:
        outside = shutil.copy(os.path.join(ROOT, "tests", "debugger", source), folder)
        subprocess.run([compiler, *flags.split(), "-I", ROOT, *define, outside, library, "-pthread", "-o", program],
                       cwd=folder, check=True)


def main():
    build = os.path.abspath(sys.argv[1])
    if not shutil.which("gdb") and not shutil.which("lldb") and not glob.glob("/usr/bin/lldb-[0-9]*"):
        print("skipped: neither gdb nor lldb is installed\n0 passed, 0 failed")
        return 0
    os.makedirs(os.path.join(build, "debugger"), exist_ok=True)
    for name, define in (("float", []), ("double", ["-DHEED_DOUBLE"])):
        library = os.path.join(build, name, "libheed.a")
        if not os.path.exists(library):
            continue
        program = os.path.join(build, "debugger", "stop-" + name)
        compile_for_a_debugger("stop.cpp", define, library, program)
        Debuggers.programs[name] = program
    Debuggers.steps = os.path.join(build, "debugger", "step")
    compile_for_a_debugger("step.cpp", [], os.path.join(build, "float", "libheed.a"), Debuggers.steps)
    suite = unittest.TestLoader().loadTestsFromTestCase(Debuggers)
    result = unittest.TextTestRunner(stream=sys.stdout).run(suite)
    for why in Debuggers.skipped:
        print("skipped:", why)
    failed = len(result.failures) + len(result.errors)
    print(f"{max(0, result.testsRun - len(result.skipped) - failed)} passed, {failed} failed")
    return 0 if result.wasSuccessful() else 1


if __name__ == "__main__":
    sys.exit(main())
