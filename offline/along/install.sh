#!/bin/sh
# Installs Verdeelsleutel for this user: without root, without a network.
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd) || exit 1
for python in python@PYTHON@ python3 python; do
    if "$python" -c "import sys; sys.exit('%d.%d' % sys.version_info[:2] != '@PYTHON@')" 2>/dev/null; then
        exec "$python" "$here/install.py" "$@"
    fi
done
echo "Python @PYTHON@ is op deze computer niet gevonden. Vraag ICT om Python @PYTHON@; zie LEESMIJ.md." >&2
exit 1
