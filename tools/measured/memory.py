"""Bytes that PyTorch holds at the peak of one step of training, and of one forward pass, a fresh process for each.

    PYTHONPATH=. python tools/measured/memory.py data                   in the root of the course, with PyTorch
    PYTHONPATH=. python tools/measured/memory.py VGG-A training 8       one row, printed

The first writes gpu_memory.csv into the folder. Without a GPU it runs in small, LeNet-5 and AlexNet, and counts what
PyTorch asks the computer's memory for: it shows that this works, and such a table does not belong into ``data``.
PyTorch counts what its tensors hold; what the driver takes, and gaps between blocks, are not in it.

A step is one of gradient descent with momentum and cross-entropy, the third, so that momentum is there; gradients are
None before it. ReLU works in place.
"""

import csv
import datetime
import subprocess
import sys
from contextlib import nullcontext
from pathlib import Path

from nets import DEVICE, as_module, images, nn, torch  # it says so where there is no PyTorch
from torch.profiler import ProfilerActivity, profile, record_function

from helpers.networks import alexnet, network_of

GPU = DEVICE == "cuda"
HEAD = ("network", "mode", "batch", "date", "card", "peak", "reserved", "before", "after_forward")
BATCHES = {
    ("LeNet-5", "training"): (1, 64, 1024),
    ("AlexNet", "forward"): (1, 8, 16, 32, 128),
    ("AlexNet", "training"): (2, 4, 8, 16, 32, 64, 96, 128, 256, 512),
    ("AlexNet (groups=1)", "training"): (32,),
    **{(f"VGG-{column}", "training"): (32,) for column in ("A", "A-LRN", "C", "E")},
    ("VGG-D", "forward"): (1, 8, 32, 64, 128),
    ("VGG-D", "training"): (1, 2, 8, 16, 32, 64, 96, 256),
}
if not GPU:
    BATCHES = {("LeNet-5", "training"): (1, 4), ("AlexNet", "training"): (2,), ("LeNet-5", "forward"): (1,)}


def run(name, mode, batch):
    """Two steps, or passes, and a third between marks; gives nothing, and lets go of all at its end."""
    network = alexnet(groups=1) if name == "AlexNet (groups=1)" else network_of(name)
    net, x = as_module(network).to(DEVICE), images(network, batch)
    wanted = torch.randint(0, network.rows()[-1].values, (batch,), device=DEVICE)
    optimiser = torch.optim.SGD(net.parameters(), lr=1e-6, momentum=0.9)
    net.train(mode == "training")
    for measured in (False, False, True):
        if measured:
            mark("before")
        if mode == "forward":
            with torch.inference_mode():
                net(x)
            continue
        optimiser.zero_grad(set_to_none=True)
        loss = nn.functional.cross_entropy(net(x), wanted)
        if measured:
            mark("after_forward")
        loss.backward()
        optimiser.step()
    mark("end")


MARKS = {}


def mark(name):
    """Note what the GPU holds now; for the CPU, put the name between the profiler's records."""
    if not GPU:
        with record_function(name):
            return
    MARKS[name] = torch.cuda.memory_allocated()
    if name == "before":
        torch.cuda.reset_peak_memory_stats()
    if name == "end":
        MARKS.update(peak=torch.cuda.max_memory_allocated(), reserved=torch.cuda.max_memory_reserved())


def on_the_cpu(records):
    """The same numbers from the profiler's records, the changes of memory with their times."""
    held, peak = 0, 0
    for record in sorted(records, key=lambda record: record.start_ns()):
        if record.name() == "[memory]":
            held += record.nbytes()
            peak = max(peak, held)
        elif record.name() in ("before", "after_forward", "end"):
            MARKS[record.name()] = held
            peak = held if record.name() == "before" else peak
            if record.name() == "end":
                MARKS["peak"] = peak


def row(name, mode, batch):
    """A row of the table: run in a process of its own, for what a library holds stays until its end."""
    with nullcontext() if GPU else profile(activities=[ProfilerActivity.CPU], profile_memory=True) as records:
        run(name, mode, batch)
    if not GPU:
        on_the_cpu(records.profiler.kineto_results.events())
    card = torch.cuda.get_device_name() if GPU else "CPU"
    stages = (MARKS.get(name, "") for name in ("peak", "reserved", "before", "after_forward"))
    return name, mode, batch, datetime.date.today().isoformat(), card, *stages


def main(arguments):
    if len(arguments) == 3:
        csv.writer(sys.stdout).writerow(row(arguments[0], arguments[1], int(arguments[2])))
        return
    (folder,) = arguments
    lines = [",".join(HEAD)]
    for (name, mode), batches in BATCHES.items():
        for batch in batches:
            command = [sys.executable, __file__, name, mode, str(batch)]
            printed = subprocess.run(command, capture_output=True, text=True, check=True).stdout
            lines.append(printed.splitlines()[-1])
            print(lines[-1], flush=True)
    Path(folder, "gpu_memory.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
