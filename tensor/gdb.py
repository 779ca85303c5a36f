"""Shapes and tensors in gdb:  gdb -x tensor/gdb.py PROGRAM

    (gdb) print scores
    $1 = Tensor (2, 3) [1, 2.5, 3, 4, 5, 6]
"""
import os
import sys

import gdb
import gdb.printing

sys.dont_write_bytecode = True  # nothing is left in the source folders
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import printers  # noqa: E402
import stepping  # noqa: E402, F401 (`step` keeps to the mathematics)


def shape_sizes(value):
    return printers.checked_sizes(int(value["rank_"]), value["sizes_"]["_M_elems"])


def tensor_text(value):
    storage = value["storage_"]["object_"]
    sizes, strides = shape_sizes(value["shape_"]), shape_sizes(value["strides_"])
    if int(storage) == 0:
        return "Tensor (undefined)"
    if not 0 < int(storage["holders"]) < 1 << 31:
        raise printers.Unreadable
    scalar = gdb.lookup_type("heed::Scalar")
    first = int(storage + 1)
    memory = gdb.selected_inferior()
    return printers.tensor(sizes, strides, int(value["offset_"]), int(storage["numel"]), scalar.sizeof,
                           lambda i: memory.read_memory(first + i * scalar.sizeof, scalar.sizeof).tobytes())


def guarded(describe, value):
    """What `describe` says; uninitialised memory is not an error."""
    try:
        return describe(value)
    except (printers.Unreadable, gdb.MemoryError, OverflowError):
        return printers.NOT_INITIALISED


def showing(describe):
    """A pretty-printer that shows what `describe` says of a value."""
    class Printer:
        def __init__(self, value):
            self.value = value

        def to_string(self):
            return guarded(describe, self.value)
    return Printer


collection = gdb.printing.RegexpCollectionPrettyPrinter("heed-tensor")
collection.add_printer("Shape", "^heed::Shape$", showing(lambda value: printers.shape(shape_sizes(value))))
collection.add_printer("Tensor", "^heed::Tensor$", showing(tensor_text))
gdb.printing.register_pretty_printer(None, collection, replace=True)
