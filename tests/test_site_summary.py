"""The course on one sheet: each of its numbers is computed here another way, and the sheet to fill in tells none."""

import doctest
import re
from html import unescape

import nbformat
import numpy as np
import pytest
import summary
from chain import NOTEBOOKS

PAGES = summary.summary_pages("index.html")
WHOLE, OPEN = PAGES["summary.html"], PAGES["summary_to_fill_in.html"]


def rows(page, title):
    """The rows of a part's table: the name of each, then its cells."""
    (part,) = [part for part in page.split("<section")[1:] if re.search(rf">{title}\b.*</h2>", part)]
    table = part.split("<tbody>")[1].split("</tbody>")[0]
    return [
        [words(cell) for cell in re.findall(r"(?s)<t[hd][^>]*>(.*?)</t[hd]>", row)] for row in table.split("</tr>")
    ][:-1]


def words(html):
    return unescape(re.sub(r"<[^>]+>", "", html)).replace("−", "-")


def numbers(text):
    return np.array([[float(value) for value in row.split(",")] for row in text.split("/")])


def test_output_sizes_are_those_that_one_counts():
    found = rows(WHOLE, "Output size")
    assert len(found) >= 6
    for name, n, f, stride, padding, said in found:
        n, f, stride, padding = map(int, (n, f, stride, padding))
        starts = [start for start in range(0, n + 2 * padding, stride) if start + f <= n + 2 * padding]
        if starts[-1] + f == n + 2 * padding:
            assert said == str(len(starts)), name
        else:
            assert said == f"{(n + 2 * padding - f) / stride + 1:.2f}: does not fit"
    assert any("does not fit" in row[-1] for row in found)


def test_parameters_and_multiply_adds_are_those_that_one_counts():
    found = rows(WHOLE, "Parameters and multiply-adds")
    for name, given, made, *costs in found:
        side, _, c = map(int, given.split("x"))
        weights, biases, macs = (int(cost.replace(",", "")) for cost in costs)
        if dense := re.search(r": ([\d,]+) outputs", name):
            outputs = int(dense[1].replace(",", ""))
            assert (made, weights, biases, macs) == (f"1x1x{outputs}", outputs * side**2 * c, outputs, weights)
            continue
        k, f, stride, pad = re.fullmatch(r".*: (?:(\d+) of )?(\d+)x\d+, stride (\d+)(?:, pad (\d+))?", name).groups(
            "0"
        )
        places = len(range(0, side + 2 * int(pad) - int(f) + 1, int(stride)))
        if k == "0":
            assert (made, weights, biases, macs) == (f"{places}x{places}x{c}", 0, 0, 0)
        else:
            one = np.ones((int(f), int(f), c)).size
            assert made == f"{places}x{places}x{k}"
            assert (weights, biases, macs) == (int(k) * one, int(k), places * places * one * int(k))
    assert found[0][3:] == ["750", "10", "768,000"]


def test_fields_and_steps_are_the_cells_that_reach_a_value():
    field, step = ([int(value) for value in row[1:]] for row in rows(WHOLE, "Receptive field"))
    cells = [{0}, {1}]  # the input cells of two neighbours, from which those of a layer are made
    found, count = [], 0
    for block, convolutions in enumerate((2, 2, 3, 3, 3), 1):
        for kind in ["conv"] * convolutions + ["pool"]:
            f, stride = (3, 1) if kind == "conv" else (2, 2)
            apart = min(cells[1]) - min(cells[0])
            seen = {cell + tap * apart for cell in cells[0] for tap in range(f)}
            cells = [seen, {cell + stride * apart for cell in seen}]
            if kind == "pool" or block < 3:
                found.append((len(seen), stride * apart))
                count += 1
    assert list(zip(field, step, strict=True)) == found and count == len(field)


