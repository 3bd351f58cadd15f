"""Who else is asked, in a process of its own: PyTorch, and this project as it was, on a desktop and in Pyodide."""

import json
import os
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

HERE = Path(__file__).parent
ROOT = HERE.parent
PYODIDE = ROOT.parent / "shared" / "pyodide"
SLOWING = ("OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE")  # what a machine may set that makes BLAS slow


def torch(layers, seconds=4):
    """(version, [(seconds forward, seconds back) for each layer]) of PyTorch, on one thread; None without it.

    PyTorch takes gigabytes, so this fetches none: uv has it once ``torch_layers.py`` was run without ``--offline``.
    TORCH may name the Python of an environment that has another version.
    """
    uv = [sys.executable, "-m", "uv", "run", "--offline", "--quiet", "--no-project", "--script"]
    command = [os.environ["TORCH"]] if "TORCH" in os.environ else uv
    command += [str(HERE / "torch_layers.py"), json.dumps(layers), str(seconds)]
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode:
        print(f"PyTorch could not be asked, so its rows are left out: {done.stderr.strip()[-300:]}", flush=True)
        return None
    return json.loads(done.stdout)


def both(commit, layers, pyodide=False, **options):
    """[(seconds of ``commit``, seconds now) for each layer], in turn in one process; None without Pyodide's files."""
    asked = json.dumps({"layers": layers, **options})
    command = [sys.executable, str(HERE / "layers.py")]
    if pyodide:
        if not PYODIDE.exists():
            print("../shared/pyodide is not there, so its rows are left out", flush=True)
            return None
        import playwright

        node = Path(playwright.__file__).parent / "driver" / "node"
        command = [str(node), str(HERE / "layers.mjs"), str(PYODIDE)]
    env = {name: value for name, value in os.environ.items() if name not in SLOWING} | {"OPENBLAS_NUM_THREADS": "1"}
    with worktree(commit) as old:
        done = subprocess.run([*command, old, str(ROOT), asked], capture_output=True, text=True, env=env, check=True)
    return json.loads(done.stdout)


@contextmanager
def worktree(commit):
    """A folder with the files of ``commit``, while it is needed."""
    with TemporaryDirectory() as folder:
        git = ["git", "-C", str(ROOT), "worktree"]
        subprocess.run([*git, "add", "--quiet", "--detach", f"{folder}/old", commit], check=True)
        try:
            yield f"{folder}/old"
        finally:
            subprocess.run([*git, "remove", "--force", f"{folder}/old"], check=True)
