"""The hardening that the finished programs carry."""

import os
import re
import subprocess

from tree import ROOT, files

PROGRAMS = {"build/kehou": "src/main/meson.build", "build/kehou-audit": "audit/meson.build"}


ENDBR64 = b"\xf3\x0f\x1e\xfa"


def readelf(option, path):
    return subprocess.run(["readelf", "-W", option, path], cwd=ROOT, check=True, capture_output=True,
                          text=True).stdout


def faults(path):
    header, segments = readelf("-h", path), readelf("-l", path)
    dynamic, symbols = readelf("-d", path), readelf("--dyn-syms", path)
    with open(os.path.join(ROOT, path), "rb") as f:
        code = f.read()
    stack = re.search(r"GNU_STACK.*", segments)
    wanted = {
        "position-independent executable": "DYN (Position-Independent" in header,
        "read-only relocations": "GNU_RELRO" in segments,
        "immediate binding": "BIND_NOW" in dynamic or re.search(r"FLAGS_1.*NOW", dynamic) is not None,
        "stack without execution": stack is not None and "RWE" not in stack.group(0),
        "segments either writable or executable": not re.search(r"LOAD.* RWE ", segments),
        "stack protector": "__stack_chk_fail" in symbols,
        "fortified calls": re.search(r"__\w+_chk@", symbols) is not None,
        # The file's own note is lost in linking with Debian's start files, which bring two marks.
        "marks of branch targets": code.count(ENDBR64) > 2,
        "a fixed library path": "RUNPATH" not in dynamic and "RPATH" not in dynamic,
    }
    return [f"{path}: lacks {name}" for name, holds in wanted.items() if not holds]


def check():
    """hardening of the built programs"""
    problems = []
    for path, made_by in PROGRAMS.items():
        if os.path.exists(os.path.join(ROOT, path)):
            problems += faults(path)
        elif made_by in files():
            problems.append(f"{path} was not built")
    return problems
