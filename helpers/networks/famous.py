"""The networks of the course, as their papers describe them, and the pattern that most of them follow."""

from functools import cache, partial

from helpers.arguments import one_of, plain, whole
from helpers.networks.layers import LRN, Conv, Dense, Layer, Pool
from helpers.networks.network import Network

MOST = 1000  # blocks of a pattern, and layers of a kind in one: many more, and a typing error would stop the machine
# Table 1 of the paper, a block after the other: filters of 3x3 unless it says 1x1.
VGG = {
    "A": "64 | 128 | 256 256 | 512 512 | 512 512",
    "A-LRN": "64 LRN | 128 | 256 256 | 512 512 | 512 512",
    "B": "64 64 | 128 128 | 256 256 | 512 512 | 512 512",
    "C": "64 64 | 128 128 | 256 256 1x1-256 | 512 512 1x1-512 | 512 512 1x1-512",
    "D": "64 64 | 128 128 | 256 256 256 | 512 512 512 | 512 512 512",
    "E": "64 64 | 128 128 | 256 256 256 256 | 512 512 512 512 | 512 512 512 512",
}


def lenet5() -> Network:
    """LeNet-5 as it is built today, on a digit of 32x32: 61,706 parameters.

    The paper's C3 saw only some of its input maps, its pooling had weights, and its last layer was of another kind.

    >>> lenet5().totals().parameters
    61706

    Source: LeCun, Bottou, Bengio & Haffner, *Gradient-Based Learning Applied to Document Recognition*, 1998.
    """
    layers = (
        Conv("C1", 6, 5),
        Pool("S2", 2),
        Conv("C3", 16, 5),
        Pool("S4", 2),
        Dense("C5", 120),
        Dense("F6", 84),
        Dense("output", 10, relu=False),
    )
    return Network("LeNet-5", (32, 32, 1), layers)


def alexnet(groups: int = 2) -> Network:
    """AlexNet on a picture of 227x227x3; ``groups=2`` splits three layers over two GPUs, as in 2012, 1 does not.

    >>> alexnet().totals().parameters, alexnet(groups=1).totals().parameters
    (60965224, 62378344)

    Source: Krizhevsky, Sutskever & Hinton, NIPS 2012; 227 for the paper's 224, which does not fit.
    """
    layers = (
        Conv("conv1", 96, 11, stride=4),
        LRN("norm1"),
        Pool("pool1", 3, stride=2),
        Conv("conv2", 256, 5, padding=2, groups=groups),
        LRN("norm2"),
        Pool("pool2", 3, stride=2),
        Conv("conv3", 384, 3, padding=1),
        Conv("conv4", 384, 3, padding=1, groups=groups),
        Conv("conv5", 256, 3, padding=1, groups=groups),
        Pool("pool5", 3, stride=2),
        Dense("fc6", 4096, dropout=0.5),
        Dense("fc7", 4096, dropout=0.5),
        Dense("fc8", 1000, relu=False),
    )
    return Network("AlexNet", (227, 227, 3), layers)


def vgg(column: str = "D") -> Network:
    """One of the six columns of ``VGG``, on a picture of 224x224x3. D is called VGG-16, E VGG-19.

    >>> vgg("D").totals().values, vgg("D").totals().weights
    (15237608, 138344128)

    Errors: ``ValueError`` for a column that the paper does not have.

    Source: Simonyan & Zisserman, arXiv:1409.1556, table 1.
    """
    return _column(one_of("column", column, VGG))


@cache
def _column(column):
    layers = []
    for b, block in enumerate(VGG[column].split("|"), 1):
        words = [word for word in block.split() if word != "LRN"]
        layers += [_vgg_conv(f"conv{b}_{i}", word) for i, word in enumerate(words, 1)]
        layers += [LRN(f"norm{b}")] * ("LRN" in block) + [Pool(f"pool{b}", 2)]
    return Network(f"VGG-{column}", (224, 224, 3), (*layers, *_classifier(6, [4096, 4096], 1000)))


NETWORKS = {"LeNet-5": lenet5, "AlexNet": alexnet, **{f"VGG-{column}": partial(vgg, column) for column in VGG}}

Named = str | Network  # a network, or its name


def network_of(network: Named) -> Network:
    """The ``Network`` that is meant: by its name in ``NETWORKS``, or the network itself.

    >>> network_of("VGG-D") == network_of(vgg("D")) == vgg("D")
    True
    >>> network_of("VGG-F")
    Traceback (most recent call last):
    ValueError: network must be one of 'LeNet-5', 'AlexNet', 'VGG-A', 'VGG-A-LRN', 'VGG-B', 'VGG-C', 'VGG-D', \
'VGG-E', got 'VGG-F'
    >>> network_of(alexnet)
    Traceback (most recent call last):
    TypeError: network must be a name such as 'AlexNet', or a Network, got the function alexnet: call it, alexnet()

    Errors: ``ValueError`` for another name, ``TypeError`` for what is neither.
    """
    if isinstance(network, Network):
        return network
    if isinstance(network, str):
        return _named(one_of("network", network, NETWORKS))
    if callable(network):
        name = getattr(network, "__name__", repr(network))
        given = f"the function {name}: call it, {name}()"
    else:
        given = repr(network)
    raise TypeError(f"network must be a name such as 'AlexNet', or a Network, got {given}")


