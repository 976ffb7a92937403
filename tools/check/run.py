#!/usr/bin/python3
"""Runs the checks of the project, or the named ones; one line each, ends with `N passed, N failed`.

    run.py [NAME…]               runs
    run.py list                  names them
    run.py needs-build [NAME…]   exit 0 when one of them looks at the build
"""

import sys
import time

import banned
import binary
import headers
import lint
import plan
import rooms
import words

CHECKS = {
    "format": (lint.check_format, False),
    "rooms": (rooms.check, False),
    "banned": (banned.check, False),
    "plan": (plan.check, False),
    "length": (words.check_length, False),
    "files": (words.check_files, False),
    "words": (words.check_words, False),
    "texts": (words.check_texts, False),
    "views": (words.check_views, False),
    "headers": (headers.check, True),
    "cppcheck": (lint.check_cppcheck, True),
    "tidy": (lint.check_tidy, True),
    "hardening": (binary.check, True),
}


def select(names):
    unknown = [n for n in names if n not in CHECKS]
    if unknown:
        sys.exit(f"no check named {' '.join(unknown)}; there are: {' '.join(CHECKS)}")
    return names or list(CHECKS)


def run(names):
    failed = 0
    for name in names:
        function, _ = CHECKS[name]
        begin = time.monotonic()
        problems = function()
        for problem in problems:
            print(problem)
        state = "FAILED" if problems else "ok"
        print(f"{state:<7} {name:<10} {function.__doc__.splitlines()[0]} "
              f"({time.monotonic() - begin:.1f} s)", flush=True)
        failed += bool(problems)
    print(f"{len(names) - failed} passed, {failed} failed")
    return 1 if failed else 0


def main(arguments):
    if arguments[:1] == ["list"]:
        for name, (function, _) in CHECKS.items():
            print(f"{name:<10} {function.__doc__.splitlines()[0]}")
        return 0
    if arguments[:1] == ["needs-build"]:
        return 0 if any(CHECKS[n][1] for n in select(arguments[1:])) else 1
    return run(select(arguments))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
