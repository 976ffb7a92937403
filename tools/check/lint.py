"""Format, clang-tidy and cppcheck. What passed once is remembered by the hash of everything it read."""

import hashlib
import json
import os
import re
import shlex
import subprocess
from concurrent.futures import ThreadPoolExecutor

from tree import GCC_ONLY, JOBS, ROOT, commands, some, text

C_FOLDERS = ("auditor/", "src/", "tools/", "tests/", "fuzz/", "bench/")


def tool(name, version="14"):
    """Debian's versioned name: another clang on the PATH may format differently."""
    return f"{name}-{version}"


def check_format():
    """clang-format"""
    done = subprocess.run([tool("clang-format"), "--dry-run", "-Werror", *some(".c", ".h", under=C_FOLDERS)],
                          cwd=ROOT, capture_output=True, text=True)
    where = re.findall(r"^([^:\n]+):(\d+):\d+: error", done.stderr, re.M)
    if done.returncode and not where:
        return [done.stderr.strip()]
    first = {}
    for path, line in where:
        first.setdefault(path, line)
    return [f"{path}:{line}: clang-format -i {path}" for path, line in first.items()]


# Paths the analyser follows in one function before it lets go (225,000 by default). A quarter of it
# finds what is within a screen's reach in a quarter of the time; whoever wants all of it sets more.
ANALYSER_NODES = int(os.environ.get("KEHOU_ANALYSER_NODES") or 50000)


def clang_commands():
    """A copy of the compile commands without what only gcc understands."""
    entries = []
    for path, entry in commands().items():
        words = [w for w in shlex.split(entry["command"]) if not w.startswith(GCC_ONLY)]
        words += ["-Xclang", "-analyzer-config", "-Xclang", f"max-nodes={ANALYSER_NODES}"]
        entries.append({**entry, "command": shlex.join(words)})
    os.makedirs(os.path.join(ROOT, "build/check"), exist_ok=True)
    with open(os.path.join(ROOT, "build/check/compile_commands.json"), "w", encoding="utf-8") as f:
        json.dump(entries, f)
    return {os.path.relpath(os.path.join(e["directory"], e["file"]), ROOT): e for e in entries}


def read_by(outputs):
    """{object: files it was made from}, from ninja's own record."""
    out = subprocess.run(["ninja", "-C", "build", "-t", "deps"], cwd=ROOT, capture_output=True,
                         text=True).stdout
    found, current = {}, None
    for line in out.splitlines():
        if line and not line.startswith(" "):
            current = found.setdefault(line.split(":")[0], [])
        elif line.strip() and current is not None:
            current.append(line.strip())
    return {o: found.get(o) for o in outputs}


def digest(paths, extra):
    h = hashlib.sha256(extra.encode())
    for path in paths:
        full = os.path.join(ROOT, "build", path)
        if path.startswith("/usr/"):
            continue  # the system's headers change with its packages, not with us
        try:
            with open(full, "rb") as f:
                h.update(path.encode() + b"\0" + f.read())
        except FileNotFoundError:
            return None
    return h.hexdigest()


def check_tidy():
    """clang-tidy"""
    entries = clang_commands()
    configs = some(".clang-tidy")
    sources = read_by([e.get("output", "") for e in entries.values()])
    cache = os.path.join(ROOT, "build/check/tidy")
    os.makedirs(cache, exist_ok=True)

    def one(path):
        entry = entries[path]
        deps = sources.get(entry.get("output", ""))
        config = "".join(text(c) for c in configs if path.startswith(os.path.dirname(c)))
        key = digest(deps, config + entry["command"]) if deps else None
        if key and os.path.exists(os.path.join(cache, key)):
            return None
        done = subprocess.run([tool("clang-tidy"), "--quiet", "-p", "build/check", path], cwd=ROOT,
                              capture_output=True, text=True)
        if done.returncode == 0:
            if key:
                open(os.path.join(cache, key), "w").close()
            return None
        return done.stdout.strip() or done.stderr.strip()

    paths = sorted(p for p in entries if p.startswith(C_FOLDERS))
    with ThreadPoolExecutor(JOBS) as pool:
        reports = [r for r in pool.map(one, paths) if r]
    problems = {}  # a header's finding comes once per includer
    for report in reports:
        report = report.replace(ROOT + "/", "").replace("build/../", "")
        for finding in re.findall(r"^[^\n]+: (?:error|warning): [^\n]+(?:\n[^\n]+){0,2}", report, re.M) or [report]:
            problems[finding] = None
    if problems:
        problems["the path to a finding: clang-tidy-14 -p build/check FILE"] = None
    return list(problems)


def check_cppcheck():
    """cppcheck"""
    clang_commands()
    build = os.path.join(ROOT, "build/check/cppcheck")
    os.makedirs(build, exist_ok=True)
    done = subprocess.run(
        ["cppcheck", "--quiet", "-j", str(JOBS), "--project=build/check/compile_commands.json",
         "--cppcheck-build-dir=build/check/cppcheck", "--enable=warning,style,performance,portability",
         "--std=c11", "--inline-suppr", "--suppressions-list=tools/check/cppcheck.txt",
         "--error-exitcode=1", "--template={file}:{line}: {message} [{id}]"],
        cwd=ROOT, capture_output=True, text=True)
    if done.returncode == 0:
        return []
    lines = [l for l in done.stderr.splitlines() if re.search(r"\[\w+\]$", l)]
    return sorted(set(lines)) or [done.stderr.strip() or done.stdout.strip()]
