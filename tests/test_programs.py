"""What the course says about other programs: run where the program is here, else taken from data/programs.json."""

import ast
import datetime
import re
from pathlib import Path

import nbformat
import numpy as np
import pytest
import scipy.ndimage
import scipy.signal
from ask import put
from flips import KERNEL, look
from lesson import Lesson, calls
from nbformat.v4 import new_markdown_cell, new_notebook
from notebook_rules import PROGRAMS, takes_its_answers_from_the_file
from PIL import Image, ImageFilter

from helpers.data import load_programs
from helpers.filters import FILTERS
from helpers.layers import avg_pool2d, convolve2d, correlate2d, local_response_norm, max_pool2d
from helpers.networks import vgg
from helpers.programs import LEFT, Table, answer, table, who_answered
from helpers.shapes import output_size, same_padding

ROOT = Path(__file__).parents[1]
QUESTIONS = load_programs()
# What a script finds on the machine, or brings in another way than by a pin: its answer has the version that ran.
UNPINNED = {"libvips", "numpy", "imagemagick", "graphicsmagick", "ffmpeg", "sharp", "chromium"}
ROWS = [(question, row) for question, (_, rows) in QUESTIONS.items() for row in rows]
# What helpers and the page for lecturers say about another program, and the answer that bears it out.
CLAIMS = {
    "PyTorch refuses it too": ("no_window", "PyTorch", "refuses"),
    "PyTorch rounds": ("pool_left_over", "PyTorch", 2),
    "that PyTorch computes, for it rounds": ("conv_left_over", "PyTorch", 2),
    "as PyTorch does: {_left_over": ("conv_left_over", "PyTorch", 2),
    "as PyTorch does;": ("conv_left_over", "PyTorch", 2),
    "PyTorch takes `output_size(7, 3, stride=3": ("conv_left_over", "PyTorch", 2),
    "Caffe's pooling rounds up": ("pool_left_over", "Caffe", 3),
    "as PyTorch's pooling does with ``ceil_mode``": ("up", "PyTorch", 3),
    "its left padding, as PyTorch does": ("up_padded", "PyTorch", 2),
    "PyTorch's dialect": ("up_behind", "PyTorch", 2),
    "PyTorch's ceil_mode drops": ("up_behind", "PyTorch", 2),
    "so PyTorch drops it": ("up_behind", "PyTorch", 2),
    "Caffe, rounding up, gets the same": ("up_padded", "Caffe", answer("up_padded", "PyTorch")),
    "Caffe rounds up to": ("up_behind", "Caffe", 3),
    "How many windows Caffe's pooling has": ("up_behind", "Caffe", 3),
    "refused, by PyTorch too": ("padding_limit", "PyTorch", "refuses"),
    "which is refused, as PyTorch does": ("padding_limit", "PyTorch", "refuses"),
    "for the rounding, PyTorch's ``max_pool2d``": ("up_behind", "PyTorch", 2),
    "as PyTorch's default has it": ("padding_counted", "PyTorch", "yes"),
    "PyTorch's ``avg_pool2d``": ("divisor_up", "PyTorch", 2),
    "PyTorch divides ``alpha`` by ``size``": ("lrn_alpha", "PyTorch", "yes"),
    "have PyTorch's order": None,  # of an array's axes: no answer
    "PyTorch's ``max_pool2d``, for the first": None,  # tests/autograd.json
    "as PyTorch's autograd has it": None,  # tests/autograd.json
    # Measurements: data/README.md says version, device and date, and tests hold the sentences to the tables.
    "as PyTorch runs it": None,
    "PyTorch lends cuBLAS so much": None,
    "PyTorch's CublasHandlePool.cpp": None,
    "gradient descent with momentum as PyTorch takes it": None,
    "PyTorch 2.11, its autograd": None,
    "PyTorch 2.11, 27 November 2026": None,
    "PyTorch does unless told otherwise": None,
    "in PyTorch's default mode": None,
    "Bytes that PyTorch held at the": None,
    "What PyTorch 2.11 held on a GPU": None,
}


