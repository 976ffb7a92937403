"""What the checks look at: the tracked files, and C source with its comments or strings blanked."""

import functools
import json
import os
import re
import subprocess

ROOT = os.environ.get("KEHOU_CHECK_ROOT") or os.path.abspath(
    os.path.join(os.path.dirname(__file__), "..", ".."))
JOBS = int(os.environ.get("KEHOU_JOBS") or os.cpu_count() or 1)

# Frame rooms, then business rooms, then what may use everything; each may include only what is on
# its left. web knows neither logins nor jobs: both have pages of their own and hand web what it needs.
FRAME = ["base", "crypto", "store", "docs", "web", "jobs", "auth", "import", "pay"]
BUSINESS = ["policy", "people", "rulebook", "agency", "term", "money", "payments", "enrolment", "day", "lunch",
            "funds", "settlement", "subsidy", "whatif", "audit", "oversight", "outreach"]
TOP = ["demo", "main"]


@functools.cache
def files():
    """Every file that is or would be tracked, relative to the root."""
    # CI clones may belong to somebody else; listing their files runs nothing of theirs.
    out = subprocess.run(["git", "-c", "safe.directory=*", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
                         cwd=ROOT, check=True, capture_output=True).stdout
    return sorted(f for f in out.decode().split("\0") if f and os.path.isfile(os.path.join(ROOT, f)))


def some(*suffixes, under=()):
    """Tracked files with one of the suffixes, below one of the folders."""
    return [f for f in files() if f.endswith(suffixes) and (not under or f.startswith(under))]


@functools.cache
def text(path):
    with open(os.path.join(ROOT, path), encoding="utf-8", errors="replace") as f:
        return f.read()


TOKEN = re.compile(r'//[^\n]*|/\*.*?\*/|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])*\'', re.S)


def blank(source, comments=True, strings=True):
    """C source with comments and strings made spaces; lines stay where they are."""
    def put(match):
        token = match.group(0)
        if (comments if token[0] == "/" else strings):
            return re.sub(r"[^\n]", " ", token)
        return token
    return TOKEN.sub(put, source)


def line_of(source, position):
    return source.count("\n", 0, position) + 1


@functools.cache
def exceptions():
    """{(rule, path): reason} from exceptions.txt; a path ending in / covers a folder."""
    found = {}
    for number, line in enumerate(text("tools/check/exceptions.txt").splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        parts = line.split(None, 2)
        if len(parts) < 3:
            raise SystemExit(f"tools/check/exceptions.txt:{number}: rule, path and reason, please")
        found[parts[0], parts[1]] = parts[2]
    return found


def stale_exceptions():
    """Exceptions whose file is gone would let a later one of the same name pass."""
    return [f"tools/check/exceptions.txt: {path} does not exist" for _, path in exceptions()
            if not os.path.exists(os.path.join(ROOT, path))]


def excepted(rule, path):
    return any(r == rule and (path == p or (p.endswith("/") and path.startswith(p)))
               for r, p in exceptions())


# Flags of gcc that clang's tools do not know.
GCC_ONLY = ("-fzero-call-used-regs", "-ftrivial-auto-var-init", "-fstack-clash-protection", "-Werror")


def commands():
    """The compile commands of our own C files: {path: (directory, arguments)}, one entry a file."""
    with open(os.path.join(ROOT, "build/compile_commands.json"), encoding="utf-8") as f:
        entries = json.load(f)
    found = {}
    for e in entries:
        path = os.path.relpath(os.path.join(e["directory"], e["file"]), ROOT)
        if not path.startswith("build") and path.endswith(".c"):
            found.setdefault(path, e)
    return found
