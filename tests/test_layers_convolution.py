"""The operations on arrays against scipy and hand computations, and every kind of bad input."""

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from memory import scratch
from scipy import signal

from helpers.layers import conv2d, convolve2d, correlate2d

pytestmark = pytest.mark.usefixtures("both_products")

settings.register_profile("units", deadline=None, derandomize=True)
settings.load_profile("units")

DTYPES = ["float64", "float32", "float16", "int64", "int32", "int8", "uint8", "bool"]


def random_array(shape, dtype="float64", seed=0):
    """Numbers over most of a small dtype's range, so that a sum computed in that dtype would overflow."""
    generator = np.random.default_rng(seed)
    dtype = np.dtype(dtype)
    if dtype.kind == "f":
        return generator.standard_normal(shape).astype(dtype)
    low, high = {"b": (0, 2), "u": (0, 256), "i": (-128, 128)}[dtype.kind]
    return generator.integers(low, high, shape).astype(dtype)


def computed_in(*dtypes):
    """The dtype of the result: whole numbers give int64, float16 float32, anything else what NumPy promotes to."""
    if all(np.dtype(dtype).kind in "biu" for dtype in dtypes):
        return np.int64
    return np.promote_types(np.float32, np.result_type(*dtypes))


def wide(array):
    """``array`` in a dtype in which the oracle computes without overflow or rounding worth speaking of."""
    array = np.asarray(array)
    return array.astype(np.int64 if array.dtype.kind in "biu" else np.float64)


def assert_agrees(result, expected, dtype):
    assert result.dtype == dtype
    assert result.shape == expected.shape
    if np.dtype(dtype).kind == "i":
        np.testing.assert_array_equal(result, expected)
    else:
        tolerance = 1e-12 if dtype == np.float64 else 1e-5
        np.testing.assert_allclose(result, expected, rtol=tolerance, atol=tolerance * max(1, np.abs(expected).max()))


def by_scipy(x, filters, bias=None, stride=1, padding=0, dilation=1, groups=1, rounding="exact"):
    """``conv2d`` of one image by ``scipy.signal.correlate``: every place is computed, and those between dropped.

    Taps are spread by writing zeros between them. For "ceil", zeros behind the end make room for one window
    more, which is kept if it starts inside the input or its left padding.
    """
    (s, t), (p, q), (d, e) = (np.broadcast_to(option, 2) for option in (stride, padding, dilation))
    x, filters = wide(x), wide(filters)
    kernels, f, g, depth = filters.shape
    spread = np.zeros((kernels, (f - 1) * d + 1, (g - 1) * e + 1, depth), filters.dtype)
    spread[:, ::d, ::e] = filters
    behind = (s - 1, t - 1) if rounding == "ceil" else (0, 0)
    padded = np.pad(x, ((p, p + behind[0]), (q, q + behind[1]), (0, 0)))
    maps = []
    for k, one in enumerate(spread):
        first = k // (kernels // groups) * depth
        volume = padded[..., first : first + depth]
        maps.append(signal.correlate(volume, one, mode="valid", method="direct")[::s, ::t, 0])
    out = np.stack(maps, axis=-1)
    if rounding == "ceil":
        for axis, (step, pad) in enumerate(((s, p), (t, q))):
            room = x.shape[axis] + 2 * pad - spread.shape[1 + axis]
            kept = [i for i in range(out.shape[axis]) if i * step <= room or i * step < x.shape[axis] + pad]
            out = out.take(kept, axis=axis)
    return out if bias is None else out + wide(bias)


