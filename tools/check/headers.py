"""Every header compiles alone, the generated ones too."""

import os
import shlex
import subprocess
from concurrent.futures import ThreadPoolExecutor

from tree import JOBS, ROOT, commands, some


def flags_by_folder():
    """({folder: its own definitions}, every include directory any of our commands names)"""
    defines, includes = {}, {"-Isrc": None}
    for path, entry in commands().items():
        own = defines.setdefault(os.path.dirname(path), {})
        for word in shlex.split(entry["command"]):
            if word.startswith("-I"):
                full = os.path.join(entry["directory"], word[2:])
                includes["-I" + os.path.relpath(full, ROOT)] = None
            elif word.startswith("-D") and "FORTIFY" not in word:
                own[word] = None
    return defines, list(includes)


def generated():
    for folder, _, names in os.walk(os.path.join(ROOT, "build")):
        for name in names:
            if name.endswith(".h"):
                yield os.path.relpath(os.path.join(folder, name), ROOT)


def check():
    """every header compiles alone"""
    defines, includes = flags_by_folder()
    flags = ["-std=gnu17", "-D_GNU_SOURCE", "-Wall", "-Wextra", "-Wno-unused-parameter", "-Werror"]
    flags += includes

    def compile_alone(path):
        own = defines.get(os.path.dirname(path), {})
        done = subprocess.run(["gcc", "-fsyntax-only", *flags, *own, "-include", path, "-x", "c", "/dev/null"],
                              cwd=ROOT, capture_output=True, text=True)
        return done.stderr.strip() if done.returncode else None

    headers = some(".h", under=("src/", "tools/", "tests/", "bench/")) + sorted(generated())
    with ThreadPoolExecutor(JOBS) as pool:
        return [f"{path}: {why}" for path, why in zip(headers, pool.map(compile_alone, headers)) if why]
