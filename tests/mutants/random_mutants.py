"""Random mutants: changes of one token, an operator, a bound or a constant, anywhere in the mathematics."""
import random
import re
import subprocess

FOLDERS = ["tensor/raw", "tensor/kernels", "tensor", "autograd", "autograd/operations", "nn", "nn/attention", "nn/recurrent",
           "nn/transformer", "nn/optim"]

# What a token may become. Operators have spaces around them in formatted code, and the brackets of templates have none.
CHANGES = [(re.compile(pattern), replacements) for pattern, replacements in [
    (r" < ", [" <= ", " > "]), (r" <= ", [" < "]), (r" > ", [" >= ", " < "]), (r" >= ", [" > "]),
    (r" == ", [" != "]), (r" != ", [" == "]), (r" && ", [" || "]), (r" \|\| ", [" && "]),
    (r" \+ ", [" - "]), (r" - ", [" + "]), (r" \* ", [" / "]), (r" / ", [" * "]),
    (r" \+= ", [" -= ", " = "]), (r" -= ", [" += "]), (r" \*= ", [" /= "]), (r" /= ", [" *= "]),
    (r"\bstd::max\b", ["std::min"]), (r"\bstd::min\b", ["std::max"]), (r"\btrue\b", ["false"]), (r"\bfalse\b", ["true"]),
    (r"(?<![\w.])0(?![\w.])", ["1"]), (r"(?<![\w.])1(?![\w.])", ["0", "2"]), (r"(?<![\w.])2(?![\w.])", ["1", "3"]),
]]


def is_code(line):
    """Whether a change of this line can change a result: neither a comment, a declaration for the compiler, nor an error's text."""
    line = line.strip()
    return bool(line) and not line.startswith(("//", "#", "static_assert", "template", "using ")) and "fail(" not in line


def candidates(root, files):
    """All possible changes: (file, offset, before, after)."""
    for file in files:
        offset = 0
        for line in (root / file).read_text().splitlines(keepends=True):
            code = re.sub(r'"(?:[^"\\]|\\.)*"', lambda text: '"' * len(text[0]), line.split("//")[0])  # hides texts
            if is_code(line):
                for pattern, replacements in CHANGES:
                    for match in pattern.finditer(code):
                        for after in replacements:
                            yield file, offset + match.start(), match[0], after
            offset += len(line)


def sources(root, changed_since):
    """The files of mathematics, or those of them that changed since a commit."""
    files = {str(path.relative_to(root)) for folder in FOLDERS for path in (root / folder).glob("*.cpp")}
    files |= {str(path.relative_to(root)) for folder in FOLDERS for path in (root / folder).glob("*.h")}
    if changed_since:
        listed = subprocess.run(["git", "diff", "--name-only", changed_since], cwd=root, capture_output=True, text=True, check=True)
        files &= set(listed.stdout.split())
    return sorted(files)


def draw(root, count, seed, changed_since):
    """`count` different changes, or all if there are fewer."""
    everything = list(candidates(root, sources(root, changed_since)))
    return random.Random(seed).sample(everything, min(count, len(everything)))
