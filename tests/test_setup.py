"""The set-up keeps its promises: the lists agree, nothing points to one machine, the wheel works anywhere."""

import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parent.parent
UV = Path(sys.executable).with_name("uv")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
DECLARED = {r.name: r for r in map(Requirement, PROJECT["dependencies"])}
LOCK = (ROOT / "requirements.lock").read_text("utf-8")
PINNED = {canonicalize_name(name): version for name, version in re.findall(r"^([\w.-]+)==([\w.]+)", LOCK, re.M)}


def run(*command, **options):
    """Run a command and give back its standard output; a failure shows all that it printed."""
    done = subprocess.run(
        [str(part) for part in command], capture_output=True, text=True, encoding="utf-8", errors="replace", **options
    )
    assert done.returncode == 0, f"{command} failed:\n{done.stdout}\n{done.stderr}"
    return done.stdout


# --- the lists


def conda():
    """environment.yml's dependencies: {name: what is asked of its version}, and the list for pip."""
    dependencies = yaml.safe_load((ROOT / "environment.yml").read_text("utf-8"))["dependencies"]
    named = [re.fullmatch(r"([\w-]+)(.*)", entry).groups() for entry in dependencies if isinstance(entry, str)]
    (pip,) = [entry["pip"] for entry in dependencies if isinstance(entry, dict)]
    return dict(named), pip


def test_environment_yml_lists_what_pyproject_declares():
    named, pip = conda()
    assert set(named) - {"python", "pip"} == set(DECLARED)
    assert pip == ["-e ."]


def test_environment_yml_has_pyprojects_bounds_and_the_locks_minors():
    named, _ = conda()
    assert Requirement(f"python=={named['python'].removeprefix('=')}.*").specifier.contains("3.12.0")
    for name, requirement in DECLARED.items():
        if name in ("numpy", "matplotlib"):
            minor = ".".join(PINNED[name].split(".")[:2])
            assert named[name] == f"={minor}.*", "make notebooks was run with the lock's version"
        else:
            assert named[name] == str(requirement.specifier)


def test_the_lock_has_a_hash_for_each_requirement():
    entries = re.split(r"\n(?=\S)", LOCK.strip())
    assert len(entries) >= len(PINNED) > 50
    for entry in entries:
        assert re.match(r"[\w.-]+==[\w.]+( ; [^\\]+)? \\\n", entry), f"no exact version: {entry[:80]}"
        assert re.search(r"--hash=sha256:[0-9a-f]{64}", entry), f"no hash: {entry[:80]}"


def test_the_lock_names_no_index():
    assert not re.search(r"index-url|find-links|trusted-host|://", LOCK)


def test_the_lock_pins_what_pyproject_names_and_what_builds_it():
    extras = [r for extra in PROJECT["optional-dependencies"].values() for r in extra]
    for requirement in map(Requirement, [*PROJECT["dependencies"], *extras]):
        version = PINNED[canonicalize_name(requirement.name)]
        assert requirement.specifier.contains(version), f"{requirement} is not met by {version}: run make lock"
    assert "hatchling" in PINNED


def test_uv_is_pinned_with_hashes():
    text = (ROOT / "tools" / "uv.txt").read_text("utf-8")
    assert re.match(r"uv==[\d.]+ \\\n    --hash=sha256:[0-9a-f]{64}", text)


# --- nothing of one machine


def tracked():
    """The files that git has, or would take: work/ and what else it ignores are left out."""
    if not (ROOT / ".git").exists() or not shutil.which("git"):
        pytest.skip("this is not a git checkout, so there is no list of its files")
    command = ("git", "-c", f"safe.directory={ROOT}", "ls-files", "-z", "--cached", "--others", "--exclude-standard")
    return [file for name in run(*command, cwd=ROOT).split("\0") if name and (file := ROOT / name).is_file()]


def leaks(text, places):
    """What in a text only makes sense on the machine it was written on."""
    hosts = [
        "pypi" + ".org",
        "python" + "hosted.org",
        "npm" + "js.org",
        "deb.debian" + ".org",
        "conda.anaconda" + ".org",
    ]
    homes = re.findall(r"(?<![\w.])/(?:home|Users)/\w+|(?<![\w.])/root/|\b[A-Z]:\\\\?Users\b", text)
    return [word for word in [*hosts, *places] if word in text] + homes


def places():
    """Folders of this machine that no file may name."""
    found = {str(ROOT), str(ROOT.parent / "shared"), str(Path.home())}
    return sorted(place for place in found if len(Path(place).parts) > 2)