def pillows(picture, kernel):
    """Pillow's filter, with scale 1; no sum of ``SMALL`` and ``WEIGHTS`` passes 255."""
    image = Image.fromarray(picture.astype(np.uint8))
    return np.array(image.filter(ImageFilter.Kernel(kernel.shape, kernel.ravel().tolist(), scale=1)))


SMALL, WEIGHTS = np.random.default_rng(2).integers(0, 3, (11, 13)).astype(float), KERNEL % 7


# --- what is installed here is run


@pytest.mark.parametrize(
    "program, filtered",
    [
        ("SciPy ndimage.convolve", scipy.ndimage.convolve),
        ("SciPy signal.convolve2d", scipy.signal.convolve2d),
        ("Pillow ImageFilter.Kernel", pillows),
    ],
)
def test_a_program_holds_the_kernel_and_treats_the_border_as_the_file_says(program, filtered):
    said = answer("who_flips", program), answer("border", program)
    assert look(filtered, SMALL, WEIGHTS) == said


def test_a_program_that_holds_the_kernel_as_written_is_told_from_one_that_flips():
    assert look(scipy.ndimage.correlate) == ("as written", "mirrored, the edge twice")
    assert look(lambda x, k: scipy.ndimage.correlate(x, k, mode="mirror")) == (
        "as written",
        "mirrored, the edge once",
    )
    assert look(lambda x, k: scipy.signal.correlate2d(x, k, "valid")) == ("as written", "none")
    with pytest.raises(ValueError, match="no turning of the kernel"):
        look(lambda x, k: x)


def test_our_two_are_told_apart_as_well():
    assert look(convolve2d) == ("flipped", "none")
    assert look(correlate2d) == ("as written", "none")


def test_sobel_x_cannot_show_pillows_half_flip_and_emboss_can():
    sobel, emboss = FILTERS["Sobel x"].weights, FILTERS["emboss"].weights
    assert np.array_equal(sobel[::-1], sobel)
    assert not np.array_equal(emboss[::-1], emboss)


def test_an_impulse_shows_the_kernel_itself_or_turned():
    impulse = np.zeros((5, 5))
    impulse[2, 2] = 1
    assert np.array_equal(scipy.ndimage.convolve(impulse, KERNEL[:3, :3])[1:4, 1:4], KERNEL[:3, :3])
    assert np.array_equal(scipy.ndimage.correlate(impulse, KERNEL[:3, :3])[1:4, 1:4], KERNEL[2::-1, 2::-1])
    assert np.array_equal(pillows(impulse, WEIGHTS[:3, :3])[1:4, 1:4], WEIGHTS[:3, :3][:, ::-1])


def test_pillow_makes_0_of_what_is_below_0_and_255_of_what_is_above_255():
    edge = np.array([[9, 9, 0, 0, 9, 9]] * 3)
    assert pillows(edge, FILTERS["Sobel x"].weights)[1, 1:-1].tolist() == [0, 0, 36, 36]
    assert correlate2d(edge, FILTERS["Sobel x"].weights).tolist() == [[-36, -36, 36, 36]]
    assert pillows(np.full((3, 3), 200), np.ones((3, 3), int))[1, 1] == 255


def test_scipy_wraps_around_in_8_bits_and_we_do_not():
    bright, ones = np.full((3, 3), 200, dtype=np.uint8), np.ones((3, 3), dtype=np.uint8)
    assert scipy.ndimage.convolve(bright, ones)[1, 1] == answer("eight_bits", "SciPy ndimage.convolve") == 1800 % 256
    assert correlate2d(bright, ones).item() == answer("eight_bits", "tinygrad") == 1800


def test_scipy_and_numpy_swap_operands_that_do_not_fit_and_we_refuse():
    picture, kernel = np.arange(49.0).reshape(7, 7), np.arange(9.0).reshape(3, 3)
    assert np.array_equal(
        scipy.signal.convolve2d(kernel, picture, "valid"), scipy.signal.convolve2d(picture, kernel, "valid")
    )
    assert np.array_equal(np.convolve(kernel[0], picture[0], "valid"), np.convolve(picture[0], kernel[0], "valid"))
    assert {row.answer for row in QUESTIONS["swap_valid"][1]} == {"swaps the two"}
    assert scipy.signal.correlate2d(np.ones((4, 4)), np.ones((5, 5)), "valid").shape == (2, 2)
    assert answer("no_window", "SciPy signal.correlate2d") == "swaps the two: 2×2"
    for ours in (convolve2d, correlate2d):
        with pytest.raises(ValueError, match="is larger than"):
            ours(kernel, picture)


