"""The kinds of questions that come back from the notebooks of learning and of networks: 05 to 08."""

from helpers.networks import Conv, Dense, Network
from helpers.recall.kinds import ask, conv_row, kind
from helpers.shapes import output_size

# --- 05 Learning


@kind("05", "learning-13")
def _one_step(rng):
    weight, slope, tenths = rng.randint(-5, 8), 10 * rng.choice([-3, -2, -1, 1, 2, 3]), rng.choice([1, 2, 3])
    right = weight - tenths * slope // 10
    return ask(
        f"w = {weight}, its slope is {slope}, the rate is {tenths / 10}. What is w after one step?",
        right,
        [
            (weight + tenths * slope // 10, "That goes up the slope. A step goes against it."),
            (weight - slope, "The slope is multiplied by the rate first."),
            (-tenths * slope // 10, "That is the step. Add it to w."),
        ],
        f"{weight} - {tenths / 10} · {f'({slope})' if slope < 0 else slope}.",
    )


@kind("05", "learning-42", "learning-48")
def _slope_of_a_weight(rng):
    value, weight, error = rng.randint(2, 9), rng.choice([2, 3, 4, 5]), rng.choice([-6, -4, -3, -2, 2, 3, 5])
    return ask(
        f"h = w · x, with x = {value} and w = {weight}. The slope of h is {error}. What is the slope of w?",
        value * error,
        [
            (weight * error, "That is the slope of x. How much does h change when w changes by 1?"),
            (error, "When w changes by 1, h changes by x."),
            (value * weight * error, "Only x stands between w and h."),
        ],
        f"x · {error}: when w changes by 1, h changes by x.",
    )


@kind("05", "learning-74")
def _cells_that_hear_nothing(rng):
    size, windows, rest = rng.choice([2, 3]), rng.randint(2, 4), 1
    side = size * windows + rest
    covered = size * output_size(side, size, size, rounding="floor")
    return ask(
        f"{side} x {side} cells, a filter of {size} x {size}, stride {size}, rounded down. How many cells lie "
        "in no window, "
        "and so hear nothing of an error?",
        side**2 - covered**2,
        [
            (side, "That is one row. A column is left over, too."),
            (2 * side, "The corner belongs to both: count it once."),
            (1, "A whole row and a whole column are left over."),
        ],
        f"{side} · {side} - {covered} · {covered}.",
    )


@kind("05", "learning-92")
def _error_of_a_score(rng):
    first = rng.randint(20, 70) / 100
    second = rng.randint(10, 95 - round(100 * first)) / 100
    shares, right = [first, second, round(1 - first - second, 2)], rng.randint(1, 3)
    asked = rng.choice([1, 2, 3])
    share, wanted = shares[asked - 1], int(asked == right)
    if wanted:
        wrong = [
            (share, "That is what it has. This class is the right one: it should have 1."),
            (round(1 - share, 2), "It has too little, so its error is below 0."),
        ]
    else:
        wrong = [
            (round(share - 1, 2), "This class is not the right one: it should have 0."),
            (-share, "It has too much, so its error is above 0."),
        ]
    return ask(
        f"The probabilities of classes 1, 2 and 3 are {first:.2f}, {second:.2f} and {shares[2]:.2f}, and "
        f"class {right} is "
        f"right. What is the error of score {asked}?",
        round(share - wanted, 2),
        wrong,
        "The probability less what it should be: 1 for the right class, 0 for the others.",
        tolerance=0.001,
    )


# --- 06 LeNet


@kind("06", "10f35216")
def _pool_then_convolution(rng):
    half, size, filters = rng.randint(6, 20), rng.choice([3, 5]), rng.choice([8, 12, 16])
    side = 2 * half
    return ask(
        f"Maps of {side} x {side} are pooled by 2 x 2, stride 2; then {filters} filters of {size} x {size}, "
        "stride 1, without "
        "padding. How large are the new maps along one side?",
        output_size(output_size(side, 2, 2), size),
        [
            (side - size + 1, "The pool comes first, and halves the side."),
            (half, "That is behind the pool."),
            (half - size, "There is one window more than steps."),
            (filters, "That is how many maps there are."),
        ],
        f"{side}/2 - {size} + 1.",
    )


@kind("06", "05-37")
def _flattened(rng):
    side, maps, values = rng.choice([4, 5, 6, 7]), rng.choice([8, 16, 32]), rng.choice([10, 50, 84, 120])
    network = Network("end", (side, side, maps), (Dense("fc", values),))
    return ask(
        f"{maps} maps of {side} x {side} are flattened, and a dense layer gives {values} values. How many "
        "weights has it, "
        "without biases?",
        network.rows()[-1].weights,
        [
            (maps * values, f"Each map is {side} · {side} numbers, and each of them has a weight of its own."),
            (side**2 * maps, f"That is what goes in. Each of the {values} values has a weight for each of them."),
            ((side**2 * maps + 1) * values, "That counts the biases, too."),
        ],
        f"{side} · {side} · {maps} numbers in, each with {values} weights.",
    )


# --- 07 AlexNet


@kind("07", "06-38")
def _groups(rng):
    size, count, maps, filters = (
        rng.choice([3, 5]),
        rng.choice([2, 4]),
        4 * rng.randint(2, 12),
        4 * rng.randint(2, 12),
    )
    whole = filters * size**2 * maps
    return ask(
        f"{filters} filters of {size} x {size}, {maps} input maps, {count} groups. How many weights, without biases?",
        conv_row(16, maps, filters=filters, f=size, groups=count).weights,
        [
            (whole, "That is without groups. Here a filter sees the maps of its own group only."),
            (whole // count**2, "Only the depth of the filters is divided: all filters stay."),
            (whole * count, "Groups make a filter less deep."),
        ],
        f"Each filter sees {maps // count} maps: {filters} · {size} · {size} · {maps // count}.",
    )


@kind("07", "ed462b94")
def _crops(rng):
    inside = 8 * rng.randint(8, 28)
    whole = inside + rng.randint(8, 40)
    return ask(
        f"A square of {inside} x {inside} is cut out of {whole} x {whole} pixels. At how many places along "
        "one side can it "
        "begin?",
        output_size(whole, inside),
        [
            (whole - inside, "It can also begin at 0: count both ends."),
            (inside, "That is its size. How far can it move?"),
            ((whole - inside + 1) ** 2, "That is for both sides together."),
        ],
        f"{whole} - {inside} + 1.",
    )


@kind("07", "06-05", "06-27")
def _first_layer(rng):
    size, stride, windows = rng.choice([7, 9, 11]), rng.choice([2, 4]), rng.randint(20, 60)
    side = size + stride * (windows - 1)
    return ask(
        f"A picture of {side} x {side} x 3, filters of {size} x {size}, stride {stride}, no padding. How many "
        "windows are "
        "there along a side?",
        Network("first", (side, side, 3), (Conv("conv1", filters=8, f=size, stride=stride),))
        .rows()[-1]
        .output_shape[0],
        [
            (windows - 1, "Those are the steps. There is one window more."),
            (side // stride, "Take F away before you divide."),
            (side - size + 1, "That is for stride 1."),
        ],
        f"({side} - {size})/{stride} + 1.",
    )


# --- 08 VGG


@kind("08", "07-66")
def _stack_of_small_ones(rng):
    layers, channels = rng.choice([2, 3, 4, 5]), rng.choice([8, 16, 32, 64])
    large = 2 * layers + 1
    one, many = (conv_row(16, channels, filters=channels, f=size).weights for size in (large, 3))
    return ask(
        f"{channels} channels in, {channels} out. How many weights fewer have {layers} layers of 3 x 3 than "
        "one layer of "
        f"{large} x {large}, which sees as much?",
        one - layers * many,
        [
            (one - many, f"That is for one layer of 3 x 3. There are {layers}."),
            (large**2 - layers * 9, "Every filter reaches through all channels, and there is one for each channel."),
            (layers * many, "That is how many the small ones have."),
            (one, "That is how many the large one has."),
        ],
        f"({large} · {large} - {layers} · 9) · {channels} · {channels}.",
    )


@kind("08", "07-99", "07-18")
def _halved_again(rng):
    pools, last = rng.choice([2, 3, 4, 5]), rng.randint(3, 9)
    side = right = last * 2**pools
    for _ in range(pools):
        right = output_size(right, 2, 2)
    return ask(
        f"Convolutions of 3 x 3 with padding 1, and {pools} pools of 2 x 2, stride 2, on {side} x {side}. "
        "What side is left?",
        right,
        [
            (side / pools, "Each pool halves what is there."),
            (last * 2, "One pool is missing: halve once more."),
            (side // 2, "That is behind the first pool."),
        ],
        f"{side} halved {pools} times. The convolutions keep it.",
    )


@kind("08", "07-88", "07-43")
def _megabytes(rng):
    millions, batch = rng.randint(2, 20), rng.choice([8, 16, 32, 64])
    return ask(
        f"A network keeps {millions} million values a picture, each in 4 bytes. How many MB (10^6 bytes) are "
        "that for "
        f"{batch} pictures?",
        millions * batch * 4,
        [
            (millions * batch, "Those are millions of values. Each takes 4 bytes."),
            (millions * 4, "That is one picture."),
        ],
        f"{millions} · 4 · {batch}.",
    )
