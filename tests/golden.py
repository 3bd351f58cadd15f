"""Which pictures have changed: every state's sums, kept in ``golden.json``, and old and new beside each other.

The old ones are drawn by a process of its own from a worktree of an older commit, so that nothing needs to be stored
but the sums. Both are compared step by step: as text, then, where that differs, as the pixels that resvg makes of it.
"""

import argparse
import json
import os
import pickle
import re
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from hashlib import sha256
from html import escape
from pathlib import Path

from states import DRAWN, STATES

ROOT = Path(__file__).parents[1]
KEPT = ROOT / "tests" / "golden.json"
PAGE = ROOT / "test-results" / "golden.html"
CALLS = STATES | DRAWN
MOST = 25  # steps of a state that are compared as pixels
ID = re.compile('(?<=["#(])p[0-9a-f]{8}-')  # what makes a picture's ids its own: it changes with any of its text


def shown(call):
    """The picture that ``call`` gives and its verdict, "" where it is no explorer's."""
    import helpers.data
    import helpers.digits
    import helpers.draw
    import helpers.explore
    import helpers.trained

    rooms = helpers.data, helpers.digits, helpers.draw, helpers.explore, helpers.trained
    result = eval(call, {name: value for room in rooms for name, value in vars(room).items()})
    return getattr(result, "picture", result), getattr(result, "verdict", "")


def sums(picture, verdict):
    """What ``golden.json`` keeps of a state: the sums of all its steps, and of all its words."""
    words = json.dumps([*picture.alts, picture.opening, verdict])
    return {name: sha256(text.encode()).hexdigest() for name, text in (("svg", picture.svg), ("words", words))}


def drawn(names):
    """Each of ``names`` as its sums, words and steps, or as the error that drawing it gave."""
    found = {}
    for name in names:
        try:
            picture, verdict = shown(CALLS[name])
            found[name] = {
                "sums": sums(picture, verdict),
                "words": [verdict, picture.opening, *picture.alts],
                "steps": [ID.sub("", picture.still(k).svg) for k in range(len(picture.alts))],
                "stands": [picture.at(k) for k in range(len(picture.alts))],
            }
        except Exception as error:  # a state that is new has none in an old tree, and one may be broken
            found[name] = {"error": f"{type(error).__name__}: {error}"}
    return found


def drawn_in(tree, names):
    """``drawn(names)`` by the helpers of another tree."""
    run = [sys.executable, __file__, "--worker", *names]
    done = subprocess.run(run, env={**os.environ, "PYTHONPATH": str(tree)}, stdout=subprocess.PIPE, check=True)
    return pickle.loads(done.stdout)


@contextmanager
def worktree(commit):
    """A folder with the files of ``commit``, while it is needed."""
    with tempfile.TemporaryDirectory() as folder:
        tree = Path(folder) / "old"
        git = ["git", "-C", str(ROOT), "worktree"]
        subprocess.run([*git, "add", "--quiet", "--detach", str(tree), commit], check=True)
        try:
            yield tree
        finally:
            subprocess.run([*git, "remove", "--force", str(tree)], check=True)


def difference(old, new):
    """In words, what differs between two of ``drawn``; and the step to look at, None where there is none to show."""
    for which, state in (("now", new), ("before", old)):
        if "error" in state:
            return f"{which}: {state['error']}", None
    said, counts = [], [len(old["steps"]), len(new["steps"])]
    if counts[0] != counts[1]:
        said.append(f"{counts[0]} steps before, {counts[1]} now")
    changed = [k for k in range(min(counts)) if old["steps"][k] != new["steps"][k]]
    tried = [changed[i * len(changed) // MOST] for i in range(MOST)] if len(changed) > MOST else changed
    seen = [k for k in tried if pixels(old, k) != pixels(new, k)]
    some = f" of {len(tried)} tried" if len(tried) < len(changed) else ""
    said.append(f"text of {len(changed)} steps, pixels of {len(seen)}{some}")
    (verdict, opening, *alts), (verdict_now, opening_now, *alts_now) = old["words"], new["words"]
    words = sum(a != b for a, b in zip(alts, alts_now, strict=False))
    said += [f"words of {words} steps"] if words else []
    said += [f"opens on step {opening_now}, not {opening}"] if opening != opening_now else []
    said += ["the verdict"] if verdict != verdict_now else []
    return "; ".join(said), next(iter(seen or changed), 0 if len(said) > 1 else None)


def pixels(state, k):
    """Step k as PNG bytes."""
    from helpers.draw.export import png

    return png(state["stands"][k])


def page(rows):
    """What has changed, as HTML: for each state its name, what differs, and one step, old and new."""
    parts = ['<!doctype html><meta charset="utf-8"><title>Pictures that changed</title>']
    parts.append("<style>body{font:15px sans-serif} div{display:flex;gap:8px} figure{margin:0;flex:1;min-width:0}")
    parts.append("svg{width:100%;height:auto;border:1px solid #ccc}</style>")
    for name, said, k, *sides in rows:
        parts.append(f"<h2>{escape(name)}</h2><p><code>{escape(CALLS[name])}</code></p><p>{escape(said)}</p>")
        if k is None:
            continue
        parts.append("<div>")
        for when, side in zip(("before", "now"), sides, strict=True):
            verdict, _, *alts = side["words"]
            words = f"<p>{escape(alts[k])}</p><p>{escape(verdict)}</p>"
            parts.append(f"<figure><p>{when}, step {k}</p>{side['stands'][k]}{words}</figure>")
        parts.append("</div>")
    return "\n".join(parts)


def main(wanted, since, write):
    """Say which states named like one of ``wanted`` (all, if empty) changed since a commit; ``write`` their sums."""
    names = [name for name in CALLS if not wanted or any(w in name for w in wanted)]
    with worktree(since) as tree, ThreadPoolExecutor() as pool:
        old, new = pool.map(drawn_in, (tree, ROOT), (names, names))
    rows = []
    for name in names:
        if old[name].get("sums") != new[name].get("sums") or "error" in new[name]:
            said, k = difference(old[name], new[name])
            rows.append((name, said, k, old[name], new[name]))
            print(f"{name}: {said}", flush=True)
    print(f"{len(rows)} of {len(names)} states differ from {since}")
    if rows:
        PAGE.parent.mkdir(exist_ok=True)
        PAGE.write_text(page(rows), "utf-8")
        print(f"Old and new: {PAGE.relative_to(ROOT)}")
    kept = json.loads(KEPT.read_text("utf-8")) if KEPT.exists() else {}
    broken = [name for name in names if "error" in new[name]]
    known = kept | {name: new[name].get("sums") for name in names}
    known = {name: known[name] for name in CALLS if name in known}  # a state that is no more goes
    behind = [name for name in kept | known if kept.get(name) != known.get(name)]
    if list(known.items()) != list(kept.items()):  # their order counts too
        where, which = KEPT.relative_to(ROOT), ", ".join(behind) or "the order"
        if write and not broken:
            KEPT.write_text(json.dumps(known, indent=1) + "\n", "utf-8")
            print(f"Stored in {where}: {which}")
        else:
            print(f"{where} has otherwise: {which}. WRITE=1 stores what is drawn now")
    return 1 if broken else 0


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("names", nargs="*")
    parser.add_argument("--since", default="HEAD")
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--worker", action="store_true")
    given = parser.parse_args()
    if given.worker:
        sys.stdout.buffer.write(pickle.dumps(drawn(given.names)))
    else:
        sys.exit(main(given.names, given.since, given.write))