@cache
def _named(name):
    return NETWORKS[name]()


def _vgg_conv(name, word):
    size, _, filters = word.rpartition("-")
    return Conv(name, int(filters), 1) if size == "1x1" else Conv(name, int(filters), 3, padding=1)


Each = int | tuple[int, ...] | list[int]  # the same for all blocks, or one for each


def pattern(
    n: Each = 2,
    m: int | None = None,
    k: int = 2,
    *,
    pool: Each = True,
    width: Each = 64,
    hidden: int = 4096,
    classes: int = 1000,
    side: int = 224,
    channels: int = 3,
    average: bool = False,
) -> Network:
    """[(CONV-RELU)*N - POOL?]*M - (FC-RELU)*K, SOFTMAX, with an FC of ``classes`` before the softmax.

    ``n`` is a number, or one for each of the M blocks; ``m`` None means as many as ``n`` names, or 5. ``pool``
    says whether a block ends in a 2x2 pool, ``width`` how many filters its convolutions have: each one for all or
    one for each block. One ``width`` doubles from block to block, to at most 8 times, as VGG's does. Every
    convolution is 3x3 with padding 1. ``hidden`` are the outputs of each of the K layers, which have dropout as
    in AlexNet and VGG; ``side`` and ``channels`` are the input's. With ``average`` the FC layers read the mean of
    each map of the last block, as in GoogLeNet.

    Errors: ``ValueError`` for numbers below 1 (``k``: below 0), for more than 1000 blocks or layers of a kind, for
    lists that are not M long, and for a layer that does not fit, which it names.

    >>> pattern(2, 5).layers == vgg("B").layers, pattern((2, 2, 3, 3, 3)).layers == vgg("D").layers
    (True, True)
    >>> [row.output_shape for row in pattern(1, 1, 0, average=True).rows()][-3:]
    [(112, 112, 64), (1, 1, 64), (1, 1, 1000)]

    Source: the lecture's summary; after CS231n, *Convolutional Networks*.
    """
    layers = pattern_layers(n, m, k, pool, width, hidden, classes)
    side, channels = whole("side", side, 1), whole("channels", channels, 1)
    if average:
        end = next(i for i, layer in enumerate(layers) if layer.kind == "dense")
        maps = Network("the pattern", (side, side, channels), layers[:end], softmax=False).rows()[-1].output_shape
        layers = *layers[:end], Pool("average", maps[0], average=True), *layers[end:]
    return Network("the pattern", (side, side, channels), layers)


def pattern_layers(
    n: Each, m: int | None, k: int, pool: Each, width: Each, hidden: int, classes: int
) -> tuple[Layer, ...]:
    """The layers that ``pattern`` puts together, whether they fit a picture or not.

    >>> [layer.name for layer in pattern_layers(2, 1, 0, True, 64, 4096, 10)]
    ['conv1_1', 'conv1_2', 'pool1', 'fc2']
    """
    n, pool, width = map(plain, (n, pool, width))
    m = whole("m", (len(n) if isinstance(n, tuple | list) else 5) if m is None else m, 1, MOST)
    hidden, classes = whole("hidden", hidden, 1), whole("classes", classes, 1)
    if not isinstance(width, tuple | list):
        width = [whole("width", width, 1) * 2 ** min(b, 3) for b in range(m)]
    blocks = zip(_each("n", n, m, most=MOST), _each("width", width, m), _each("pool", pool, m, least=0), strict=True)
    layers: list[Layer] = []
    for b, (convolutions, filters, pooled) in enumerate(blocks, 1):
        layers += [Conv(f"conv{b}_{i}", filters, 3, padding=1) for i in range(1, convolutions + 1)]
        layers += [Pool(f"pool{b}", 2)] * pooled
    return (*layers, *_classifier(m + 1, [hidden] * whole("k", k, 0, MOST), classes))


def _classifier(first, hidden, classes):
    """The FC layers at the end, numbered on from the blocks: fc6, fc7 and fc8 behind five of them."""
    layers = [Dense(f"fc{first + i}", outputs, dropout=0.5) for i, outputs in enumerate(hidden)]
    return *layers, Dense(f"fc{first + len(hidden)}", classes, relu=False)


def _each(name, value, m, least=1, most=None):
    """``value`` for each of the ``m`` blocks, as whole numbers; True and False count as 1 and 0."""
    values = list(value) if isinstance(value, tuple | list) else [value] * m
    if len(values) != m:
        raise ValueError(f"{name} must be one number, or one for each of {m} blocks, got {len(values)} of them")
    return [whole(name, int(v) if least == 0 and isinstance(v, bool) else v, least, most) for v in values]
