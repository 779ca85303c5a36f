"""Shapes and tensors in lldb:  lldb -o "command script import tensor/lldb_tensor.py" PROGRAM

    (lldb) frame variable scores
    (heed::Tensor) scores = Tensor (2, 3) [1, 2.5, 3, 4, 5, 6]

(It cannot be called lldb.py: that would be imported instead of lldb itself.)
"""
import os
import sys

import lldb

sys.dont_write_bytecode = True  # nothing is left in the source folders
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import printers  # noqa: E402


def field(value, *names):
    for name in names:
        value = value.GetNonSyntheticValue().GetChildMemberWithName(name)
    return value


def number(value):
    """A pointer's or integer's value."""
    problem = lldb.SBError()
    result = value.GetValueAsSigned(problem)
    if problem.Fail():
        raise printers.Unreadable
    return result


def read(value, address, size):
    problem = lldb.SBError()
    result = value.GetProcess().ReadMemory(address, size, problem)
    if problem.Fail():
        raise printers.Unreadable
    return result


def shape_sizes(value):
    entries = field(value, "sizes_", "_M_elems")
    return printers.checked_sizes(number(field(value, "rank_")),
                                  [number(entries.GetChildAtIndex(axis)) for axis in range(printers.MOST_RANK)])


def tensor_text(value):
    pointer = field(value, "storage_", "object_")
    sizes, strides = shape_sizes(field(value, "shape_")), shape_sizes(field(value, "strides_"))
    if number(pointer) == 0:
        return "Tensor (undefined)"
    storage = pointer.Dereference()
    if not 0 < number(field(storage, "holders")) < 1 << 31:
        raise printers.Unreadable
    scalar_size = value.GetTarget().FindFirstType("heed::Scalar").GetByteSize()
    first = number(pointer) + storage.GetByteSize()
    return printers.tensor(sizes, strides, number(field(value, "offset_")), number(field(storage, "numel")), scalar_size,
                           lambda i: read(value, first + i * scalar_size, scalar_size))


def guarded(describe, value):
    """What `describe` says; uninitialised memory is not an error."""
    try:
        return describe(value)
    except (printers.Unreadable, OverflowError):
        return printers.NOT_INITIALISED


def shape_summary(value, _):
    return guarded(lambda shape: printers.shape(shape_sizes(shape)), value)


def tensor_summary(value, _):
    return guarded(tensor_text, value)


def __lldb_init_module(debugger, _):
    debugger.HandleCommand(f"type summary add -w heed -F {__name__}.shape_summary heed::Shape")
    debugger.HandleCommand(f"type summary add -w heed -F {__name__}.tensor_summary heed::Tensor")
    debugger.HandleCommand("type category enable heed")
