"""What runs in Pyodide for bytecode.mjs: import what the course imports, and write the bytecode of it into archives.

``start.zip`` has that of the packages that are there before the first cell; ``charts.zip`` of what comes with
matplotlib, its list of fonts, and the tables of its help; ``python_stdlib.zip`` is Python's own library with that of
its modules. The sources stay where they are, for a traceback quotes them.
"""

import importlib
import importlib.util
import json
import marshal
import os
import pkgutil
import site
import sys
import zipfile

SITE = site.getsitepackages()[0] + "/"
LIBRARY = "/lib/python312.zip/"
FONTS = (
    SITE + "matplotlib/fontlist.json"
)  # here matplotlib looks for its list; the one that Pyodide brings is too new
TABLES = SITE + "matplotlib/kwdoc.json"  # the tables of properties in its help, which it makes anew at each import
# With a hash of the source that nobody compares (PEP 552): an archive comes with the source that it was made of, and
# Pyodide compares the hash of a whole archive.
UNCHECKED = (1).to_bytes(4, "little")


def compiled(source, path):
    """A module's bytecode, as a file."""
    code = compile(source, path, "exec", dont_inherit=True)
    return importlib.util.MAGIC_NUMBER + UNCHECKED + importlib.util.source_hash(source) + marshal.dumps(code)


def files(above):
    """The source files below ``above`` of the modules that are imported."""
    named = {getattr(module, "__file__", None) or "" for module in list(sys.modules.values())}
    return {path for path in named if path.startswith(above) and path.endswith(".py")}


def write(name, paths, more=()):
    with zipfile.ZipFile(f"/{name}", "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for path in sorted(paths):
            with open(path, "rb") as file:
                data = compiled(file.read(), path)
            archive.writestr(importlib.util.cache_from_source(path).removeprefix(SITE), data)
        for path in more:
            archive.write(path, path.removeprefix(SITE))
    return paths


def import_all(package):
    for module in pkgutil.walk_packages(importlib.import_module(package).__path__, f"{package}."):
        importlib.import_module(module.name)


def start():
    global begun
    for package in ("pyodide_kernel", "piplite", "helpers"):
        import_all(package)
    from IPython.core.interactiveshell import InteractiveShell

    InteractiveShell.instance()
    begun = write("start.zip", files(SITE))


def charts():
    os.environ["MPLBACKEND"] = "module://matplotlib_inline.backend_inline"
    import matplotlib.artist

    tables, table_of = {}, matplotlib.artist.kwdoc

    def told(artist):
        return tables.setdefault(f"{artist.__module__}.{artist.__qualname__}", table_of(artist))

    matplotlib.artist.kwdoc = told
    import matplotlib.pyplot as plt

    figure, axes = plt.subplots(layout="constrained")
    axes.set_title("$x$")
    figure.savefig("/chart.png")
    with open(TABLES, "w", encoding="utf-8") as file:
        json.dump(tables, file)
    write("charts.zip", files(SITE) - begun, [FONTS, TABLES])


def library():
    """Python's own library, its modules that were imported with their bytecode before them: zipimport takes that."""
    used = {path.removeprefix(LIBRARY) for path in files(LIBRARY)}
    with (
        zipfile.ZipFile("/stdlib.zip") as source,
        zipfile.ZipFile("/python_stdlib.zip", "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive,
    ):
        for entry in source.infolist():
            data = source.read(entry)
            archive.writestr(entry.filename, data)
            if entry.filename in used:
                archive.writestr(f"{entry.filename}c", compiled(data, LIBRARY + entry.filename))


def written():
    library()
    return ["start.zip", "charts.zip", "python_stdlib.zip"]
