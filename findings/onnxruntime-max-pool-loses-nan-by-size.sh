#!/usr/bin/env bash
# onnxruntime 1.32.0 (CPU, onnx 1.23.2, Python 3.11, 2026-11-27): whether the maximum of a window keeps a NaN depends
# on how large the rest of the picture is.
# Expected: MaxPool of a 3x3 window with a NaN in its last cell gives one answer for that window, NaN or the largest
#           number, whatever lies outside of the window.
# Instead:  where the picture is just that window, the NaN is lost; where one more row and column stand beside it,
#           which the window does not read, the same window gives NaN. A NaN in the first cell is lost both times.
# Exits 0 while this is so, 1 when it has changed. Needs python3 with venv on the PATH.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/env"
"$folder/env/bin/pip" install -qq --disable-pip-version-check onnxruntime==1.32.0 onnx==1.23.2
cd "$folder"
cat > see.py <<'PY'
import numpy as np
import onnxruntime
from onnx import TensorProto, helper


def first_window(n, nan_at):
    """The maximum of the first 3x3 window of an n x n picture of ones that has a NaN at one place of that window."""
    node = helper.make_node("MaxPool", ["x"], ["y"], kernel_shape=[3, 3], strides=[1, 1])
    ends = [helper.make_tensor_value_info(name, TensorProto.FLOAT, None) for name in "xy"]
    model = helper.make_model(helper.make_graph([node], "g", ends[:1], ends[1:]),
                              opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
    session = onnxruntime.InferenceSession(model.SerializeToString(), providers=["CPUExecutionProvider"])
    x = np.ones((1, 1, n, n), np.float32)
    x[0, 0, nan_at, nan_at] = np.nan
    return session.run(None, {"x": x})[0][0, 0, 0, 0]


seen = {(n, cell): str(first_window(n, cell)) for n in (3, 4) for cell in (0, 2)}
for (n, cell), value in seen.items():
    print(f"picture {n}x{n}, NaN in cell ({cell}, {cell}) of the window: its maximum is {value}")
expected = {(3, 0): "1.0", (3, 2): "1.0", (4, 0): "1.0", (4, 2): "nan"}
raise SystemExit(seen != expected)
PY
"$folder/env/bin/python" see.py
