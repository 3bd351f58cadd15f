"""`make lecture` starts a JupyterLab with its token on, for this machine only, and with settings of its own."""

import json
from pathlib import Path

import lecture
import notebook_file
import pytest

COURSE = Path(__file__).parents[1]


@pytest.fixture
def started(tmp_path, monkeypatch):
    """``started(*arguments)``: exit code, and (command, environment) of what was started, in an empty checkout."""
    (tmp_path / "notebooks").mkdir()
    for name in ("00_start_here.ipynb", "02_stride_and_padding.ipynb", "for_lecturers.md"):
        (tmp_path / "notebooks" / name).write_bytes((COURSE / "notebooks" / name).read_bytes())
    calls = []
    monkeypatch.setattr(lecture, "ROOT", tmp_path)
    monkeypatch.setattr(lecture.subprocess, "call", lambda command, env: calls.append((command, env)) or 0)
    monkeypatch.setattr(notebook_file, "trust", lambda file: None)
    return lambda *arguments: (lecture.main(*arguments), *calls)


def test_it_opens_the_students_copy_with_settings_of_its_own(started, tmp_path):
    code, (command, environment) = started("02")
    assert code == 0
    assert f"--ServerApp.root_dir={tmp_path / 'work'}" in command
    assert "--LabApp.default_url=/doc/tree/02_stride_and_padding.ipynb" in command
    assert (tmp_path / "work" / "02_stride_and_padding.ipynb").is_file()
    assert (tmp_path / "work" / "for_lecturers.md").is_file()
    settings = Path(environment["JUPYTER_CONFIG_DIR"])
    assert settings.is_relative_to(tmp_path / "work")
    written = json.loads((settings / "labconfig" / "default_setting_overrides.json").read_text("utf-8"))
    assert written["@jupyterlab/docmanager-extension:plugin"] == {"autosave": False}


def test_a_dark_room_is_asked_for_at_the_start_and_a_light_one_is_the_rule(started, tmp_path):
    config = tmp_path / "work" / ".lecture"
    chosen = config / "lab" / "user-settings" / "@jupyterlab" / "apputils-extension" / "themes.jupyterlab-settings"
    for arguments, theme in ((["02", "--dark"], "dark"), (["02"], "light"), (["--dark"], "dark"), ([], "light")):
        chosen.parent.mkdir(parents=True, exist_ok=True)
        chosen.write_text('{"theme": "JupyterLab Dark"}', "utf-8")  # the key d, in an earlier lecture
        assert started(*arguments)[0] == 0
        themes = {"dark": "JupyterLab Dark", "light": "JupyterLab Light"}
        assert json.loads(chosen.read_text("utf-8")) == {"theme": themes[theme]}
        assert json.loads((config / "labconfig" / "page_config.json").read_text("utf-8"))["lectureTheme"] == theme


def test_keys_that_are_single_letters_can_be_switched_off(started, tmp_path):
    page = tmp_path / "work" / ".lecture" / "labconfig" / "page_config.json"
    for arguments, keys, theme in (
        (["02", "--keys=off"], "off", "light"),
        (["02"], "on", "light"),
        (["--dark", "--keys=off"], "off", "dark"),
        (["--keys=off", "--dark", "--keys=on"], "on", "dark"),
    ):
        assert started(*arguments)[0] == 0
        assert json.loads(page.read_text("utf-8")) == {"lectureTheme": theme, "lectureKeys": keys}


def test_an_unknown_option_is_refused(started, capsys):
    for option in ("--drak", "--keys", "--keys=of"):
        assert started("02", option) == (1,)
        said = capsys.readouterr().out
        assert f"There is no option {option}. There are: --light, --dark, --keys=on, --keys=off" in said


def test_the_token_stays_on_and_it_listens_here_only(started):
    _, (command, environment) = started()
    options = [part.split("=")[0].lower() for part in command]
    assert not [option for option in options if option.endswith(("token", "password", ".ip", "origin", "origin_pat"))]
    assert environment.get("JUPYTER_TOKEN") != ""


def test_an_unknown_notebook_is_refused_with_those_that_there_are(started, capsys):
    assert started("99") == (1,)
    assert "There is no notebook '99'" in capsys.readouterr().out


def test_the_extension_is_where_the_command_says():
    (argument,) = lecture.ARGUMENTS
    folder = Path(argument.split("=")[1]) / "lecture"
    package = json.loads((folder / "package.json").read_text("utf-8"))
    assert (folder / package["jupyterlab"]["_build"]["load"]).is_file() and package["name"] == folder.name
