"""Variables and nodes of the graph in lldb:  lldb -o "command script import autograd/lldb_variable.py" PROGRAM

    (lldb) frame variable loss
    (heed::Variable) loss = Variable sum(*): Tensor () [3], no gradient yet

This also loads the printers of tensors and shapes.
"""
import os
import sys

import lldb

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "tensor"))
import lldb_tensor  # noqa: E402
import printers  # noqa: E402
from lldb_tensor import field, guarded, number, read, shape_sizes, tensor_text  # noqa: E402


def operation(node):
    """The operation's name, if the memory holds a node."""
    if not 0 < number(field(node, "holders")) < 1 << 31:
        raise printers.Unreadable
    problem = lldb.SBError()
    name = node.GetProcess().ReadCStringFromMemory(number(field(node, "operation")), 100, problem)
    if problem.Fail():
        raise printers.Unreadable
    return printers.checked_name(name)


def inputs(node):
    """The operations of its inputs."""
    if number(field(node, "leaf_")):
        return ""
    if number(field(node, "released_")):
        return "(freed)"
    try:
        target, span = node.GetTarget(), field(node, "inputs_")
        first, count = number(field(span, "_M_ptr")), number(field(span, "_M_extent", "_M_extent_value"))
        names = []
        for i in range(count):  # a Shared<Node> is a pointer
            pointer = int.from_bytes(read(node, first + 8 * i, 8), "little")
            here = target.CreateValueFromAddress("input", lldb.SBAddress(pointer, target), target.FindFirstType("heed::Node"))
            names.append(operation(here) if pointer else "constant")
        return "(" + ", ".join(names) + ")"
    except printers.Unreadable:
        return "(...)"


def gradient(node):
    """Its gradient's text, or None."""
    value = field(node, "gradient")
    return guarded(tensor_text, value) if number(field(value, "storage_", "object_")) else None


def node_text(node):
    text = f"{operation(node)}{inputs(node)} #{number(field(node, 'number'))} {printers.shape(shape_sizes(field(node, 'shape')))}"
    return text + (f", gradient {gradient(node)}" if gradient(node) else "")


def variable_text(variable):
    data = guarded(tensor_text, field(variable, "value_"))
    pointer = field(variable, "node_", "object_")
    if number(pointer) == 0:
        return f"Variable constant: {data}"
    node = pointer.Dereference()
    if not field(node, "holders").IsValid():
        return f"Variable: {data} (for more, compile autograd/node.cpp with -g)"
    return f"Variable {operation(node)}{inputs(node)}: {data}, " + (f"gradient {gradient(node)}" if gradient(node) else "no gradient yet")


def node_summary(value, _):
    return guarded(node_text, value.Dereference() if value.GetType().IsReferenceType() else value)


def variable_summary(value, _):
    return guarded(variable_text, value)


def __lldb_init_module(debugger, _):
    debugger.HandleCommand("command script import " + lldb_tensor.__file__)
    debugger.HandleCommand(f"type summary add -w heed -F {__name__}.node_summary heed::Node")
    for name in ("Variable", "Parameter"):
        debugger.HandleCommand(f"type summary add -w heed -F {__name__}.variable_summary heed::{name}")
