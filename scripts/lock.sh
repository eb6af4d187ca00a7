#!/usr/bin/env bash
# Writes requirements.lock anew from pyproject.toml, and the lock of make test-live: every package with its hashes, no address of an index.
set -euo pipefail
cd "$(dirname "$0")/.."
if ! command -v uv >/dev/null; then
    tool="$(mktemp -d)"
    trap 'rm -rf "$tool"' EXIT
    python3 -m venv "$tool"
    "$tool/bin/python" -m pip install --quiet --disable-pip-version-check uv
    PATH="$tool/bin:$PATH"
fi
lock() {
    local to="$1"
    shift
    uv --no-progress pip compile "$@" --generate-hashes --no-emit-index-url --no-emit-find-links \
        --no-header --no-annotate --universal --python-version 3.11 --output-file "$to" >/dev/null
    if grep -vE '^ +--hash=sha256:[0-9a-f]{64}( \\)?$' "$to" | grep -E '^\s*-|https?:|file:'; then
        echo "$to holds an address; it must hold packages and hashes alone." >&2
        exit 1
    fi
}
lock requirements.lock pyproject.toml --group dev "$@"
# The servers of make test-live, which are no part of Litfass.
lock tests/live/requirements.lock tests/live/requirements.in
