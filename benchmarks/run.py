"""Run every ``bench_*.py`` beside this file, write ``results.md``, and exit with 1 if a goal is missed.

A benchmark is a module with a function ``measure()`` that yields ``report.Row``s.
"""

import importlib
import os
import platform
import sys
from pathlib import Path

import numpy
import scipy
import threadpoolctl

HERE = Path(__file__).parent


def table(rows):
    """The rows as a Markdown table."""
    lines = ["| what | measured | goal | |", "|---|---|---|---|"]
    for row in rows:
        goal = "" if row.goal is None else f"at {'least' if row.least else 'most'} {row.goal:g}"
        verdict = "for information" if row.goal is None else "met" if row.met else "**missed**"
        lines.append(f"| {row.what} | {row.measured:.2f} {row.unit} | {goal} | {verdict} |")
    return "\n".join(lines)


def machine():
    """Where and with what the figures were taken; ratios travel between machines, seconds do not."""
    numpy.ones((2, 2)) @ numpy.ones((2, 2))  # BLAS is loaded by now, and threadpoolctl can see it
    blas = [
        f"{pool['internal_api']} {pool['version']} for {pool.get('architecture', 'unknown')}, "
        f"{pool['num_threads']} threads"
        for pool in threadpoolctl.threadpool_info()
        if pool["user_api"] == "blas"
    ]
    # With a core taken by something else, the threads of BLAS wait for one another, and a goal may be missed for it.
    busy = f", {os.getloadavg()[0]:.1f} of them busy before the run" if hasattr(os, "getloadavg") else ""
    forced = os.environ.get("OPENBLAS_CORETYPE")
    return "\n".join(
        [
            f"- machine: {os.cpu_count()} cores, {platform.machine()}, {platform.system()}{busy}",
            f"- BLAS: {'; '.join(dict.fromkeys(blas)) or 'not known'}"
            + (f"; OPENBLAS_CORETYPE={forced}" if forced else ""),
            f"- versions: Python {platform.python_version()}, numpy {numpy.__version__}, scipy {scipy.__version__}",
        ]
    )


def main():
    where, rows = machine(), []
    for path in sorted(HERE.glob("bench_*.py")):
        for row in importlib.import_module(path.stem).measure():
            print(f"{row.what}: {row.measured:.2f} {row.unit}{'' if row.met else '  GOAL MISSED'}", flush=True)
            rows.append(row)
    text = f"# Benchmarks\n\nWritten by `make bench`.\n\n{where}\n\n{table(rows)}\n"
    (HERE / "results.md").write_text(text, encoding="utf-8")
    return 0 if all(row.met for row in rows) else 1


if __name__ == "__main__":
    sys.exit(main())
