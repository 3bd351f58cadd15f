"""How much memory a call takes while it runs."""

import tracemalloc


def scratch(way):
    """Bytes that ``way`` needs at its peak beyond the array or arrays it returns. NumPy reports to tracemalloc."""
    tracemalloc.start()
    try:
        result = way()
        kept = result if isinstance(result, tuple) else (result,)
        return tracemalloc.get_traced_memory()[1] - sum(array.nbytes for array in kept)
    finally:
        tracemalloc.stop()
