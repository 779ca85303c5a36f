"""Random mutants: one token of the code changed, an operator, a comparison or a constant. run.py --random runs them."""
import random
import re
import subprocess
from collections import namedtuple

Token = namedtuple("Token", "file start line before after")

# The code that computes: not files, texts for people, threads and memory, whose tests run the machine rather than check numbers.
FOLDERS = ["autograd", "nn", "tensor"]
EXCEPT = ("tensor/files/", "tensor/ground/", "nn/translate/program/", "nn/text/unicode_tables.cpp")  # the last is generated
# A change of how work is shared, or of how much is reserved, changes no result.
SHARES = re.compile(r"\b(grain_for|grain|reserve|alignas)\b|static_assert")

# What is not code: comments, preprocessor lines, texts and letters.
NOT_CODE = re.compile(r'//[^\n]*|/\*.*?\*/|^[ \t]*#[^\n]*|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])+\'', re.DOTALL | re.MULTILINE)
# The formatter writes a space on each side of an operator with two operands, and none around *, & and < of a type.
OPERATORS = {"+": "-", "-": "+", "*": "/", "/": "*", "+=": "-=", "-=": "+=", "*=": "/=", "/=": "*=", "<": "<=", "<=": "<", ">": ">=",
             ">=": ">", "==": "!=", "!=": "==", "&&": "||", "||": "&&"}
TOKEN = re.compile(r"(?<= )(?:" + "|".join(map(re.escape, sorted(OPERATORS, key=len, reverse=True))) + r")(?= |\n)"
                   r"|\+\+|--|\b(?:true|false|max|min)\b"
                   r"|(?<![\w.'])(?:\d+\.\d*(?:e-?\d+)?|\d+e-?\d+|0x[0-9A-Fa-f]+|\d+)(?![\w.'])")
WORDS = {"++": ["--"], "--": ["++"], "true": ["false"], "false": ["true"], "max": ["min"], "min": ["max"]}


def replacements(token):
    """What a mistake might write for the token."""
    if token in OPERATORS:
        return [OPERATORS[token]]
    if token in WORDS:
        return WORDS[token]
    if "0x" in token or token.isdigit():  # one off, on either side
        number = int(token, 0)
        return [f"{n:#x}" if "0x" in token else str(n) for n in (number + 1, number - 1) if n >= 0]
    return [f"{2 * float(token):.17g}" if float(token) else "1.0"]


def tokens_of(file, text):
    """All mutants of a file, in the order of its text."""
    code = NOT_CODE.sub(lambda match: re.sub(r"[^\n]", " ", match[0]), text)
    lines = code.split("\n")
    for match in TOKEN.finditer(code):
        line = code.count("\n", 0, match.start()) + 1
        if SHARES.search(lines[line - 1]):
            continue
        for after in replacements(match[0]):
            yield Token(file, match.start(), line, match[0], after)


def numeric_files(root):
    files = [path.relative_to(root).as_posix() for folder in FOLDERS for path in (root / folder).rglob("*") if path.suffix in (".h", ".cpp")]
    return sorted(file for file in files if not file.startswith(EXCEPT))


def changed_files(root, base):
    """The files that differ from the commit `base`, and those that git does not know yet."""
    commands = [["diff", "--name-only", base, "--"], ["ls-files", "--others", "--exclude-standard"]]
    return {file for command in commands
            for file in subprocess.run(["git", *command], cwd=root, check=True, capture_output=True, text=True).stdout.split("\n")}


def draw(root, count, seed, base=None):
    """Mutants in `count` lines, or in all if there are fewer; the same for the same code and seed. With `base`, only in files that have
    changed since. Lines are drawn, not tokens, because a row of a table has dozens of tokens."""
    files = numeric_files(root)
    if base is not None:
        changed = changed_files(root, base)
        files = [file for file in files if file in changed]
    lines = {}
    for file in files:
        for token in tokens_of(file, (root / file).read_text()):
            lines.setdefault((file, token.line), []).append(token)
    chance = random.Random(seed)
    return [chance.choice(lines[place]) for place in chance.sample(sorted(lines), min(count, len(lines)))]
