#!/usr/bin/env python3
"""Writes unicode_tables.cpp from the Unicode data that Python carries:

    python3 nn/text/unicode_tables.py > nn/text/unicode_tables.cpp
"""
import sys
import unicodedata as data

EVERYTHING = [c for c in range(0x110000) if not 0xD800 <= c < 0xE000 and not 0xAC00 <= c < 0xD7A4]  # Hangul is computed
WIDTH = 108

# Extended_Pictographic of emoji-data.txt, which Python does not carry: symbols that are emoji, or may become emoji.
PICTOGRAPHIC = """a9 ae 203c 2049 2122 2139 2194-2199 21a9-21aa 231a-231b 2328 2388 23cf 23e9-23f3 23f8-23fa 24c2 25aa-25ab 25b6
25c0 25fb-25fe 2600-2605 2607-2612 2614-2685 2690-2705 2708-2712 2714 2716 271d 2721 2728 2733-2734 2744 2747 274c 274e 2753-2755
2757 2763-2767 2795-2797 27a1 27b0 27bf 2934-2935 2b05-2b07 2b1b-2b1c 2b50 2b55 3030 303d 3297 3299 1f000-1f0ff 1f10d-1f10f 1f12f
1f16c-1f171 1f17e-1f17f 1f18e 1f191-1f19a 1f1ad-1f1e5 1f201-1f20f 1f21a 1f22f 1f232-1f23a 1f23c-1f23f 1f249-1f3fa 1f400-1f53d
1f546-1f64f 1f680-1f6ff 1f774-1f77f 1f7d5-1f7ff 1f80c-1f80f 1f848-1f84f 1f85a-1f85f 1f888-1f88f 1f8ae-1f8ff 1f90c-1f93a
1f93c-1f945 1f947-1faff 1fc00-1fffd""".split()


def ranges(code_points, key=lambda c: None):
    """Neighbours with the same key as [first, last, key]."""
    found = []
    for c in code_points:
        if found and found[-1][1] == c - 1 and found[-1][2] == key(c):
            found[-1][1] = c
        else:
            found.append([c, c, key(c)])
    return found


def lines(items, separator):
    line = "   "
    for item in items:
        if len(line) + len(item) + 2 > WIDTH:
            print(line)
            line = "   "
        line += " " + item + separator
    print(line)


def table(kind, name, rows):
    print(f"constexpr {kind} {name}_table[] = {{")
    lines(rows, ",")
    print(f"}};\nconst std::span<const {kind}> {name} = {name}_table;\n")


def range_table(name, code_points):
    table("CodePointRange", name, [f"{{{first:#x},{last:#x}}}" for first, last, _ in ranges(code_points)])


def literal(text):
    """As a part of a string; marks would be drawn onto their neighbours, so they are escaped."""
    def one(c):
        plain = data.category(c)[0] not in "MCZ" and c not in '"\\' or c == " "
        return c if plain else f"\\u{ord(c):04x}" if ord(c) < 0x10000 else f"\\U{ord(c):08x}"
    return "".join(map(one, text))


def string_lines(text, indent):
    """A string over several lines of source."""
    line, columns = "", 0
    for c in text:
        part = literal(c)
        width = 2 if data.east_asian_width(c) in "WF" else len(part)
        if columns + width > WIDTH - 4 - indent:
            print(" " * indent + f'U"{line}"')
            line, columns = "", 0
        line, columns = line + part, columns + width
    print(" " * indent + f'U"{line}"', end="")


def by_second(name, comment, whole):
    """Composites, grouped by the character that comes second."""
    groups = {}
    for c in whole:
        first, second = parts[c]
        groups.setdefault(second, []).append(chr(first) + chr(c))
    print(comment)
    print(f"constexpr Composition {name}_table[] = {{")
    for second, pairs in sorted(groups.items()):
        text = "".join(pairs)
        print(f"    {{{second:#x},")
        string_lines(text, 5)
        print("},")
    print(f"}};\nconst std::span<const Composition> {name} = {name}_table;\n")


parts = {}
for c in EVERYTHING:
    mapping = data.decomposition(chr(c))
    if mapping and not mapping.startswith("<"):
        parts[c] = [int(part, 16) for part in mapping.split()]
pairs = [c for c in parts if len(parts[c]) == 2]
composed = [c for c in pairs if data.normalize("NFC", chr(c)) == chr(c)]
IDEOGRAPHS = [(0xF900, 0xFAD9), (0x2F800, 0x2FA1D)]
single = [c for c in parts if len(parts[c]) == 1 and not any(a <= c <= b for a, b in IDEOGRAPHS)]
pictographic = []
for item in PICTOGRAPHIC:
    ends = [int(end, 16) for end in item.split("-")]
    pictographic += range(ends[0], ends[-1] + 1)

print(f"""// Written by unicode_tables.py from the Unicode Character Database, version {data.unidata_version}. Do not edit.
#include "nn/text/unicode_tables.h"

namespace heed::unicode {{

// clang-format off""")
range_table("marks", [c for c in EVERYTHING if data.category(chr(c))[0] == "M"])
range_table("pictographic", pictographic)
range_table("wide_pictographic", [c for c in pictographic if data.east_asian_width(chr(c)) == "W"])
print("const std::u32string_view digit_zeros =")
string_lines("".join(chr(c) for c in EVERYTHING if data.category(chr(c)) == "Nd" and data.digit(chr(c)) == 0), 4)
print(";\n")
classes = ranges([c for c in EVERYTHING if data.combining(chr(c))], lambda c: data.combining(chr(c)))
table("ClassRange", "combining_classes", [f"{{{first:#x},{last:#x},{value}}}" for first, last, value in classes])
by_second("compositions", "// Each second character with its pairs: the first character, and the composite of both.", composed)
by_second("decompositions", "// The same for composites that NFC takes apart.", [c for c in pairs if c not in composed])
print("const std::u32string_view singletons =")
string_lines("".join(chr(c) + chr(parts[c][0]) for c in single), 4)
print(";\n")
print("const IdeographBlock ideograph_blocks[] = {")
for first, last in IDEOGRAPHS:
    print(f"    {{{first:#x},")
    string_lines("".join(chr(parts[c][0]) if c in parts else " " for c in range(first, last + 1)), 5)
    print("},")
print("};\n// clang-format on\n\n}  // namespace heed::unicode")
