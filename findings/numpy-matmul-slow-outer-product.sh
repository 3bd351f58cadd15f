#!/usr/bin/env bash
# numpy 2.4.6 (its own OpenBLAS, one thread, Python 3.11, 2026-11-27): a column times a row, as in the slopes of a
# dense layer for one example, takes several times as long by "@" as by np.dot.
# Expected: the same time. numpy.dot's documentation says of two arrays of rank 2 that it is their matrix product, "but
#           using matmul or a @ b is preferred", and both hand it to BLAS.
# Instead:  for 120 x 1 times 1 x 400 in float32 "@" takes 4 to 10 times as long. With two columns and two rows in place
#           of one, and for one row of 120 times 120 x 400, both take about the same time. (The limit is 2 times.)
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

rng = np.random.default_rng(0)


def ratio(rows, inner, columns):
    """How many times as long "@" takes as np.dot: the best of interleaved rounds."""
    a = rng.standard_normal((rows, inner)).astype(np.float32)
    b = rng.standard_normal((inner, columns)).astype(np.float32)
    assert np.allclose(a @ b, np.dot(a, b), atol=1e-4)
    times = [(timeit.timeit(lambda: a @ b, number=50), timeit.timeit(lambda: np.dot(a, b), number=50)) for _ in range(60)]
    by_matmul, by_dot = (min(one) for one in zip(*times))
    print(f"{rows} x {inner} @ {inner} x {columns}: @ takes {by_matmul / by_dot:.1f} times as long as np.dot")
    return by_matmul / by_dot


outer, two, row = ratio(120, 1, 400), ratio(120, 2, 400), ratio(1, 120, 400)
raise SystemExit(not (outer > 2 and two < 2 and row < 2))
PY
OPENBLAS_NUM_THREADS=1 "$folder/env/bin/python" see.py
