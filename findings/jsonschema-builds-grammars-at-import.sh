#!/usr/bin/env bash
# jsonschema 4.26.0 with rfc3987-syntax 1.1.0 and lark 1.3.1 (Python 3.11, 2026-11-27): `import jsonschema` builds 39
# grammars, which takes about ten times as long as the rest of the import. JupyterLab, nbformat and nbval all import it.
# Expected: importing a library makes its names known. The grammar of an address is built when the first address is
#           checked, which is never unless a FormatChecker is asked for.
# Instead:  the extra `format-nongpl`, which jupyter_events asks for, brings rfc3987-syntax, whose import builds a
#           parser for the grammar and one more for each of 38 terms. jsonschema asks the first one only.
# Exits 0 while this is so, 1 when it has changed.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/env"
"$folder/env/bin/pip" install -qq --disable-pip-version-check jsonschema[format-nongpl]==4.26.0 rfc3987-syntax==1.1.0 lark==1.3.1
cd "$folder"
cat > see.py <<'PY'
import sys, time

if sys.argv[1] == "without":
    sys.modules["rfc3987_syntax"] = None  # as if it were not installed
import lark

built, make = [], lark.Lark.__init__
def counted(self, *arguments, **options):
    built.append(self)
    make(self, *arguments, **options)

lark.Lark.__init__ = counted
start = time.process_time()
import jsonschema

seconds = time.process_time() - start
jsonschema.validate({"age": 5}, {"properties": {"age": {"type": "integer"}}})
print(len(built), round(seconds, 2))
PY
"$folder/env/bin/python" see.py with > /dev/null  # compiles what is imported, for all later runs
read -r grammars slow < <("$folder/env/bin/python" see.py with)
read -r none quick < <("$folder/env/bin/python" see.py without)
echo "with rfc3987-syntax: $grammars grammars built, import jsonschema takes $slow s"
echo "without it: $none grammars built, import jsonschema takes $quick s"
((grammars > 30 && none == 0)) && python3 -c "raise SystemExit($slow < 2 * $quick)"