# --- ours against what the others answered


def test_ours_rounds_up_in_pytorchs_dialect_and_caffes_is_another():
    cases = {"up": (5, 2, 2, 0), "up_padded": (5, 2, 3, 1), "up_behind": (6, 2, 3, 0)}
    ours = {question: output_size(*case, rounding="ceil") for question, case in cases.items()}
    assert ours == {question: answer(question, "PyTorch") for question in cases}
    assert {question: answer(question, "Caffe") for question in cases} == {"up": 3, "up_padded": 2, "up_behind": 3}


def test_ours_rounds_down_as_pytorch_does():
    assert output_size(7, 3, 3, rounding="floor") == answer("conv_left_over", "PyTorch")
    assert output_size(5, 2, 2, rounding="floor") == answer("pool_left_over", "PyTorch")
    assert output_size(7, 3, 3, rounding="ceil") == answer("conv_left_over", "cuda-convnet2")


def test_ours_divides_a_mean_by_what_pytorch_divides_it_by():
    ones = np.ones((6, 6, 1))
    counted = avg_pool2d(ones[:5, :5], 3, 2, 1, count_padding=True)[1, -1, 0]
    assert 2 / counted == pytest.approx(answer("divisor_padding", "PyTorch"))
    assert 2 / avg_pool2d(ones, 3, 2, rounding="ceil", count_padding=True)[0, -1, 0] == answer(
        "divisor_up", "PyTorch"
    )
    assert avg_pool2d(ones[:5, :5], 3, 2, 1)[1, -1, 0] == 1 and answer("padding_counted", "TensorFlow") == "no"


def test_ours_refuses_too_much_padding_as_pytorch_alone_does():
    assert who_answered("padding_limit", "refuses") == ["PyTorch"]
    with pytest.raises(ValueError, match="at most half of the window"):
        max_pool2d(np.ones((5, 5, 1)), 3, 1, 2)


def test_ours_keeps_nan_wherever_it_stands_as_pytorch_and_jax_do():
    for n in (3, 8):  # ONNX Runtime loses it in a picture of 3x3 and keeps it in a larger one
        for row in range(3):
            for column in range(3):
                x = np.arange(n * n, dtype=np.float32).reshape(n, n, 1)
                x[row, column] = np.nan
                assert np.isnan(max_pool2d(x, 3, 1)[0, 0, 0]), (n, row, column)
    both = [set(who_answered(question, "NaN")) for question in ("nan_first", "nan_last")]
    assert both[0] & both[1] == {"PyTorch", "JAX"}


def test_ours_is_the_papers_lrn_as_tensorflows_is():
    middle = local_response_norm(np.ones(5), 5, k=1, alpha=1, beta=1)[2]
    assert middle == pytest.approx(1 / 6) and who_answered("lrn_alpha", "no") == ["TensorFlow"]


def test_a_padding_that_is_not_the_same_on_both_sides_is_refused_here_and_done_elsewhere():
    with pytest.raises(ValueError, match="1 on one side and 2 on the other"):
        same_padding(4)
    assert {row.answer for row in QUESTIONS["same_even"][1]} == {"1 left, 2 right"}


