"""Variables and nodes of the graph in gdb:  gdb -x tensor/gdb.py -x autograd/gdb.py PROGRAM

    (gdb) print loss
    $1 = Variable = sum(*): Tensor () [3], no gradient yet
"""
import os
import runpy
import sys

import gdb
import gdb.printing

sys.dont_write_bytecode = True  # leave no files in the source folders
sys.path.insert(0, os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "tensor"))
import printers  # noqa: E402
import stepping  # noqa: E402

tensors = runpy.run_path(os.path.join(sys.path[0], "gdb.py"))
tensor_text, guarded, showing = (tensors[name] for name in ("tensor_text", "guarded", "showing"))


class Node:
    """A node, copied from the program's memory. If gdb follows a pointer to a node, it looks for the node's derived class and
    warns that it cannot find it, because such a class is made of lambdas. A copy avoids this."""

    def __init__(self, address):
        self.address = address
        node_type = gdb.lookup_type("heed::Node")
        self.value = gdb.Value(gdb.selected_inferior().read_memory(address, node_type.sizeof).tobytes(), node_type)

    def operation(self):
        """The operation's name, if the memory holds a node."""
        if not 0 < int(self.value["holders"]) < 1 << 31:
            raise printers.Unreadable
        return printers.checked_name(self.value["operation"].string(encoding="latin-1"))

    def inputs(self):
        """The operations of its inputs."""
        if bool(self.value["leaf_"]):
            return ""
        if bool(self.value["released_"]):
            return "(freed)"
        try:
            span = self.value["inputs_"]
            pointers = [int((span["_M_ptr"] + i).dereference()["object_"]) for i in range(int(span["_M_extent"]["_M_extent_value"]))]
            return "(" + ", ".join(Node(pointer).operation() if pointer else "constant" for pointer in pointers) + ")"
        except (gdb.error, printers.Unreadable):
            return "(...)"

    def gradient(self):
        """Its gradient's text, or None."""
        gradient = self.value["gradient"]
        return guarded(tensor_text, gradient) if int(gradient["storage_"]["object_"]) else None

    def text(self):
        text = f"{self.operation()}{self.inputs()} #{int(self.value['number'])} {printers.shape(shape_sizes(self.value['shape']))}"
        return text + (f", gradient {self.gradient()}" if self.gradient() else "")


def variable_text(variable):
    data = guarded(tensor_text, variable["value_"])
    pointer = int(variable["node_"]["object_"])
    if pointer == 0:
        return f"Variable constant: {data}"
    if "holders" not in [field.name for field in gdb.lookup_type("heed::Node").fields()]:
        return f"Variable: {data} (for more, compile autograd/node.cpp with -g)"
    node = Node(pointer)
    return f"Variable {node.operation()}{node.inputs()}: {data}, " + (f"gradient {node.gradient()}" if node.gradient() else "no gradient yet")


stepping.over("^heed::(Saved::|(Variable|Parameter)::(~|Variable|Parameter|operator=))")

collection = gdb.printing.RegexpCollectionPrettyPrinter("heed-autograd")
collection.add_printer("Node", "^heed::Node$", showing(lambda value: Node(int(value.address)).text()))
collection.add_printer("Variable", "^heed::(Variable|Parameter)$", showing(variable_text))
gdb.printing.register_pretty_printer(None, collection, replace=True)
