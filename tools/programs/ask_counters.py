# /// script
# requires-python = ">=3.11"
# dependencies = [
#     "torch==2.13.0", "torchvision==0.28.0", "torchinfo==1.8.0", "torchsummary==1.5.1", "fvcore==0.1.5.post20221221",
#     "thop==0.1.1.post2209072238", "ptflops==0.7.5", "calflops==0.3.2", "transformers",
#     "onnx==1.23.2", "onnx-tool==1.0.1", "onnxscript",
# ]
# ///
"""What counting tools say about torchvision's VGG-16 and one picture of 224x224; none of its weights is trained."""

import contextlib
import io
import re
import tempfile
from pathlib import Path

import torch
from layers import Rows, show

try:
    import torchvision
except RuntimeError:  # one built for a graphics card, beside a torch without: VGG needs none of its own operations
    for name in ("nms", "qnms"):
        torch.library.define(f"torchvision::{name}", "(Tensor dets, Tensor scores, float iou_threshold) -> Tensor")
    import torchvision


def printed(function, *arguments, **options):
    """What a tool writes."""
    with contextlib.redirect_stdout(io.StringIO()) as text:
        function(*arguments, **options)
    return text.getvalue()


def network():
    return torchvision.models.vgg16(weights=None).eval()


PICTURE = torch.zeros(1, 3, 224, 224)
POOL = "the adaptive pool"


def of_torch():
    from torch.utils.flop_counter import FlopCounterMode

    rows, counter = Rows("torch"), FlopCounterMode(display=False)
    with counter:
        network()(PICTURE)
    rows.say("vgg16_work", "PyTorch FlopCounterMode", counter.get_total_flops(), "multiply-adds twice")
    return rows


def of_torchvision():
    rows = Rows("torchvision")
    meta = torchvision.models.VGG16_Weights.IMAGENET1K_V1.meta
    rows.say("vgg16_work", "torchvision, GFLOPS", meta["_ops"], "multiply-adds, in units of 10 to the ninth")
    return rows


def of_fvcore():
    from fvcore.nn import FlopCountAnalysis

    rows = Rows("fvcore")
    total = FlopCountAnalysis(network(), PICTURE).unsupported_ops_warnings(False).total()
    rows.say("vgg16_work", "fvcore, flops", total, f"multiply-adds, and {POOL}")
    return rows


def of_thop():
    import thop

    rows = Rows("thop")
    macs, _ = thop.profile(network(), (PICTURE,), verbose=False)
    rows.say("vgg16_work", "thop, MACs", int(macs), f"multiply-adds, and {POOL} twice")
    return rows


def of_torchinfo():
    import torchinfo

    rows, summary = Rows("torchinfo"), torchinfo.summary(network(), input_data=PICTURE, verbose=0)
    rows.say("vgg16_work", "torchinfo, mult-adds", summary.total_mult_adds, "multiply-adds and biases")
    size = float(re.search(r"Forward/backward pass size \(MB\): ([\d.]+)", str(summary))[1])
    remark = "in millions of bytes: the output of every layer that has parameters, twice"
    rows.say("vgg16_memory", "torchinfo, forward/backward pass size (MB)", size, remark)
    return rows


def of_torchsummary():
    import torchsummary

    rows, text = Rows("torchsummary"), printed(torchsummary.summary, network(), (3, 224, 224), device="cpu")
    size = float(re.search(r"Forward/backward pass size \(MB\): ([\d.]+)", text)[1])
    remark = "in MiB, called MB: every layer's output, twice"
    rows.say("vgg16_memory", "torchsummary, forward/backward pass size (MB)", size, remark)
    return rows


def of_ptflops():
    import ptflops

    rows = Rows("ptflops")
    for backend, name, remark in (
        ("pytorch", "ptflops", "multiply-adds, biases, each ReLU and each pool twice"),
        ("aten", "ptflops, newer backend", "multiply-adds and biases"),
    ):
        options = {"as_strings": False, "print_per_layer_stat": False, "backend": backend}
        macs, _ = ptflops.get_model_complexity_info(network(), (3, 224, 224), **options)
        rows.say("vgg16_work", name, int(macs), remark)
    return rows


def of_calflops():
    from calflops import calculate_flops

    rows = Rows("calflops")
    options = {"output_as_string": False, "print_results": False, "print_detailed": False}
    flops, macs, _ = calculate_flops(network(), input_shape=(1, 3, 224, 224), **options)
    rows.say(
        "vgg16_work", "calflops, FLOPs", int(flops), "multiply-adds twice, ReLU, pools, biases of the convolutions"
    )
    rows.say("vgg16_work", "calflops, MACs", int(macs), "multiply-adds")
    return rows


def of_onnx_tool():
    import onnx_tool

    rows = Rows("onnx-tool")
    with tempfile.TemporaryDirectory() as folder:
        file = str(Path(folder) / "vgg16.onnx")
        with contextlib.redirect_stdout(io.StringIO()):
            torch.onnx.export(network(), (PICTURE,), file)
            model = onnx_tool.Model(file)
            model.graph.shape_infer()
            model.graph.profile()
    remark = "no biases, for they are all zero and the exporter leaves them out"
    work = f"multiply-adds, each ReLU and each pool; {remark}"
    rows.say(
        "vgg16_work",
        "onnx-tool",
        int(sum(model.graph.macs) if isinstance(model.graph.macs, tuple | list) else model.graph.macs),
        work,
    )
    parameters = f"{remark}; two numbers of a shape in their place"
    rows.say("vgg16_parameters", "onnx-tool", int(model.graph.params), parameters)
    return rows


every = (
    of_torch,
    of_torchvision,
    of_fvcore,
    of_thop,
    of_torchinfo,
    of_torchsummary,
    of_ptflops,
    of_calflops,
    of_onnx_tool,
)
results = []
for one in every:
    try:
        results.append(one())
    except Exception as error:  # one that fails today leaves its old answer in the file
        print(f"{one.__name__}: {type(error).__name__}: {error}")
show(*results)
