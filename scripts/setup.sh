#!/usr/bin/env bash
# Makes .venv with the locked packages, and sees to the system's own packages named as arguments.
#   scripts/setup.sh [--require] [libfribidi0] [chromium] [postgresql] [strace] [bubblewrap] [ffmpeg] [g++]
# Quick when nothing changed. A missing system package is installed where that is allowed; where it is not, a
# sentence gives the command and the rest goes on. With --require the missing package ends the script instead.
set -euo pipefail
cd "$(dirname "$0")/.."

say() { printf '%s\n' "$*" >&2; }
fail() { say "$*"; exit 1; }

require=no
wanted=()
for argument in "$@"; do
    case "$argument" in
        --require) require=yes ;;
        libfribidi0 | chromium | postgresql | strace | bubblewrap | ffmpeg | g++) wanted+=("$argument") ;;
        *) fail "scripts/setup.sh does not know “$argument”. It takes --require, libfribidi0, chromium, postgresql, strace, bubblewrap, ffmpeg, g++." ;;
    esac
done

# --- what the system has ------------------------------------------------------------------------------------

as_root=()
may_install() {
    command -v apt-get >/dev/null || return 1
    [ "$(id -u)" = 0 ] && return 0
    command -v sudo >/dev/null && sudo -n true 2>/dev/null && as_root=(sudo -n)
}

apt_install() {
    local options=(-o DPkg::Lock::Timeout=300 -y -qq --no-install-recommends)
    local quietly=("${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get)
    # The package lists of a new machine are empty or old; they are fetched only when the install needs it.
    "${quietly[@]}" install "${options[@]}" "$@" >/dev/null 2>&1 </dev/null && return 0
    "${quietly[@]}" update -qq >/dev/null 2>&1 </dev/null || true
    "${quietly[@]}" install "${options[@]}" "$@" >&2 </dev/null
}

is_there() {
    case "$1" in
        libfribidi0) "$python" -c 'import ctypes; ctypes.CDLL("libfribidi.so.0")' 2>/dev/null ;;
        chromium) command -v chromium || command -v chromium-browser || command -v google-chrome ;;
        strace) command -v strace ;;
        bubblewrap) command -v bwrap ;;
        ffmpeg) command -v ffprobe ;;
        g++) command -v g++ ;;
        postgresql) command -v initdb || compgen -G '/usr/lib/postgresql/*/bin/initdb' ;;
    esac >/dev/null
}

purpose() {
    case "$1" in
        libfribidi0) echo "Arabic, Farsi and other right-to-left pictures are refused without it; everything else works." ;;
        chromium) echo "The tests that walk the desk in a browser need it." ;;
        strace) echo "The test that looks at the order of a worker's system calls needs it." ;;
        bubblewrap) echo "Uploads are opened behind weaker walls without it; the doctor says which." ;;
        ffmpeg) echo "The tests that read films back with ffprobe need it; films are made without it." ;;
        postgresql) echo "The tests on PostgreSQL need it." ;;
        g++) echo "Bluesky's personal data server is compiled for make test-live." ;;
    esac
}

# --- Python -------------------------------------------------------------------------------------------------

python=""
for candidate in "${PYTHON:-python3}" python3.14 python3.13 python3.12 python3.11; do
    if "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null </dev/null; then
        python="$candidate"
        break
    fi
done
[ -n "$python" ] || fail "Litfass needs Python 3.11 or newer. Install it (on Debian: apt-get install python3), or set PYTHON to its path."

version="$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')"
if ! .venv/bin/python -c 'import pip' 2>/dev/null; then
    if ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
        if ! { may_install && apt_install "python$version-venv"; }; then
            fail "Python's venv module is missing. Install it with: sudo apt-get install python$version-venv"
        fi
    fi
    "$python" -m venv --clear .venv
fi

see_to() {
    local missing=() package command
    for package in "$@"; do
        is_there "$package" || missing+=("$package")
    done
    [ "${#missing[@]}" -gt 0 ] || return 0
    if may_install; then
        say "Installing ${missing[*]} …"
        # Together, because that is quicker; one by one where one of them keeps the others from coming.
        apt_install "${missing[@]}" 2>/dev/null || for package in "${missing[@]}"; do apt_install "$package" || true; done
    fi
    for package in "${missing[@]}"; do
        is_there "$package" && continue
        command="sudo apt-get install $package"
        [ "$require" = yes ] && fail "$package is missing and could not be installed here. Install it with: $command"
        say "$package is missing. $(purpose "$package") Install it with: $command"
    done
}

# Beside the locked packages: one waits for the network and the disk, the other for the processor.
see_to "${wanted[@]}" &
system_packages=$!

# --- the locked packages ------------------------------------------------------------------------------------

stamp=.venv/litfass-setup
state="$(cat requirements.lock pyproject.toml scripts/setup.sh | cksum) $PWD"
if [ "$(cat "$stamp" 2>/dev/null || true)" != "$state" ]; then
    say "Installing the locked packages …"
    pip=(.venv/bin/python -m pip install -qq --disable-pip-version-check --no-input)
    # --no-deps: the lock is complete, and MoviePy's own pin would bring a Pillow with known holes.
    # Compiled afterwards on every processor, which pip does on one.
    "${pip[@]}" --no-deps --no-compile --require-hashes -r requirements.lock </dev/null
    .venv/bin/python -m compileall -q -j 0 .venv/lib >/dev/null 2>&1 || true
    "${pip[@]}" --no-deps --no-build-isolation --config-settings editable_mode=compat -e . </dev/null
    printf '%s' "$state" >"$stamp"
fi

# --- what is made from the sources --------------------------------------------------------------------------

if [ -d web/translations ]; then
    for source in web/translations/*/LC_MESSAGES/*.po; do
        [ -e "$source" ] || continue
        [ "${source%.po}.mo" -nt "$source" ] && continue
        .venv/bin/pybabel --quiet compile --input-file "$source" --output-file "${source%.po}.mo"
    done
fi

# Where PYTHONDONTWRITEBYTECODE is set, every command would read a thousand files of ours as text at each start, which
# takes as long as all the rest of the start. Here only what changed is compiled.
.venv/bin/python -m compileall -q -j 0 litfass.py assets campaigns commands scheduler web

wait "$system_packages"