@st.composite
def layers(draw):
    """A convolution layer that has at least one window, with its options as numbers or as pairs."""
    rounding = draw(st.sampled_from(["exact", "floor", "ceil"]))
    as_pairs = draw(st.booleans())
    axes = []
    for _ in range(2):
        f = draw(st.integers(1, 4))
        if as_pairs or not axes:
            stride, padding, dilation = draw(st.integers(1, 4)), draw(st.integers(0, 3)), draw(st.integers(1, 3))
        windows = draw(st.integers(1, 4))
        over = 0 if rounding == "exact" else draw(st.integers(0, stride - 1))
        n = (windows - 1) * stride + (f - 1) * dilation + 1 + over - 2 * padding
        assume(n >= 1)
        axes.append((n, f, stride, padding, dilation))
    groups, depth, per_group = draw(st.integers(1, 3)), draw(st.integers(1, 3)), draw(st.integers(1, 3))
    (height, width), size, *options = zip(*axes, strict=True)
    batch = draw(st.sampled_from([(), (1,), (3,)]))
    seed = draw(st.integers(0, 2**16))
    dtypes = [draw(st.sampled_from(DTYPES)) for _ in range(3)]
    x = random_array((*batch, height, width, groups * depth), dtypes[0], seed)
    filters = random_array((groups * per_group, *size, depth), dtypes[1], seed + 1)
    bias = random_array(len(filters), dtypes[2], seed + 2) if draw(st.booleans()) else None
    names = ("stride", "padding", "dilation")
    options = {name: pair if as_pairs else pair[0] for name, pair in zip(names, options, strict=True)}
    return x, filters, bias, options | {"groups": groups, "rounding": rounding}


# conv2d


@settings(deadline=None, max_examples=600, derandomize=True)
@given(layers())
def test_conv2d_agrees_with_scipy_for_all_options_ranks_and_dtypes(layer):
    x, filters, bias, options = layer
    batch = x if x.ndim == 4 else x[None]
    expected = np.stack([by_scipy(image, filters, bias, **options) for image in batch])
    dtype = computed_in(*(array.dtype for array in (x, filters, bias) if array is not None))
    result = conv2d(x, filters, bias, **options)
    assert_agrees(result, expected if x.ndim == 4 else expected[0], dtype)


def test_conv2d_agrees_with_scipy_where_the_windows_are_copied_in_several_pieces():
    x, filters = random_array((112, 112, 64), "float32"), random_array((4, 3, 3, 64), "float32", seed=1)
    assert_agrees(conv2d(x, filters, padding=1), by_scipy(x, filters, padding=1), np.float32)


def test_conv2d_gives_dumoulin_and_visins_strided_example():
    x = [[2, 2, 3, 3, 3], [0, 1, 3, 0, 3], [2, 3, 0, 1, 3], [3, 3, 2, 1, 2], [3, 3, 0, 2, 3]]
    kernel = [[2, 0, 1], [1, 0, 0], [0, 1, 1]]
    result = conv2d(np.array(x)[..., None], np.array(kernel)[None, ..., None], stride=2, padding=1)
    assert result[..., 0].tolist() == [[1, 5, 6], [7, 8, 3], [3, 10, 4]]


@pytest.mark.parametrize("shape", [(5, 6, 2), (3, 5, 6, 2), (181, 190, 2), (40, 33, 30, 2)], ids=str)
def test_a_bias_is_added_to_its_own_map_of_a_small_and_of_a_large_output(shape):
    x, filters, bias = random_array(shape, "float32"), random_array((3, 2, 2, 2), "float32"), np.float32([1, 20, 300])
    np.testing.assert_array_equal(conv2d(x, filters, bias), conv2d(x, filters) + bias)


def test_conv2d_sums_over_the_channels_and_adds_one_bias_a_map_as_by_hand():
    x = np.array([[[1, 10], [2, 20]], [[3, 30], [4, 40]]])  # two channels, the second ten times the first
    filters = np.array([[[[1, 0], [0, 0]], [[0, 0], [0, 1]]], [[[0, 0], [1, 0]], [[0, 1], [0, 0]]]])
    # Filter 0: 1 at the top left of channel 0, and 40 at the bottom right of channel 1. Filter 1: 2 and 30.
    assert conv2d(x, filters, [100, 200]).tolist() == [[[1 + 40 + 100, 2 + 30 + 200]]]


def test_conv2d_does_not_flip_its_filters():
    x = np.array([[1, 2, 3]])[..., None]
    assert conv2d(x, np.array([[[[1], [10]]]]))[..., 0].tolist() == [[21, 32]]


def test_groups_see_their_own_channels_in_order():
    x = np.array([[[1, 10, 100, 1000]]])
    filters = np.ones((6, 1, 1, 2), int)
    assert conv2d(x, filters, groups=2).tolist() == [[[11] * 3 + [1100] * 3]]
    depthwise = np.arange(1, 5).reshape(4, 1, 1, 1)
    assert conv2d(x, depthwise, groups=4).tolist() == [[[1, 20, 300, 4000]]]


