"""Which cells of a notebook one of them needs, by their names: what runs when an address opens an explorer."""

import ast
import dis
from dataclasses import dataclass
from types import CodeType

from IPython.core.inputtransformer2 import TransformerManager


@dataclass(frozen=True)
class Names:
    """The names that a cell ``binds``, that it ``reads`` from the cells before it, that it ``changes`` in place."""

    binds: frozenset
    reads: frozenset
    changes: frozenset


def needed(sources, k):
    """The numbers, from 0, of the code cells that cell ``k`` needs, itself the last of them, in their order.

    ``sources`` are the texts of a notebook's code cells. Where a needed cell reads a name, the nearest cell above
    that binds it is needed, and each cell between the two that changes what the name stands for: ``x[0] = 1``,
    ``x.y = 1``, ``x += 1``. What a method changes (``x.append(1)``) cannot be seen. A cell that is no Python binds
    nothing.

    Errors: ``ValueError`` for a ``k`` that is none of the cells.

    >>> needed(["x = 1", "y = 2", "z = x + 1", "print(z)"], 3)
    [0, 2, 3]
    """
    if not 0 <= k < len(sources):
        raise ValueError(f"k must be 0..{len(sources) - 1}, the number of a code cell, got {k}")
    cells = [names_of(source) for source in sources[: k + 1]]
    found, left = set(), [k]
    while left:
        if (now := left.pop()) in found:
            continue
        found.add(now)
        for name in cells[now].reads:
            for above in range(now - 1, -1, -1):
                if name in cells[above].binds | cells[above].changes:
                    left.append(above)
                if name in cells[above].binds and name not in cells[above].reads:
                    break
    return sorted(found)


def names_of(source):
    """The names of one cell.

    >>> sorted(names_of("y = x + len(z)").reads)
    ['len', 'x', 'z']
    """
    try:
        tree = ast.parse(TransformerManager().transform_cell(source))
        code = compile(tree, "cell", "exec", ast.PyCF_ALLOW_TOP_LEVEL_AWAIT)  # a cell may await
    except (SyntaxError, ValueError):
        return Names(frozenset(), frozenset(), frozenset())
    binds, reads = _looked_up(code)
    stored = [node for node in ast.walk(tree) if isinstance(getattr(node, "ctx", None), ast.Store | ast.Del)]
    changes = {root.id for node in stored if isinstance(root := _root(node), ast.Name) and root is not node}
    return Names(frozenset(binds), frozenset(reads), frozenset(changes))


def _root(node):
    """``x`` of ``x[0].y``."""
    while isinstance(node, ast.Subscript | ast.Attribute):
        node = node.value
    return node


def _looked_up(code):
    """(the names that compiled code binds at the top of its cell, those that it looks up there before)."""
    binds, reads = set(), set()
    for instruction in dis.get_instructions(code):
        name, what = instruction.argval, instruction.opname
        if what == "STORE_NAME":
            binds.add(name)
        elif what in ("LOAD_NAME", "LOAD_GLOBAL") and name not in binds:
            reads.add(name)  # among them names that Python has by itself: no cell above binds them
    for inner in (constant for constant in code.co_consts if isinstance(constant, CodeType)):
        _, later = _looked_up(inner)  # when the function is called, the rest of the cell has run
        reads |= later - binds
    return binds, reads
