"""Functions in which gdb's command `step` does not stop: helpers around the mathematics, such as counting pointers.

Each floor's gdb.py lists its own: `over` for functions that compute nothing worth seeing, `through` for wrappers around the
functions that a reader wants to see. So `step` at a line `y = first(x)` of a module arrives in the module that `first` wraps.
"""
import re

import gdb

wrappers = []


def over(functions):
    """Functions to step over, as a regular expression of their names."""
    gdb.execute("skip -rfu " + functions, to_string=True)


def through(functions):
    """Functions to step into, and then onward until the next function begins, as a regular expression of their names."""
    wrappers.append(re.compile(functions))


def after_step():
    """Continues while a step has ended in a wrapper."""
    moved = False
    for _ in range(100):  # more steps than any wrapper has
        name = function_name()
        if not name or not any(wrapper.search(name) for wrapper in wrappers):
            break
        gdb.execute("step", to_string=True)
        moved = True
    if moved and function_name():
        gdb.execute("frame")


def function_name():
    """The function that the program is stopped in, or None."""
    try:
        return gdb.newest_frame().name()
    except gdb.error:  # it does not run
        return None


gdb.execute("define hookpost-step\npython import stepping; stepping.after_step()\nend")
over("^std::")
over("^heed::(Shared<.*>|Scope)::")
over("^heed::(Tensor|Shape)::(~|Tensor|Shape|operator=)")
over("^heed::(thread_count|detail::run_in_parallel|.*::Pool::)")
through("^(void )?heed::(parallel_for|parallel_tasks|detail::run_pieces)<")
