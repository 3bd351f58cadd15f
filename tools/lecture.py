"""`make lecture`: the student's copy of the course (work/) on a projector, one idea a screen.

JupyterLab runs with an extension of ours, tools/labextensions/lecture, and with settings in a folder of its own:
those of the person whose computer this is are neither read nor changed. The token stays on, and it listens on
localhost only. On Windows, without make: `.venv\\Scripts\\python tools\\lecture.py 02`, `--dark` for a dark room,
and `--keys=off` for a lecturer who speaks to the computer: no key that is a single letter does anything then.
"""

import json
import os
import subprocess
import sys
from pathlib import Path

import working_copy

ROOT = working_copy.ROOT
ARGUMENTS = [f"--LabApp.extra_labextensions_path={ROOT / 'tools' / 'labextensions'}"]
SETTINGS = {
    "@jupyterlab/notebook-extension:tracker": {"windowingMode": "none", "scrollPastEnd": False},
    "@jupyterlab/docmanager-extension:plugin": {"autosave": False},
    "@jupyterlab/apputils-extension:notification": {"fetchNews": "false", "checkForUpdates": False},
}
THEMES = {"light": "JupyterLab Light", "dark": "JupyterLab Dark"}
CHOSEN = "lab/user-settings/@jupyterlab/apputils-extension/themes.jupyterlab-settings"  # the key d writes it too

OPTIONS = {f"--{theme}": {"theme": theme} for theme in THEMES} | {
    f"--keys={keys}": {"keys": keys} for keys in ("on", "off")
}


def write_settings(config, theme="light", keys="on"):
    """Write the settings of lecture mode where a JupyterLab with JUPYTER_CONFIG_DIR=``config`` looks for them."""
    files = {
        "labconfig/default_setting_overrides.json": SETTINGS,
        # The theme is for what shows before JupyterLab's is here; the keys are for page.js.
        "labconfig/page_config.json": {"lectureTheme": theme, "lectureKeys": keys},
        CHOSEN: {"theme": THEMES[theme]},
    }
    for name, values in files.items():
        file = Path(config) / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(json.dumps(values, indent=1), "utf-8")


def main(*arguments):
    options = [argument for argument in arguments if argument.startswith("--")]
    chosen = {"theme": "light", "keys": "on"}
    for option in options:
        if option not in OPTIONS:
            print(f"There is no option {option}. There are: {', '.join(OPTIONS)}; for make: THEME=dark, KEYS=off.")
            return 1
        chosen |= OPTIONS[option]
    name = "".join(argument for argument in arguments if argument not in options)
    notebook = working_copy.find_notebook(name or "00", ROOT / "notebooks")
    if notebook is None:
        names = ", ".join(file.stem for file in sorted((ROOT / "notebooks").glob("*.ipynb")))
        print(f"There is no notebook {name!r}. Say for example `make lecture NOTEBOOK=02`. There are: {names}.")
        return 1
    work = ROOT / "work"
    working_copy.update(ROOT / "notebooks", work)
    config = work / ".lecture"
    write_settings(config, **chosen)
    command = [sys.executable, "-m", "jupyterlab", *ARGUMENTS, f"--ServerApp.root_dir={work}"]
    command += [f"--LabApp.default_url=/doc/tree/{notebook.name}"]
    if hasattr(os, "geteuid") and os.geteuid() == 0:  # as one is in a container
        command.append("--allow-root")
    own = {"JUPYTER_CONFIG_DIR": str(config), "JUPYTER_CONFIG_PATH": str(ROOT / "tools" / "jupyter")}
    return subprocess.call(command, env={**os.environ, **own})


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
