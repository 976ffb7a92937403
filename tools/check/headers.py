"""Every header compiles alone, the generated ones too."""

import os
import subprocess
from concurrent.futures import ThreadPoolExecutor

from tree import JOBS, ROOT, commands, some


def include_flags():
    """Every include directory any of our commands names."""
    flags = {"-Isrc": None}
    for entry in commands().values():
        for word in entry["command"].split():
            if word.startswith("-I"):
                path = os.path.relpath(os.path.join(entry["directory"], word[2:]), ROOT)
                flags["-I" + path] = None
    return list(flags)


def generated():
    for folder, _, names in os.walk(os.path.join(ROOT, "build")):
        for name in names:
            if name.endswith(".h"):
                yield os.path.relpath(os.path.join(folder, name), ROOT)


def check():
    """every header compiles alone"""
    flags = ["-std=gnu17", "-D_GNU_SOURCE", "-Wall", "-Wextra", "-Wno-unused-parameter", "-Werror"]
    flags += include_flags()

    def compile_alone(path):
        done = subprocess.run(["gcc", "-fsyntax-only", *flags, "-include", path, "-x", "c", "/dev/null"],
                              cwd=ROOT, capture_output=True, text=True)
        return done.stderr.strip() if done.returncode else None

    headers = some(".h", under=("src/", "tools/", "tests/", "bench/")) + sorted(generated())
    with ThreadPoolExecutor(JOBS) as pool:
        return [f"{path}: {why}" for path, why in zip(headers, pool.map(compile_alone, headers)) if why]