def test_each_total_for_vgg16_is_a_sum_over_our_rows():
    rows = vgg("D").rows()
    convolutions, fully = ([r for r in rows if r.kind == kind] for kind in ("conv", "dense"))
    total = vgg("D").totals()
    outputs = sum(row.values for row in convolutions)
    relu = outputs + sum(row.values for row in fully[:-1])
    pools = sum(np.prod(row.input_shape) for row in rows if row.kind == "pool")
    adaptive, neurons = rows[-4].values, sum(row.values for row in fully)  # the adaptive pool's 7x7x512
    assert (adaptive, neurons) == (25_088, 9_192)
    biased = total.macs + outputs + neurons
    sums = {
        "fvcore, flops": total.macs + adaptive,
        "thop, MACs": total.macs + 2 * adaptive,
        "torchinfo, mult-adds": biased,
        "ptflops": biased + 2 * (relu + pools + adaptive),
        "ptflops, newer backend": biased,
        "onnx-tool": total.macs + relu + pools + adaptive,
        "calflops, FLOPs": 2 * total.macs + relu + pools + adaptive + outputs,
        "calflops, MACs": total.macs,
        "deepspeed, FLOPs": 2 * total.macs + relu + pools + adaptive + outputs,
        "deepspeed, MACs": total.macs,
        "PyTorch FlopCounterMode": 2 * total.macs,
        "torchvision, GFLOPS": round(total.macs / 1e9, 2),
    }
    assert sums == {row.program: row.answer for row in QUESTIONS["vgg16_work"][1]}
    pooled = sum(row.values for row in rows if row.kind == "pool")
    dropout = sum(row.values for row in fully[:-1])
    everything = outputs + neurons + relu + pooled + adaptive + dropout
    memory = {
        "torchinfo, forward/backward pass size (MB)": round(8 * (outputs + neurons) / 1e6, 2),
        "torchsummary, forward/backward pass size (MB)": round(8 * everything / 2**20, 2),
        "Keras, total params": round(4 * total.parameters / 2**20, 2),
    }
    assert memory == {row.program: row.answer for row in QUESTIONS["vgg16_memory"][1]}
    assert answer("vgg16_parameters", "Keras") == total.parameters
    assert answer("vgg16_parameters", "onnx-tool") == total.weights + 2


# --- the file


@pytest.mark.parametrize("question, row", ROWS, ids=[f"{question}-{row.program}" for question, row in ROWS])
def test_an_answer_says_which_version_when_and_who_asked(question, row):
    assert row.version and datetime.date.fromisoformat(row.date)
    if row.asked != "note" and not row.asked.startswith("source: "):
        assert (ROOT / row.asked).is_file()
        assert re.search(r"[\w-]+ \d", row.version), row.version


def test_a_program_has_one_version_in_all_its_answers():
    versions = {(row.program, row.version) for _, row in ROWS}  # a table shows that of its first column
    assert len(versions) == len({row.program for _, row in ROWS})


def test_every_program_of_the_file_is_known_to_the_rule_but_those_whose_name_is_a_word_of_the_course():
    unknown = {row.program.split()[0].rstrip(",") for _, row in ROWS if not PROGRAMS.search(row.program)}
    assert unknown == {"NumPy", "Pillow", "Chromium", "sharp"}


def test_no_program_answers_a_question_twice():
    for question, (words, rows) in QUESTIONS.items():
        assert words.endswith("?") and len({row.program for row in rows}) == len(rows) > 0, question


@pytest.mark.parametrize("script", sorted((ROOT / "tools" / "programs").glob("ask_*.py")), ids=lambda path: path.stem)
def test_a_script_pins_the_programs_that_it_asks_and_has_answers_in_the_file(script):
    head = script.read_text("utf-8").split("# ///\n")[0]
    pinned = {name.lower().replace("_", "-") for name in re.findall(r'"([\w-]+)==[\d.]+', head)}
    own = [row.version for _, row in ROWS if row.asked == f"tools/programs/{script.name}"]
    named = {version.rsplit(" ", 1)[0].lower().replace("_", "-") for version in own} - UNPINNED
    assert own and named <= pinned, named - pinned


def test_make_asks_no_program():
    assert "programs" not in (ROOT / "Makefile").read_text("utf-8")


def test_a_new_answer_takes_the_place_of_the_old_one_and_a_change_is_printed(capsys):
    questions = [{"id": "q", "answers": [{"program": "A", "answer": 1}, {"program": "B", "answer": 2}]}]
    new = [{"question": "q", "program": name, "version": "v", "answer": said} for name, said in (("A", 3), ("C", 4))]
    put(questions, new, "script", "2026-11-27")
    assert [(row["program"], row["answer"]) for row in questions[0]["answers"]] == [("A", 3), ("B", 2), ("C", 4)]
    assert questions[0]["answers"][0]["date"] == "2026-11-27"
    assert "A has the answer 3, before 1" in capsys.readouterr().out


