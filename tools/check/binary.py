"""The hardening that the finished programs carry."""

import json
import os
import re
import subprocess

from tree import ROOT, files

PROGRAMS = {"build/kehou": "src/main/meson.build",
            "build/auditor/kehou-audit": "auditor/meson.build"}

# What leaves no mark that can be told in a finished program is read where it was compiled.
COMPILED_WITH = ["-O2", "-D_FORTIFY_SOURCE=3", "-fstack-protector-strong", "-fstack-clash-protection",
                 "-fcf-protection=full", "-ftrivial-auto-var-init=zero",
                 "-fzero-call-used-regs=used-gpr"]
COMPILED = "build/compile_commands.json"


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
        "code in pages of its own": not re.search(r"LOAD +0x0+ .* R E ", segments),
    }
    return [f"{path}: lacks {name}" for name, holds in wanted.items() if not holds]


def compiled_faults():
    """Every source of the two programs, with every flag."""
    with open(os.path.join(ROOT, COMPILED), encoding="utf-8") as f:
        commands = json.load(f)
    ours = [c for c in commands if re.search(r"(^|/)(src|auditor)/[^.].*\.c$", c["file"])]
    if not ours:
        return [f"{COMPILED}: names no source of ours"]
    return [f"{c['file']}: compiled without {flag}"
            for c in ours for flag in COMPILED_WITH if flag not in c["command"].split()]


def check():
    """hardening of the built programs"""
    problems = []
    for path, made_by in PROGRAMS.items():
        if os.path.exists(os.path.join(ROOT, path)):
            problems += faults(path)
        else:
            problems.append(f"{path} was not built")
        if made_by not in files():
            problems.append(f"{made_by} makes {path} no more")
    return problems + compiled_faults()