@pytest.mark.parametrize(
    "x, filters, options, expected",
    [
        ((32, 32, 3), (10, 5, 5, 3), {"padding": 2}, (32, 32, 10)),  # the lecture's layer
        ((32, 32, 3), (6, 5, 5, 3), {}, (28, 28, 6)),
        ((227, 227, 3), (96, 11, 11, 3), {"stride": 4}, (55, 55, 96)),  # AlexNet CONV1
        ((27, 27, 96), (256, 5, 5, 48), {"padding": 2, "groups": 2}, (27, 27, 256)),  # AlexNet CONV2
        ((56, 56, 64), (32, 1, 1, 64), {}, (56, 56, 32)),  # the lecture's 1x1 layer
        ((2, 7, 9, 1), (1, 3, 3, 1), {"stride": (2, 3)}, (2, 3, 3, 1)),
        ((7, 7, 1), (1, 3, 3, 1), {"stride": 3, "rounding": "floor"}, (2, 2, 1)),
        ((7, 7, 1), (1, 3, 3, 1), {"stride": 3, "rounding": "ceil"}, (3, 3, 1)),
    ],
)
def test_published_shapes_are_met(x, filters, options, expected):
    assert conv2d(np.zeros(x, np.float32), np.zeros(filters, np.float32), **options).shape == expected


@pytest.mark.parametrize("dtype", DTYPES)
def test_the_dtype_is_kept_and_small_whole_numbers_do_not_overflow(dtype):
    x, filters = np.full((9, 9, 5), 1, dtype), np.full((1, 9, 9, 5), 1, dtype)
    expected = {"float64": "float64", "float32": "float32", "float16": "float32"}.get(dtype, "int64")
    result = conv2d(x, filters)
    assert (result.dtype, result.item()) == (expected, 405)  # 405 ones, more than 8 bits hold
    assert correlate2d(x[..., 0], filters[0, ..., 0]).dtype == expected
    assert convolve2d(x[..., 0], filters[0, ..., 0], mode="full").dtype == expected


def test_a_photograph_in_8_bits_with_float32_filters_stays_float32():
    photograph = random_array((6, 6, 3), "uint8")
    filters, bias = random_array((2, 3, 3, 3), "float32"), random_array(2, "float32")
    assert_agrees(conv2d(photograph, filters, bias), by_scipy(photograph, filters, bias), np.float32)


VIEWS = {
    "Fortran order": np.asfortranarray,
    "every second cell": lambda a: a.repeat(2, axis=0).repeat(2, axis=1)[::2, ::2],
    "turned by 180 degrees": lambda a: a[::-1, ::-1],
    "columns before rows": lambda a: a.swapaxes(0, 1),
    "channels first in memory": lambda a: np.moveaxis(np.ascontiguousarray(np.moveaxis(a, -1, 0)), 0, -1),
    "some channels of more": lambda a: np.concatenate([a, a], axis=-1)[..., 1 : 1 + a.shape[-1]],
    "one cell repeated": lambda a: np.broadcast_to(a[:1, :1], a.shape),
    "C order": np.ascontiguousarray,
    "other byte order": lambda a: a.astype(a.dtype.newbyteorder()),
}


