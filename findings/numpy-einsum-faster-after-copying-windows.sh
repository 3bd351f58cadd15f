#!/usr/bin/env bash
# numpy 2.4.6 (one thread, Python 3.11, 2026-11-28): einsum over the windows of sliding_window_view, a usual way to
# correlate in NumPy, takes several times as long as copying every window first and then the same einsum.
# Expected: no gain by a copy. The view holds each cell once; the copy holds it F*F times, has to be written, and the
#           products and sums are the same. The documentation of einsum says nothing of copies of its operands.
# Instead:  of 500 x 500 cells in float32 and a filter of 3 x 3, the view takes 5 to 20 times as long as copy and einsum
#           together, if the copy has the places in the window first, "ijxy,ij->xy". The view with its axes named so
#           gains nothing, nor does a copy in the view's own order, "xyij". (The limits are 3 times and 2 times.)
#           Cause, inferred: in the view j and y both go on by one cell, and einsum has its innermost loop along j, over
#           3 cells; in the copy it is along y, over 498.
# Exits 0 while this is so, 1 when it has changed. Needs python3 with venv on the PATH.
set -euo pipefail
unset OPENBLAS_CORETYPE OPENBLAS_L2_SIZE
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/env"
"$folder/env/bin/pip" install -qq --disable-pip-version-check numpy==2.4.6
cd "$folder"
cat > see.py <<'PY'
import timeit

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

rng = np.random.default_rng(0)
cells, weights = (rng.standard_normal(shape).astype(np.float32) for shape in ((500, 500), (3, 3)))
windows = sliding_window_view(cells, weights.shape)  # (x, y, i, j): no copy
places = windows.transpose(2, 3, 0, 1)  # the same, (i, j, x, y)

WAYS = {
    'einsum("xyij,ij->xy") of the view': lambda: np.einsum("xyij,ij->xy", windows, weights),
    'einsum("ijxy,ij->xy") of the view': lambda: np.einsum("ijxy,ij->xy", places, weights),
    'copy as x, y, i, j, then einsum': lambda: np.einsum("xyij,ij->xy", np.ascontiguousarray(windows), weights),
    'copy as i, j, x, y, then einsum': lambda: np.einsum("ijxy,ij->xy", np.ascontiguousarray(places), weights),
}
times = dict.fromkeys(WAYS, float("inf"))
for _ in range(20):  # in turns, so that a busy moment meets them all
    for name, way in WAYS.items():
        assert np.allclose(way(), WAYS['einsum("xyij,ij->xy") of the view'](), atol=1e-4)
        times[name] = min(times[name], timeit.timeit(way, number=2))
view, same_view, copy_of_windows, copy_of_places = times.values()
for name, time in times.items():
    print(f"{name}: {time / copy_of_places:.1f} times as long as the last")
raise SystemExit(not (min(view, same_view) > 3 * copy_of_places and view < 2 * copy_of_windows))
PY
OPENBLAS_NUM_THREADS=1 "$folder/env/bin/python" see.py
