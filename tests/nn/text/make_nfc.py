#!/usr/bin/env python3
"""Prints the checksum of test_normalize.cpp: NFC of every code point of Unicode 14, alone and among marks, by Python."""
import unicodedata

checksum = 0xCBF29CE484222325  # FNV-1a
for c in map(chr, [*range(0xD800), *range(0xE000, 0x110000)]):
    for text in (c, c + "\u0323\u0301", "A" + c + "\u0308", "\u1112\u1161" + c):
        for composed in unicodedata.normalize("NFC", text):
            checksum = ((checksum ^ ord(composed)) * 0x100000001B3) % 2**64
print(unicodedata.unidata_version, hex(checksum))
