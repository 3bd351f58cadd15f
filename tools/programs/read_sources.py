"""Two programs that nobody could run here, Caffe and cuda-convnet2: what their sources say, put into the file.

Run as ``python tools/programs/read_sources.py``. The rules were read in the files that are named, at these commits;
the numbers are computed from the rules.
"""

import datetime
from math import ceil

from ask import put
from record import read, write

CAFFE = "source: BVLC/caffe, src/caffe/layers/pooling_layer.cpp, at commit 0323844"
CAFFES_LRN = "source: BVLC/caffe, src/caffe/layers/lrn_layer.cpp"
CUDA_CONVNET2 = "source: akrizhevsky/cuda-convnet2, layer.py, at commit 20b90c1"


def rows(program, **answers):
    version = "its source"
    for question, said in answers.items():
        answer, remark = said if isinstance(said, tuple) else (said, "")
        yield {"question": question, "program": program, "version": version, "answer": answer} | (
            {"remark": remark} if remark else {}
        )


def caffes(n, f, stride, padding):
    """Windows of Caffe's pooling: rounded up, and where there is padding none that begins behind the picture."""
    count = ceil((n + 2 * padding - f) / stride) + 1
    return count - (padding > 0 and (count - 1) * stride >= n + padding)


def divisor(n, f, stride, padding):
    """Cells a side that Caffe divides its last mean by: those in the picture and in its padding."""
    start = (caffes(n, f, stride, padding) - 1) * stride - padding
    return min(start + f, n + padding) - start


def up(n, f, stride):
    """cuda-convnet2, in convolution and pooling."""
    return ceil((n - f) / stride) + 1


behind = "it drops a last window that begins behind the picture only where there is padding"
caffe = rows(
    "Caffe",
    pool_left_over=(caffes(5, 2, 2, 0), "later versions round down if they are told to"),  # its pull request 6282
    up=caffes(5, 2, 2, 0),
    up_padded=caffes(5, 2, 3, 1),
    up_behind=(caffes(6, 2, 3, 0), behind),
    divisor_padding=divisor(5, 3, 2, 1),
    divisor_up=divisor(6, 3, 2, 0),
    padding_counted="yes",
    padding_limit=("accepts", "less than F"),
)
lrn = rows("Caffe", lrn_alpha=("yes", "its AlexNet has k = 1, the paper k = 2"))
always = "it always rounds up"
alexnets = rows(
    "cuda-convnet2",
    conv_left_over=(up(7, 3, 3), always),
    pool_left_over=(up(5, 2, 2), always),
    lrn_alpha="yes",
)
questions = read()
for some, source in ((caffe, CAFFE), (lrn, CAFFES_LRN), (alexnets, CUDA_CONVNET2)):
    put(questions, list(some), source, datetime.date.today().isoformat())
write(questions)