@pytest.mark.parametrize("view", VIEWS.values(), ids=VIEWS)
@pytest.mark.parametrize("f, padding, groups", [(3, 0, 1), (3, 1, 2), (1, 0, 1), (1, 0, 2)])
@pytest.mark.parametrize("dtype", ["float32", "int64"])
def test_the_order_in_memory_does_not_matter_and_inputs_are_left_as_they_were(view, f, padding, groups, dtype):
    x = view(random_array((6, 6, 4), dtype))
    filters = view(random_array((4, f, f, 4 // groups), dtype, seed=1).transpose(1, 2, 3, 0)).transpose(3, 0, 1, 2)
    bias = random_array(8, dtype)[::2]
    before = [array.copy() for array in (x, filters, bias)]
    for array in (x, filters, bias):
        array.flags.writeable = False
    result = conv2d(x, filters, bias, padding=padding, groups=groups)
    assert_agrees(result, by_scipy(*before, padding=padding, groups=groups), dtype)
    for array, copy in zip((x, filters, bias), before, strict=True):
        np.testing.assert_array_equal(array, copy)
    assert result.flags.writeable
    assert not any(np.shares_memory(result, array) for array in (x, filters, bias))


@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf])
@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize("kernels", [1, 5])  # one filter is a product with a vector, five with a matrix
@pytest.mark.parametrize(
    "options",
    [{}, {"padding": 2}, {"stride": 2}, {"dilation": 2, "padding": 1}, {"stride": (1, 2), "padding": (0, 1)}],
)
def test_nan_and_infinity_reach_exactly_the_windows_that_see_them(bad, dtype, kernels, options):
    x = np.abs(random_array((9, 9, 2), dtype)) + 1
    filters = np.abs(random_array((kernels, 3, 3, 2), dtype)) + 1  # no zeros: 0 * inf would be NaN
    for place in ((0, 0, 0), (4, 5, 1), (8, 2, 0)):
        clean = x.copy()
        clean[place] = 0
        spoilt = x.copy()
        spoilt[place] = bad
        mark = np.zeros(x.shape)
        mark[place] = 1
        sees = by_scipy(mark, np.ones(filters.shape), **options) > 0
        assert sees.any()
        assert not sees.all()
        result = conv2d(spoilt, filters, **options)
        np.testing.assert_array_equal(result[sees], np.full(sees.sum(), bad))
        np.testing.assert_allclose(result[~sees], by_scipy(clean, filters, **options)[~sees], rtol=1e-5)


def test_nan_under_a_weight_of_zero_is_still_seen():
    x = np.ones((5, 5, 1), np.float32)
    x[2, 2] = np.nan
    assert np.isnan(conv2d(x, np.zeros((1, 3, 3, 1), np.float32))).all()
    seen = np.isnan(conv2d(x, np.zeros((1, 1, 1, 1), np.float32)))
    assert np.argwhere(seen).tolist() == [[2, 2, 0]]


def test_nan_in_one_channel_leaves_the_other_groups_alone_and_in_a_filter_or_bias_the_other_maps():
    x, filters = np.ones((4, 4, 2)), np.ones((2, 3, 3, 1))
    spoilt = x.copy()
    spoilt[1, 1, 0] = np.nan
    result = conv2d(spoilt, filters, groups=2)
    assert np.isnan(result[..., 0]).all()
    assert (result[..., 1] == 9).all()
    for array, place in ((filters.copy(), (1, 0, 0, 0)), (np.zeros(2), 1)):
        array[place] = np.nan
        result = conv2d(x, array, groups=2) if array.ndim == 4 else conv2d(x, filters, array, groups=2)
        assert np.isnan(result[..., 1]).all()
        assert (result[..., 0] == 9).all()


ONES = np.ones((7, 7, 4))
BANK = np.ones((6, 3, 3, 4))


@pytest.mark.parametrize(
    "arguments, options, error, words",
    [
        # rank
        ((np.ones(7), BANK), {}, ValueError, ["x must be (H, W, C) or (N, H, W, C)", "(7,)"]),
        ((np.ones((7, 7)), BANK), {}, ValueError, ["x must be", "(7, 7)"]),
        ((np.ones((1, 1, 7, 7, 4)), BANK), {}, ValueError, ["x must be", "(1, 1, 7, 7, 4)"]),
        ((3.0, BANK), {}, ValueError, ["x must be", "()"]),
        ((ONES, np.ones((3, 3, 4))), {}, ValueError, ["filters must be (K, F, F, C // groups)", "(3, 3, 4)"]),
        # shapes that do not go together
        ((ONES, np.ones((6, 3, 3, 3))), {}, ValueError, ["filters (6, 3, 3, 3)", "x (7, 7, 4)", "4 / 1 = 4"]),
        ((ONES, BANK), {"groups": 2}, ValueError, ["filters (6, 3, 3, 4)", "2 group(s)", "4 / 2 = 2"]),
        ((ONES, BANK), {"groups": 3}, ValueError, ["groups = 3", "4 channels", "6 filters"]),
        ((ONES, np.ones((6, 3, 3, 1))), {"groups": 4}, ValueError, ["groups = 4", "4 channels", "6 filters"]),
        ((ONES, BANK, np.ones(5)), {}, ValueError, ["bias (5,)", "(6,)", "6 filters"]),
        ((ONES, BANK, np.ones((6, 1))), {}, ValueError, ["bias (6, 1)", "(6,)"]),
        ((ONES, BANK, 1.0), {}, ValueError, ["bias ()", "(6,)"]),
        # empty
        ((np.ones((0, 7, 4)), BANK), {}, ValueError, ["x is empty", "(0, 7, 4)"]),
        ((np.ones((0, 7, 7, 4)), BANK), {}, ValueError, ["x is empty", "(0, 7, 7, 4)"]),
        ((np.ones((7, 7, 0)), np.ones((6, 3, 3, 0))), {}, ValueError, ["x is empty", "(7, 7, 0)"]),
        ((ONES, np.ones((0, 3, 3, 4))), {}, ValueError, ["filters is empty", "(0, 3, 3, 4)"]),
        ((ONES, BANK, []), {}, ValueError, ["bias is empty", "(0,)"]),
        # what does not hold real numbers
        ((ONES.astype(str), BANK), {}, TypeError, ["x must hold real numbers", "<U"]),
        ((ONES.astype(object), BANK), {}, TypeError, ["x must hold real numbers", "object"]),
        ((None, BANK), {}, TypeError, ["x must hold real numbers", "object"]),
        ((ONES, BANK.astype(complex)), {}, TypeError, ["filters must hold real numbers", "complex128"]),
        ((ONES, BANK, ["a"] * 6), {}, TypeError, ["bias must hold real numbers", "<U1"]),
        ((ONES.astype("datetime64[s]"), BANK), {}, TypeError, ["x must hold real numbers", "datetime64"]),
        (([[[1, 2], [3]]], BANK), {}, ValueError, ["x is not an array of numbers"]),
        ((ONES, [[[[1]], [1, 2]]]), {}, ValueError, ["filters is not an array of numbers"]),
        # options
        ((ONES, BANK), {"stride": 0}, ValueError, ["stride must be at least 1, got 0"]),
        ((ONES, BANK), {"stride": (1, 0)}, ValueError, ["stride (columns) must be at least 1, got 0"]),
        ((ONES, BANK), {"stride": 1.0}, TypeError, ["stride must be a whole number, got 1.0"]),
        ((ONES, BANK), {"stride": True}, TypeError, ["stride must be a whole number, got True"]),
        ((ONES, BANK), {"stride": (1, 2, 3)}, ValueError, ["stride", "(rows, columns)", "(1, 2, 3)"]),
        ((ONES, BANK), {"padding": -1}, ValueError, ["padding must be at least 0, got -1"]),
        ((ONES, BANK), {"padding": "same"}, TypeError, ["padding must be a whole number, got 'same'"]),
        ((ONES, BANK), {"padding": (False, 1)}, TypeError, ["padding (rows) must be a whole number, got False"]),
        ((ONES, BANK), {"padding": None}, TypeError, ["padding must be a whole number, got None"]),
        ((ONES, BANK), {"dilation": 0}, ValueError, ["dilation must be at least 1, got 0"]),
        ((ONES, BANK), {"dilation": "2"}, TypeError, ["dilation must be a whole number, got '2'"]),
        ((ONES, BANK), {"groups": 0}, ValueError, ["groups must be at least 1, got 0"]),
        ((ONES, BANK), {"groups": True}, TypeError, ["groups must be a whole number, got True"]),
        ((ONES, BANK), {"rounding": "round"}, ValueError, ["rounding must be one of 'exact'", "'round'"]),
        # filters that do not fit
        ((ONES[:3], np.ones((1, 3, 8, 4))), {}, ValueError, ["columns", "needs 8 cells", "7 + 2*0 = 7 are there"]),
        ((ONES, BANK), {"dilation": 4}, ValueError, ["rows", "over 9 cells by dilation 4", "7 + 2*0 = 7"]),
        (
            (ONES, BANK),
            {"stride": 3},
            ValueError,
            ["rows", "(7 + 2*0 - 3)/3 + 1 = 2.33", "1 cell is left over", "Stride 2 or 4 or padding 1 would fit"],
        ),
        ((ONES, BANK), {"stride": (2, 3)}, ValueError, ["columns", "(7 + 2*0 - 3)/3 + 1 = 2.33"]),
        (
            (np.ones((4, 4, 4)), BANK),
            {"stride": 2, "padding": 1},
            ValueError,
            ["(4 + 2*1 - 3)/2 + 1 = 2.50", "1 cell is left over", "Stride 1 or 3 would fit"],
        ),
        ((ONES, BANK), {"dilation": 4, "rounding": "floor"}, ValueError, ["rows", "is larger than the input"]),
    ],
)
def test_bad_input_is_refused_by_name_and_with_its_numbers(arguments, options, error, words):
    with pytest.raises(error) as caught:
        conv2d(*arguments, **options)
    for word in words:
        assert word in str(caught.value)


@pytest.mark.parametrize(
    "n, channels, kernels, f, options",
    [
        (224, 3, 64, 3, {"padding": 1}),  # VGG's first layer, and wider ones
        (112, 64, 128, 3, {"padding": 1}),
        (28, 256, 512, 3, {"padding": 1}),
        (14, 512, 512, 3, {"padding": 1}),
        (227, 3, 96, 11, {"stride": 4}),  # AlexNet CONV1
        (27, 96, 256, 5, {"padding": 2, "groups": 2}),  # AlexNet CONV2
        (56, 256, 256, 1, {}),  # VGG-C's 1x1
        (112, 1, 128, 1, {}),  # a map out is much more than the map in
    ],
)
def test_scratch_memory_is_within_f_times_the_padded_input_plus_the_output(n, channels, kernels, f, options):
    x = np.zeros((n, n, channels), np.float32)
    filters = np.zeros((kernels, f, f, channels // options.get("groups", 1)), np.float32)
    output = conv2d(x, filters, **options).nbytes
    padded = (n + 2 * options.get("padding", 0)) ** 2 * channels * x.itemsize
    assert scratch(lambda: conv2d(x, filters, **options)) <= f * padded + output


def test_a_batch_needs_no_more_scratch_memory_than_one_image():
    x, filters = np.zeros((6, 28, 28, 64), np.float32), np.zeros((64, 3, 3, 64), np.float32)
    one = scratch(lambda: conv2d(x[0], filters, padding=1))
    assert scratch(lambda: conv2d(x, filters, padding=1)) <= 1.05 * one


def test_a_1x1_layer_copies_no_windows():
    x, filters = np.zeros((56, 56, 64), np.float32), np.zeros((64, 1, 1, 64), np.float32)
    assert scratch(lambda: conv2d(x, filters)) < x.nbytes / 10


# correlate2d and convolve2d

SIZES = st.tuples(st.integers(1, 9), st.integers(1, 9))


@st.composite
def images_and_kernels(draw, kernel_inside=True):
    image, kernel = draw(SIZES), draw(SIZES)
    if kernel_inside:
        image, kernel = np.maximum(image, kernel), np.minimum(image, kernel)
    seed = draw(st.integers(0, 2**16))
    dtypes = [draw(st.sampled_from(DTYPES)) for _ in range(2)]
    return random_array(tuple(image), dtypes[0], seed), random_array(tuple(kernel), dtypes[1], seed + 1)


@given(images_and_kernels())
def test_correlate2d_agrees_with_scipy(arrays):
    image, kernel = arrays
    expected = signal.correlate2d(wide(image), wide(kernel), mode="valid")
    assert_agrees(correlate2d(image, kernel), expected, computed_in(image.dtype, kernel.dtype))


@given(images_and_kernels())
def test_convolve2d_agrees_with_scipy_where_the_kernel_lies_inside(arrays):
    image, kernel = arrays
    expected = signal.convolve2d(wide(image), wide(kernel), mode="valid")
    assert_agrees(convolve2d(image, kernel), expected, computed_in(image.dtype, kernel.dtype))


@given(images_and_kernels(kernel_inside=False))
def test_convolve2d_in_full_agrees_with_scipy_also_for_a_kernel_larger_than_the_image(arrays):
    image, kernel = arrays
    expected = signal.convolve2d(wide(image), wide(kernel), mode="full")
    assert_agrees(convolve2d(image, kernel, mode="full"), expected, computed_in(image.dtype, kernel.dtype))


@given(images_and_kernels(kernel_inside=False))
def test_convolution_in_full_is_commutative(arrays):
    image, kernel = arrays
    one, other = convolve2d(image, kernel, mode="full"), convolve2d(kernel, image, mode="full")
    assert_agrees(one, wide(other), other.dtype)


def test_convolution_follows_the_lectures_sum_term_by_term():
    image, kernel = random_array((4, 5), "int64"), random_array((3, 2), "int64", seed=1)
    expected = np.zeros((6, 6), int)
    for x, y in np.ndindex(expected.shape):
        for n1, n2 in np.ndindex(image.shape):
            if 0 <= x - n1 < 3 and 0 <= y - n2 < 2:
                expected[x, y] += image[n1, n2] * kernel[x - n1, y - n2]
    np.testing.assert_array_equal(convolve2d(image, kernel, mode="full"), expected)
    np.testing.assert_array_equal(convolve2d(image, kernel), expected[2:4, 1:5])


def test_correlation_and_convolution_differ_by_the_flip_as_by_hand():
    assert correlate2d([[1, 2, 3]], [[1, 10]]).tolist() == [[21, 32]]
    assert convolve2d([[1, 2, 3]], [[1, 10]]).tolist() == [[12, 23]]
    assert convolve2d([[1, 2, 3]], [[1, 10]], mode="full").tolist() == [[1, 12, 23, 30]]


@pytest.mark.parametrize("operation", [correlate2d, convolve2d])
def test_swapped_operands_do_not_fit_and_the_message_gives_both_shapes(operation):
    image, kernel = np.ones((5, 6)), np.ones((3, 3))
    operation(image, kernel)
    with pytest.raises(ValueError, match=r"^kernel \(5, 6\) is larger than image \(3, 3\)"):
        operation(kernel, image)
    with pytest.raises(ValueError, match=r"^kernel \(1, 7\) is larger than image \(5, 6\)"):
        operation(image, np.ones((1, 7)))


@pytest.mark.parametrize("operation", [correlate2d, convolve2d, lambda i, k: convolve2d(i, k, mode="full")])
@pytest.mark.parametrize(
    "image, kernel, error, words",
    [
        (np.ones(5), np.ones((1, 1)), ValueError, ["image must be (H, W)", "(5,)"]),
        (np.ones((5, 5, 3)), np.ones((1, 1)), ValueError, ["image must be (H, W)", "(5, 5, 3)"]),
        (np.ones((5, 5)), np.ones(3), ValueError, ["kernel must be (F1, F2)", "(3,)"]),
        (np.ones((5, 5)), np.ones((3, 3, 3)), ValueError, ["kernel must be (F1, F2)", "(3, 3, 3)"]),
        (np.ones((0, 5)), np.ones((1, 1)), ValueError, ["image is empty", "(0, 5)"]),
        (np.ones((5, 5)), np.ones((3, 0)), ValueError, ["kernel is empty", "(3, 0)"]),
        ([[1, 2], [3]], np.ones((1, 1)), ValueError, ["image is not an array of numbers"]),
        (np.ones((5, 5)), [["a"]], TypeError, ["kernel must hold real numbers", "<U1"]),
        (np.ones((5, 5)), [[1j]], TypeError, ["kernel must hold real numbers", "complex128"]),
        (np.array([[None]]), [[1]], TypeError, ["image must hold real numbers", "object"]),
    ],
)
def test_bad_images_and_kernels_are_refused_by_name(operation, image, kernel, error, words):
    with pytest.raises(error) as caught:
        operation(image, kernel)
    for word in words:
        assert word in str(caught.value)


@pytest.mark.parametrize("mode", ["same", "Full", None, 0])
def test_an_unknown_mode_is_refused_with_the_two_known(mode):
    with pytest.raises(ValueError) as caught:
        convolve2d(np.ones((3, 3)), np.ones((1, 1)), mode=mode)
    assert str(caught.value) == f"mode must be one of 'valid', 'full', got {mode!r}"


def test_images_and_kernels_are_left_as_they_were_in_any_order_in_memory():
    image, kernel = random_array((7, 8)).T[::-1, ::2], np.asfortranarray(random_array((3, 2), seed=1))
    before = image.copy(), kernel.copy()
    image.flags.writeable = kernel.flags.writeable = False
    np.testing.assert_allclose(correlate2d(image, kernel), signal.correlate2d(*before, mode="valid"))
    for mode in ("valid", "full"):
        np.testing.assert_allclose(convolve2d(image, kernel, mode), signal.convolve2d(*before, mode=mode))
    np.testing.assert_array_equal(image, before[0])
    np.testing.assert_array_equal(kernel, before[1])


def test_nan_reaches_exactly_the_windows_of_the_image_that_see_it():
    image = np.ones((6, 6))
    image[2, 3] = np.nan
    seen = np.isnan(correlate2d(image, np.ones((3, 2))))
    assert np.argwhere(seen).tolist() == [[row, column] for row in (0, 1, 2) for column in (2, 3)]
