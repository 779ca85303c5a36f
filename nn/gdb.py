"""Modules in gdb: `step` at a line that calls a child module arrives in that module.

    gdb -x tensor/gdb.py -x autograd/gdb.py -x nn/gdb.py PROGRAM
"""
import os
import sys

sys.dont_write_bytecode = True  # nothing is left in the source folders
sys.path.insert(0, os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "tensor"))
import stepping  # noqa: E402

stepping.over(r"^heed::(Child|Children)<.*>::operator(->|[*]|[[])")
stepping.through(r"heed::(Child|Children)<.*>::(operator\(\)|within|call)")