def test_what_comes_back_is_what_nudging_finds():
    fc, convolution, relu, largest, mean, softmax = rows(WHOLE, "The way back")
    w, x, e = (numbers(part.partition("= ")[2]) for part in fc[2].split("; "))
    of_x, of_w = (numbers(part.partition(": ")[2]) for part in fc[3].split("; "))
    assert np.array_equal(e @ w, of_x) and np.array_equal(e.T @ x, of_w)
    kernel, error = numbers(re.search("filter ([^;]+);", convolution[2])[1]), numbers(convolution[2].split("= ")[1])
    assert np.array_equal(numbers(convolution[3]), error * kernel)
    given, error = numbers(relu[2].split(";")[0].removeprefix("input ")), numbers(relu[2].split("= ")[1])
    assert np.array_equal(numbers(relu[3]), error * (given > 0))
    window, error = numbers(largest[2].split(";")[0].removeprefix("window ")), numbers(largest[2].split("= ")[1])
    assert np.array_equal(numbers(largest[3]), error * (window == window.max()))
    assert mean[2] == largest[2] and np.array_equal(numbers(mean[3]), np.full((2, 2), error / 4))
    shares = numbers(softmax[2].split(";")[0].removeprefix("probabilities "))
    assert np.allclose(shares.sum(), 1) and np.allclose(numbers(softmax[3]), shares - [0, 1, 0])


def test_the_networks_have_the_published_numbers():
    found = {row[0].split(",")[0]: row[1:] for row in rows(WHOLE, "Three networks")}
    assert found["LeNet-5"][:2] == ["5", "61,706"]
    assert found["AlexNet"][:2] == ["8", "60,965,224"] and found["AlexNet"][4:] == ["96.2 %", "8.1 %"]
    assert found["VGG-D"][:3] == ["16", "138,357,544", "15,237,608"] and found["VGG-D"][4:] == ["89.4 %", "0.8 %"]


def test_the_sheet_to_fill_in_tells_nothing_that_is_asked():
    told = re.findall(r'<td class="told">(.*?)</td>', WHOLE) + re.findall(r"<b>(.*?)</b>", WHOLE)
    left = re.findall(r'<td class="told">(.*?)</td>', OPEN) + re.findall(r'<b class="blank">(.*?)</b>', OPEN)
    assert len(told) == len(left) > 60 and all(told)
    assert set(left) == {'<span class="spoken">to fill in</span>'}
    for title in ("Output size", "Parameters and multiply-adds", "Receptive field", "The way back"):
        for left_open, row in zip(rows(OPEN, title), rows(WHOLE, title), strict=True):
            given = [cell for cell in left_open if cell != "to fill in"]
            assert len(given) < len(row) and set(given) <= set(row)


def test_the_terms_are_those_of_the_glossary(tmp_path):
    for page in PAGES.values():
        listed = re.findall(r'<dt>(.*?)</dt> <dd lang="zh">(.*?)</dd>', page)
        assert len(listed) >= 30
        (glossary,) = [
            cell.source
            for cell in nbformat.read(NOTEBOOKS / "00_start_here.ipynb", 4).cells
            if cell.source.startswith("## Glossary")
        ]
        for english, chinese in listed:
            assert re.search(rf"(?m)^\| {re.escape(english)}\b[^|]*\| {re.escape(chinese)} \|", glossary), english
    for known in (
        ("convolution", "卷积"),
        ("stride", "步长"),
        ("receptive field", "感受野"),
        ("fully connected", "全连接层"),
    ):
        assert known in listed
    cell = nbformat.v4.new_markdown_cell("## Glossary\n\n| English | 中文 | |\n|---|---|---|\n| stride | 步长 | x |")
    nbformat.write(nbformat.v4.new_notebook(cells=[cell]), tmp_path / "00_start_here.ipynb")
    with pytest.raises(ValueError, match="the glossary of notebook 00 has no convolution, no cross-correlation"):
        summary.terms(tmp_path)


def test_both_stand_alone_and_name_each_other(tmp_path):
    summary.write(tmp_path / "new")
    for name, other in (list(PAGES), list(PAGES)[::-1]):
        text = (tmp_path / "new" / name).read_text("utf-8")
        assert re.findall(r'(?:href|src)="([^"]*)"', text) == [other]
        assert not re.search(r"<script|@import|url\(|https?:", text)
        assert re.findall(r'(?:href|src)="([^"]*)"', PAGES[name]) == ["assets/icon.svg", "index.html", other]


def test_examples():
    failed, tried = doctest.testmod(summary)
    assert tried >= 3 and not failed
