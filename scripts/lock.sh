#!/usr/bin/env bash
# Writes requirements.lock anew from pyproject.toml: every package with its hashes, no address of an index.
set -euo pipefail
cd "$(dirname "$0")/.."
if ! command -v uv >/dev/null; then
    tool="$(mktemp -d)"
    trap 'rm -rf "$tool"' EXIT
    python3 -m venv "$tool"
    "$tool/bin/python" -m pip install --quiet --disable-pip-version-check uv
    PATH="$tool/bin:$PATH"
fi
uv --no-progress pip compile pyproject.toml --group dev --generate-hashes --no-emit-index-url --no-emit-find-links \
    --no-header --no-annotate --universal --python-version 3.11 --output-file requirements.lock "$@" >/dev/null
if grep -vE '^ +--hash=sha256:[0-9a-f]{64}( \\)?$' requirements.lock | grep -E '^\s*-|https?:|file:'; then
    echo "requirements.lock holds an address; it must hold packages and hashes alone." >&2
    exit 1
fi
