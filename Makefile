# `make help` lists the commands. Every one sets up what it needs; nothing is installed outside .venv.

PYTHON ?= python3
BIN := .venv/bin
# JupyterLab refuses to start as root, as one is in a container, unless it is told that this is meant. Its token
# stays on, and it listens on localhost only.
JUPYTER_LAB := $(BIN)/jupyter lab $(if $(filter 0,$(shell id -u)),--allow-root)

.PHONY: help lab lecture author reset test lint units notebooks-test browser notebooks figures bench screenshots lock

help:  ## list the commands
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /  make \1|/' | awk -F'|' '{printf "%-20s %s\n", $$1, $$2}'

# Three steps, because hashes and an editable install do not go together in one.
.venv/ready: requirements.lock pyproject.toml tools/uv.txt tools/check_python.py
	@command -v $(firstword $(PYTHON)) >/dev/null || \
		{ echo "There is no $(PYTHON) here. Name a Python 3.11 or newer, for example: make lab PYTHON=python3.12"; exit 1; }
	@$(PYTHON) tools/check_python.py
	$(PYTHON) -m venv --clear .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r tools/uv.txt
	$(BIN)/uv pip install --quiet --python $(BIN)/python --require-hashes -r requirements.lock
	$(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation -e .
	@touch $@

lab: .venv/ready  ## open the course: your own copy of the notebooks, in work/
	$(BIN)/python tools/working_copy.py
	$(JUPYTER_LAB) --notebook-dir=work --LabApp.default_url=/lab/tree/00_start_here.ipynb

lecture: .venv/ready  ## open it on a projector, one idea a screen: make lecture NOTEBOOK=02
	$(BIN)/python tools/lecture.py "$(NOTEBOOK)"

reset: .venv/ready  ## put one notebook of work/ back: make reset NOTEBOOK=01_convolution
	$(BIN)/python tools/working_copy.py --reset "$(NOTEBOOK)"

author: .venv/ready  ## open the original notebooks, to change the course
	$(JUPYTER_LAB) --notebook-dir=. --LabApp.default_url=/lab/tree/notebooks/00_start_here.ipynb

test: lint units notebooks-test browser  ## everything that CI checks

lint: .venv/ready  ## style of the code and of the cells
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

units: .venv/ready
	$(BIN)/python -m pytest -q tests --ignore=tests/browser
	$(BIN)/python -m pytest -q --doctest-modules helpers

notebooks-test: .venv/ready
	$(BIN)/python -m pytest -q --nbval notebooks/*.ipynb

# Playwright's event loop and nbval do not share a process.
browser: .venv/ready
	$(BIN)/python -m pytest -q tests/browser

notebooks: .venv/ready  ## run every notebook and store its outputs
	$(BIN)/python tools/run_notebooks.py
	$(BIN)/python tools/make_figures.py --readme

figures: .venv/ready  ## the lecture's examples for other slides, still and moving, into figures/
	$(BIN)/python tools/make_figures.py

bench: .venv/ready  ## measure, and write benchmarks/results.md
	$(BIN)/python benchmarks/run.py

screenshots: .venv/ready  ## every explorer, in both themes, into screenshots/
	$(BIN)/python tools/screenshots.py

lock: .venv/ready  ## bring requirements.lock up to date
	$(BIN)/uv pip compile --quiet --universal --fork-strategy fewest --python-version 3.11 --extra test --extra figures \
		--generate-hashes --no-emit-index-url --no-header --upgrade pyproject.toml -o requirements.lock
