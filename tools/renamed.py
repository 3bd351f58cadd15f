"""``RENAMED``, of renamed.json: from each name that a notebook once had to the one that it has, without .ipynb."""

import json
from pathlib import Path

RENAMED = json.loads(Path(__file__).with_suffix(".json").read_text("utf-8"))