def test_no_file_names_a_path_of_this_machine_or_a_package_registry():
    found = {}
    for file in tracked():
        if file.suffix not in (".png", ".npz") and file != Path(__file__):
            found[str(file.relative_to(ROOT))] = leaks(file.read_text("utf-8"), places())
    assert len(found) > 10
    assert {name: words for name, words in found.items() if words} == {}


@pytest.mark.parametrize(
    "text", ["/home/ann/x", "see /root/x", "/Users/ann", r"C:\Users\ann", "https://pypi" + ".org", "/a/b/c"]
)
def test_a_leak_is_seen(text):
    assert leaks(text, ["/a/b"])
    assert not leaks("notebooks/home/x, /usr/bin, https://arxiv.org", ["/a/b"])


# --- a student's work


@pytest.fixture
def worked_in(tmp_path):
    """The settings of this checkout with a work/ folder in which a student has been."""
    for name in ("pyproject.toml", ".gitignore"):
        shutil.copy(ROOT / name, tmp_path)
    for folder in ("work", "tests", "notebooks"):
        (tmp_path / folder).mkdir()
    cell = {
        "cell_type": "code",
        "execution_count": 9,
        "id": "a",
        "metadata": {},
        "outputs": [],
        "source": "import os\nx=1;",
    }
    notebook = json.dumps({"cells": [cell], "metadata": {}, "nbformat": 4, "nbformat_minor": 5})
    (tmp_path / "work" / "01_convolution.ipynb").write_text(notebook)
    (tmp_path / "work" / "test_mine.py").write_text("import os\nassert False\n")
    (tmp_path / "tests" / "test_ours.py").write_text("def test_ours():\n    pass\n")
    return tmp_path


@pytest.mark.parametrize("ignored_by_git", [True, False])
def test_ruff_does_not_look_at_a_students_work(worked_in, ignored_by_git):
    if not ignored_by_git:
        (worked_in / ".gitignore").unlink()
    ruff = Path(sys.executable).with_name("ruff")
    run(ruff, "check", "--no-cache", ".", cwd=worked_in)
    run(ruff, "format", "--no-cache", "--check", ".", cwd=worked_in)
    (worked_in / "work").rename(worked_in / "elsewhere")
    with pytest.raises(AssertionError, match="F401"):
        run(ruff, "check", "--no-cache", ".", cwd=worked_in)