def spoken():
    """(place, line) for each line of the helpers and of the page for lecturers that names another program."""
    own = ("programs.py", "tables.py", "photographs.py")  # whose example it is, and which uses Pillow to read
    files = [file for file in (ROOT / "helpers").rglob("*.py") if file.name not in own]
    for file in [*files, ROOT / "notebooks" / "for_lecturers.md"]:
        for number, line in enumerate(file.read_text("utf-8").splitlines(), 1):
            if PROGRAMS.search(line):
                yield f"{file.name}:{number}", line


def test_what_helpers_say_about_a_program_is_borne_out_by_an_answer():
    unknown = [(place, line) for place, line in spoken() if not any(words in line for words in CLAIMS)]
    assert not unknown, "give it a row in CLAIMS, with the answer that bears it out"
    unsaid = [words for words in CLAIMS if not any(words in line for _, line in spoken())]
    assert not unsaid
    for words, claim in CLAIMS.items():
        assert claim is None or answer(*claim[:2]) == claim[2], words


def test_the_appendix_shows_every_question():
    notebook = nbformat.read(ROOT / "notebooks" / "appendix_programs.ipynb", as_version=4)
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    asked = {
        node.value
        for cell in code
        for call in calls(cell, "table")
        for node in ast.walk(call)
        if isinstance(node, ast.Constant)
    }
    assert set(QUESTIONS) - asked == set()


def test_a_notebook_that_names_a_program_leads_to_its_answer():
    def broken(*sources):
        cells = [new_markdown_cell(source) for source in sources]
        return list(takes_its_answers_from_the_file(Lesson("01_a.ipynb", new_notebook(cells=cells), [])))

    assert broken("No program here.") == [] == broken("PyTorch refuses.", "[All](appendix_programs.ipynb)")
    assert broken("One.", "PyTorch refuses.")[0].startswith("cell 2 names another program")


# --- words and tables that are taken from it


def test_a_table_has_a_row_a_program_with_its_version_and_what_was_not_asked():
    shown = table({"up": "up", "and behind": "up_behind"}, "Caffe", "TensorFlow")
    assert shown.heading == ["program", "up", "and behind"]
    assert shown.rows[0][0] == "Caffe (its source)" and shown.rows[0][2].startswith("3 (it drops")
    assert shown.rows[1][2] == "not asked"
    assert len(table("up").rows) == len(QUESTIONS["up"][1])


def test_a_table_is_html_for_jupyter_and_aligned_text_elsewhere():
    shown = Table(["a", "b"], [["1", "x < y"], ["200", "z"]])
    html = shown._repr_html_().replace(LEFT, "")
    assert html.splitlines()[1] == '<thead><tr><th scope="col">a</th><th scope="col">b</th></tr></thead>'
    assert html.splitlines()[3:5] == [
        '<tr><th scope="row">1</th><td>x &lt; y</td></tr>',
        '<tr><th scope="row">200</th><td>z</td></tr>',
    ]
    assert repr(shown) == "a    b\n1    x < y\n200  z"


def test_a_table_says_what_was_asked_or_whose_answers_it_has():
    caption = f"<table>\n<caption>{QUESTIONS['up'][0]}</caption>\n<thead>"
    assert table("up", "PyTorch")._repr_html_().replace(LEFT, "").startswith(caption)
    assert table({"a": "up", "b": "up_behind"}, "PyTorch", "Caffe").caption == "What 2 programs answered: a; b"
    assert "caption" not in Table(["a"], [["1"]])._repr_html_()


@pytest.mark.parametrize(
    "call, words",
    [
        (lambda: answer("flips", "PyTorch"), "question must be one of 'who_flips', .*, got 'flips'"),
        (lambda: answer("up", "pytorch"), "program must be one of 'PyTorch', .*, got 'pytorch'"),
        (lambda: table("up", "Lush"), "program must be one of .*, got 'Lush'"),
        (lambda: who_answered("flips", 3), "question must be one of"),
    ],
)
def test_what_is_not_in_the_file_is_refused_with_what_is(call, words):
    with pytest.raises(ValueError, match=words):
        call()
