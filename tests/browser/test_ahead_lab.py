"""States that lie ready in JupyterLab: they show with Python stopped, on ipywidgets' own controls."""

import os
import signal

from app import Control
from playwright.sync_api import expect

COUNT = "canvas => Number(JSON.parse(canvas.dataset.shown)[{}])"


def test_with_python_stopped_a_slider_a_list_and_a_button_show_what_lies_ready(desk):
    app = desk.app("explore_convolution(step=0)")
    kernel, canvas = app.ask("__import__('os').getpid()"), app.root.locator(".cnn-canvas")
    controls = app.controls()
    for name, key in (("stride", "ArrowRight"), ("kernel", "ArrowDown"), ("flip", "Enter"), ("stride", "ArrowLeft")):
        place, control = list(controls).index(name), controls[name]
        there = control.there  # for a button it asks the kernel
        there.focus()
        app.page.wait_for_timeout(1500)
        before = canvas.evaluate(COUNT.format(place))
        os.kill(kernel, signal.SIGSTOP)
        try:
            app.page.keyboard.press(key)
            app.page.wait_for_function(
                f"([canvas, old]) => ({COUNT.format(place)})(canvas) !== old", arg=[canvas.element_handle(), before],
                timeout=2000,
            )  # fmt: skip
            app.page.wait_for_timeout(300)
            expect(canvas).not_to_contain_class("cnn-waits")
        finally:
            os.kill(kernel, signal.SIGCONT)
        app.until(lambda now=control.value, control=control: control.now() != now, "the kernel was not told")
        app.assert_agrees()
        controls = app.controls()


def test_all_states_of_a_key_that_is_held_are_pythons(desk):
    app = desk.app("explore_pooling(n=2)")
    slider = app.controls()["n"]
    slider.there.focus()
    app.page.wait_for_timeout(1000)
    for _ in range(6):
        app.page.keyboard.down("ArrowRight")
        app.page.wait_for_timeout(33)
    app.page.keyboard.up("ArrowRight")
    app.until(lambda: slider.now() == 8, "the slider did not come to its end")
    app.assert_agrees()
    Control.press(slider)
    app.until(lambda: slider.now() == 7, "the slider did not go back")
    app.assert_agrees()


def test_with_python_stopped_a_control_that_sets_others_goes_on_to_the_next_but_one(desk):
    app = desk.app("explore_lenet()")
    kernel, canvas = app.ask("__import__('os').getpid()"), app.root.locator(".cnn-canvas")
    digit = app.controls()["digit"]
    digit.there.focus()
    app.page.wait_for_timeout(1500)
    os.kill(kernel, signal.SIGSTOP)
    try:
        for shown in (9, 10):
            app.page.keyboard.press("ArrowRight")
            app.page.wait_for_function(
                f"([canvas, shown]) => ({COUNT.format(0)})(canvas) === shown", arg=[canvas.element_handle(), shown],
                timeout=2000,
            )  # fmt: skip
    finally:
        os.kill(kernel, signal.SIGCONT)
    app.until(lambda: digit.now() == 10, "the kernel was not told")
    app.assert_agrees()
