"""Milliseconds of AlexNet and VGG-16 on a GPU, layer by layer and whole, and of single layers beside each other.

    PYTHONPATH=. python tools/measured/times.py data        in the root of the course, with PyTorch

writes gpu_layers.csv, gpu_networks.csv, gpu_training_time.csv and gpu_single_layers.csv into the folder. Without a
GPU it runs in small, AlexNet on one picture, to show that it works: such tables do not belong into ``data``.

Modes: "fp32" multiplies in full 32 bits. "default" is what PyTorch does unless told otherwise: convolutions in TF32,
a format of 19 bits, dense layers in full 32. "bf16" keeps all numbers in 16 bits. ReLU belongs to its layer.
"""

import csv
import statistics
import sys
from pathlib import Path
from time import perf_counter

from nets import DEVICE, as_module, he, images, modules_of, nn, torch  # it says so where there is no PyTorch

from helpers.networks import alexnet, vgg

GPU = DEVICE == "cuda"
MODES = ("fp32", "default", "bf16") if GPU else ("fp32",)
BATCHES = (1, 8, 32, 128) if GPU else (1,)
TRAINED = (1, 2, 4, 8, 16, 32, 64, 128) if GPU else (1,)
SINGLE = 64 if GPU else 1  # pictures at once, for the single layers
NETWORKS = {"AlexNet": alexnet(), "AlexNet (groups=1)": alexnet(groups=1), "VGG-D": vgg("D")}
if not GPU:
    NETWORKS = {"AlexNet": alexnet()}
CHANNELS, SIDE = 256, 56  # of the single layers


def number_type(mode):
    """Set how precisely PyTorch multiplies; the type of the numbers comes back."""
    torch.backends.cudnn.allow_tf32 = mode == "default"
    torch.backends.cuda.matmul.allow_tf32 = False
    return torch.bfloat16 if mode == "bf16" else torch.float32


def finished():
    """Wait until the GPU has done all that it was asked for."""
    if GPU:
        torch.cuda.synchronize()


def timed(call):
    """Milliseconds of one call, the waiting for the GPU included."""
    finished()
    begun = perf_counter()
    call()
    finished()
    return 1e3 * (perf_counter() - begun)


def in_a_graph(call, repeats=4, runs=5):
    """Milliseconds of one call without what launching it costs: the median replay of a CUDA graph of ``repeats``."""
    if not GPU:
        return min(timed(call) for _ in range(2))
    stream = torch.cuda.Stream()
    stream.wait_stream(torch.cuda.current_stream())
    with torch.cuda.stream(stream):
        for _ in range(3):
            call()
    torch.cuda.current_stream().wait_stream(stream)
    finished()
    graph = torch.cuda.CUDAGraph()
    with torch.cuda.graph(graph):
        for _ in range(repeats):
            call()
    graph.replay()
    return statistics.median(replayed(graph) for _ in range(runs)) / repeats


def replayed(graph):
    """Milliseconds of one replay, by the GPU's own clock."""
    begun, ended = (torch.cuda.Event(enable_timing=True) for _ in range(2))
    begun.record()
    graph.replay()
    ended.record()
    finished()
    return begun.elapsed_time(ended)


def one_by_one(call, runs=11):
    """Milliseconds of one call as a program makes it, each operation launched by itself: the median."""
    for _ in range(3):
        call()
    return statistics.median(timed(call) for _ in range(runs))


def layers_and_networks():
    """Rows of gpu_layers.csv and of gpu_networks.csv: forward, nothing kept for a way back."""
    layers, wholes = [], []
    for name, network in NETWORKS.items():
        for mode in MODES:
            dtype = number_type(mode)
            parts = [(row, he(module).to(DEVICE, dtype).eval()) for row, module in modules_of(network)]
            net = nn.Sequential(*(module for _, module in parts))
            for batch in BATCHES:
                few = {"repeats": 10, "runs": 7} if batch < 32 else {}
                with torch.inference_mode():
                    for row, module in parts:
                        side, _, channels = row.input_shape
                        x = torch.randn(batch, channels, side, side, device=DEVICE, dtype=dtype)
                        ms = in_a_graph(lambda module=module, x=x: module(x), **few)
                        layers.append([name, mode, batch, row.name, f"{ms:.4f}"])
                    x = images(network, batch, dtype)
                    both = in_a_graph(lambda net=net, x=x: net(x), 3), one_by_one(lambda net=net, x=x: net(x))
                wholes.append([name, mode, batch, *(f"{ms:.4f}" for ms in both)])
    return layers, wholes


