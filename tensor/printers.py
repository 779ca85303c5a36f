"""How a debugger describes shapes and tensors: the part that gdb's and lldb's printers share.

They look into the program's memory and hand over plain numbers. What they are shown may not be initialised yet, so
nothing is believed: a rank of 93 or storage that cannot be read gives "(not initialised)".
"""
import struct

MOST_RANK = 6
MOST_NUMBERS = 8  # that are shown of a tensor
NOT_INITIALISED = "(not initialised)"


class Unreadable(Exception):
    """The memory does not hold a valid value."""


def shape(sizes):
    """(2, 3), (5,) or (), as the library itself writes it."""
    return "(" + ", ".join(map(str, sizes)) + (",)" if len(sizes) == 1 else ")")


def checked_sizes(rank, entries):
    """The first `rank` entries, if they can be sizes."""
    if not 0 <= rank <= MOST_RANK:
        raise Unreadable
    sizes = [int(entries[axis]) for axis in range(rank)]
    if any(size < 0 or size >= 1 << 56 for size in sizes):
        raise Unreadable
    return sizes


def checked_name(name):
    """An operation's name, if it can be one."""
    if not 0 < len(name) < 100 or not name.isprintable():
        raise Unreadable
    return name


def contiguous(sizes):
    strides, step = [], 1
    for size in reversed(sizes):
        strides.insert(0, step)
        step *= size
    return strides


def count(sizes):
    result = 1
    for size in sizes:
        result *= size
    return result


def position(index, sizes, strides):
    """The distance in storage from the first element to the element with this index in row-major order."""
    result = 0
    for size, stride in zip(reversed(sizes), reversed(strides)):
        index, here = divmod(index, size)
        result += here * stride
    return result


def number(value):
    return f"{value:.4g}"


def tensor(sizes, strides, offset, stored, scalar_size, read):
    """The storage holds `stored` elements of `scalar_size` bytes each; read(i) gives the bytes of element i."""
    if len(strides) != len(sizes) or not 0 <= offset <= stored:
        raise Unreadable
    numel = count(sizes)
    text = f"Tensor {shape(sizes)}"
    if any(size != 1 and stride != row_major for size, stride, row_major in zip(sizes, strides, contiguous(sizes))):
        text += f" strides {shape(strides)}"
    if numel != stored:
        text += f", a view of {stored} number{'' if stored == 1 else 's'} from {offset}"
    shown = []
    for index in range(min(numel, MOST_NUMBERS)):
        place = offset + position(index, sizes, strides)
        if not 0 <= place < stored:
            raise Unreadable
        shown.append(number(struct.unpack("f" if scalar_size == 4 else "d", read(place))[0]))
    if numel > MOST_NUMBERS:
        shown.append("...")
    return f"{text} [{', '.join(shown)}]"
