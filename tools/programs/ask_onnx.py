# /// script
# requires-python = ">=3.11"
# dependencies = ["onnx==1.23.2", "onnxruntime==1.32.0", "openvino==2026.4.1"]
# ///
"""ONNX Runtime and OpenVINO, on the same models of one node each."""

import numpy as np
import onnxruntime
import openvino
from layers import (
    Rows,
    ask_convolution,
    ask_down,
    ask_lrn,
    ask_mean,
    ask_nan,
    ask_padding_limit,
    ask_same,
    ask_up,
    show,
)
from onnx import TensorProto, checker, helper


def model(kind, *shapes, **attributes):
    names = ["x", "w"][: len(shapes)]
    inputs = [helper.make_tensor_value_info(n, TensorProto.FLOAT, s) for n, s in zip(names, shapes, strict=True)]
    output = helper.make_tensor_value_info("y", TensorProto.FLOAT, [None] * 4)
    graph = helper.make_graph([helper.make_node(kind, names, ["y"], **attributes)], "one", inputs, [output])
    made = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 19)], ir_version=9)
    checker.check_model(made)
    return made.SerializeToString()


def onnx_runtime(data, *arrays):
    session = onnxruntime.InferenceSession(data, providers=["CPUExecutionProvider"])
    return session.run(None, dict(zip("xw", arrays, strict=False)))[0]


def open_vino(data, *arrays):
    compiled = openvino.Core().compile_model(openvino.Core().read_model(data), "CPU")
    return np.array(compiled(list(arrays))[0])


def ask(program, package, run):
    def node(kind, *arrays, **attributes):
        arrays = [array[None, None] for array in arrays]
        return run(model(kind, *[array.shape for array in arrays], **attributes), *arrays)[0, 0]

    def window(f, stride, padding=0):
        return {"kernel_shape": [f, f], "strides": [stride, stride], "pads": [padding] * 4}

    def maximum(x, *sizes):
        return node("MaxPool", x, **window(*sizes))

    def mean(**more):
        return lambda x, *sizes: node("AveragePool", x, **window(*sizes), **more)

    rows = Rows(package)
    ask_convolution(rows, program, lambda x, w: node("Conv", x, w))
    ask_same(rows, program, lambda x, w, stride: node("Conv", x, w, strides=[stride] * 2, auto_pad="SAME_UPPER"))
    ask_down(rows, program, lambda x, w: node("Conv", x, w, strides=[3, 3]), maximum)
    ask_up(rows, program, lambda x, *sizes: node("MaxPool", x, **window(*sizes), ceil_mode=1))
    ask_nan(rows, program, maximum)
    ask_padding_limit(rows, program, maximum)
    ask_mean(rows, program, mean(ceil_mode=1, count_include_pad=1), mean(), mean(ceil_mode=1))
    lrn = model("LRN", (1, 5, 1, 1), size=5, alpha=1.0, beta=1.0, bias=1.0)
    ask_lrn(rows, program, lambda values: run(lrn, values[None, :, None, None]))
    return rows


show(ask("ONNX Runtime", "onnxruntime", onnx_runtime), ask("OpenVINO", "openvino", open_vino))