def training():
    """Rows of gpu_training_time.csv: the ways forward and back of a step, the median of five behind two others."""
    number_type("default")
    rows = []
    for name, network in NETWORKS.items():
        for batch in TRAINED:
            net = as_module(network).to(DEVICE).train()
            optimiser = torch.optim.SGD(net.parameters(), lr=1e-6, momentum=0.9)
            x, right = images(network, batch), torch.randint(0, 1000, (batch,), device=DEVICE)
            steps = [step(net, optimiser, x, right) for _ in range(7 if GPU else 2)]
            forward, back = (statistics.median(ways) for ways in zip(*steps[2 if GPU else 0 :], strict=True))
            rows.append([name, batch, f"{forward:.2f}", f"{back:.2f}"])
    return rows


def step(net, optimiser, x, right):
    """One step of training: milliseconds of its way forward and of its way back."""
    optimiser.zero_grad(set_to_none=True)
    found = []
    forward = timed(lambda: found.append(nn.functional.cross_entropy(net(x), right)))
    back = timed(found[0].backward)
    optimiser.step()
    return forward, back


def conv(f, groups=1):
    return nn.Conv2d(CHANNELS, CHANNELS, f, padding=f // 2, groups=groups)


def single_layers():
    """Rows of gpu_single_layers.csv: layers from 256 channels to 256 on 56x56, and stacks of them."""
    cases = {f"{f}x{f}": [conv(f)] for f in (1, 3, 5, 7)}
    cases |= {f"groups {groups}": [conv(3, groups)] for groups in (2, 8, 32)}
    cases |= {"depthwise 3x3": [conv(3, CHANNELS)], "separable": [conv(3, CHANNELS), conv(1)]}
    cases |= {f"{count} 3x3": [conv(3) for _ in range(size)] for size, count in ((2, "two"), (3, "three"))}
    rows = []
    for mode in MODES:
        dtype = number_type(mode)
        x = torch.randn(SINGLE, CHANNELS, SIDE, SIDE, device=DEVICE, dtype=dtype)
        for case, layers in cases.items():
            for last in (False, True):
                order = torch.channels_last if last else torch.contiguous_format
                net = nn.Sequential(*layers).to(DEVICE, dtype).to(memory_format=order)
                given = x.to(memory_format=order)
                with torch.inference_mode():
                    ms = in_a_graph(lambda net=net, given=given: net(given), 5, 7)
                rows.append([case, mode, SINGLE, "last" if last else "first", f"{ms:.4f}"])
    return rows


def write(folder, name, columns, rows):
    with (folder / name).open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows(rows)
    print(f"{name}: {len(rows)} rows", flush=True)


def main(folder):
    machine = torch.cuda.get_device_name() if GPU else "no GPU: in small"
    print(
        f"{machine}, torch {torch.__version__}, cuDNN {torch.backends.cudnn.version() if GPU else None}", flush=True
    )
    layers, wholes = layers_and_networks()
    write(folder, "gpu_layers.csv", ["network", "mode", "batch", "layer", "milliseconds"], layers)
    write(folder, "gpu_networks.csv", ["network", "mode", "batch", "as one graph", "call by call"], wholes)
    write(folder, "gpu_single_layers.csv", ["case", "mode", "batch", "channels", "milliseconds"], single_layers())
    write(folder, "gpu_training_time.csv", ["network", "batch", "forward", "backward"], training())


if __name__ == "__main__":
    main(Path(sys.argv[1]))