def test_pytest_does_not_collect_a_students_work(worked_in):
    (worked_in / "tools").mkdir()
    bare = {**os.environ, "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}  # plugins take seconds to load, and choose no files
    collect = (sys.executable, "-m", "pytest", "--collect-only", "-q", "-p", "no:cacheprovider")
    assert run(*collect, cwd=worked_in, env=bare).startswith("tests/test_ours.py::test_ours\n\n1 test collected")
    makefile = (ROOT / "Makefile").read_text("utf-8")
    lines = [line for line in makefile.splitlines() if line[:1] != "#" and re.search(r"-m pytest|\(PYTEST\)", line)]
    assert len(lines) >= 4
    for line in lines:
        assert not re.search(r"\s(\.|work\S*)(\s|$)", line), f"this would look into work/: {line}"


def test_git_does_not_see_a_students_work(worked_in):
    run("git", "init", "-q", cwd=worked_in)
    status = run("git", "status", "--porcelain", "--untracked-files=all", cwd=worked_in)
    assert "work" not in status and "tests/test_ours.py" in status


# --- the wheel, installed in an empty environment


EVERY_FUNCTION = """
import importlib, inspect, json, pkgutil, sys
import helpers

called = []
for room, prefix in (("data", "load_"), ("explore", "explore_")):
    try:
        modules = [importlib.import_module("helpers." + room)]
    except ModuleNotFoundError:
        continue
    for info in pkgutil.iter_modules(getattr(modules[0], "__path__", [])):
        modules.append(importlib.import_module(f"{modules[0].__name__}.{info.name}"))
    functions = {n: f for m in modules for n, f in vars(m).items() if n.startswith(prefix) and inspect.isfunction(f)}
    for name, function in sorted(functions.items()):
        assert function() is not None, name
        called.append(name)
for name in helpers.data.PHOTOGRAPHS:
    helpers.data.load_photograph(name)
path = str(helpers.data.data_file("cat.png"))
print(json.dumps({"helpers": helpers.__file__, "data": path, "called": called, "modules": sorted(sys.modules)}))
"""


@pytest.fixture(scope="session")
def wheel(tmp_path_factory):
    folder = tmp_path_factory.mktemp("wheel")
    run(sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", folder, cwd=ROOT)
    (file,) = folder.glob("*.whl")
    return file


def test_the_wheel_carries_the_helpers_the_data_the_labextension_and_nothing_else(wheel):
    names = [name for name in zipfile.ZipFile(wheel).namelist() if ".dist-info/" not in name]
    shared = "convnet_notebooks-0.1.0.data/data/share/jupyter"
    around = {name.removeprefix(f"{shared}/") for name in names if not name.startswith("helpers/")}
    parts = {
        f"labextensions/convnet-course/{part.name}"
        for part in (ROOT / "tools" / "labextensions" / "course").iterdir()
    }
    assert around == {*parts, "lab/settings/overrides.d/convnet-course.json"}
    names = [name for name in names if name.startswith("helpers/")]
    packed = {name.removeprefix("helpers/_data/") for name in names if name.startswith("helpers/_data/")}
    assert packed == {file.name for file in (ROOT / "data").iterdir()}
    inside = {name.removeprefix("helpers/") for name in names if not name.startswith("helpers/_data/")}
    ours = [file for file in (ROOT / "helpers").rglob("*") if file.is_file() and "__pycache__" not in file.parts]
    assert inside == {file.relative_to(ROOT / "helpers").as_posix() for file in ours}


def test_the_installed_wheel_loads_its_data_and_opens_its_explorers_from_another_folder(wheel, tmp_path):
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    clean = {key: value for key, value in os.environ.items() if not key.startswith(("PYTHON", "VIRTUAL_ENV"))}
    run(UV, "venv", "--quiet", "--python", sys.executable, tmp_path / "env", cwd=elsewhere, env=clean)
    python = next(
        path
        for path in (tmp_path / "env" / "bin" / "python", tmp_path / "env" / "Scripts" / "python.exe")
        if path.exists()
    )
    install = (UV, "pip", "install", "--quiet", "--python", python, "--constraint", ROOT / "requirements.lock", wheel)
    try:  # what `make` has just installed lies in uv's cache
        run(*install, "--offline", cwd=elsewhere, env=clean)
    except AssertionError:
        run(*install, cwd=elsewhere, env=clean)
    report = json.loads(run(python, "-c", EVERY_FUNCTION, cwd=elsewhere, env=clean))
    for path in (report["helpers"], report["data"]):
        assert Path(path).is_relative_to(tmp_path / "env"), "the checkout was used instead of the installed package"
    assert "load_photograph" in report["called"]
    if list((ROOT / "helpers" / "explore").glob("*.py")):
        assert [name for name in report["called"] if name.startswith("explore_")]
    assert not {"pytest", "scipy", "hypothesis", "nbval"} & set(report["modules"])


# --- git on Windows


@pytest.mark.skipif(not shutil.which("git"), reason="there is no git here")
def test_a_checkout_of_git_for_windows_has_the_same_bytes(tmp_path):
    origin, copy = tmp_path / "origin", tmp_path / "copy"
    origin.mkdir()
    kept = {
        name: (ROOT / name).read_bytes() for name in ("data/vgg_table3.csv", "data/cat.png", "notebooks/sliding.svg")
    }
    for name, data in {**kept, ".gitattributes": (ROOT / ".gitattributes").read_bytes(), "Makefile": b"a:\n"}.items():
        (origin / name).parent.mkdir(exist_ok=True)
        (origin / name).write_bytes(data)
    me = ("-c", "user.name=me", "-c", "user.email=me@localhost")
    run("git", "init", "-q", origin)
    run("git", "-C", origin, "add", ".")
    run("git", "-C", origin, *me, "commit", "-q", "-m", "All.")
    run("git", "-c", "core.autocrlf=true", "clone", "-q", origin, copy)
    assert {name: (copy / name).read_bytes() for name in kept} == kept
    assert (copy / "Makefile").read_bytes() == b"a:\n"


def test_windows_and_macos_ask_for_nothing_but_python_and_git():
    job = yaml.safe_load((ROOT / ".github" / "workflows" / "test.yml").read_text("utf-8"))["jobs"]["elsewhere"]
    assert job["strategy"]["matrix"]["os"] == ["windows-latest", "macos-latest"]
    lines = [step["run"] for step in job["steps"] if "run" in step]
    assert all(re.fullmatch(r'python -m (pip|pytest) [\w ./"=:-]+', line) for line in lines), lines
    assert all((ROOT / name).exists() for line in lines for name in re.findall(r"-r (\S+)", line))
    assert sum("pytest" in line for line in lines) == 2 and "--nbval" in lines[-1]
