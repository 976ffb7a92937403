#!/usr/bin/python3
"""The last line of ./dev test counts facts, and no failure can hide from it."""

import json
import os
import subprocess
import sys
import tempfile

SOURCE = sys.argv[1]


def program(result="OK", stdout="", code=0):
    return {"name": "t", "result": result, "stdout": stdout, "returncode": code}


# name, the run, last line, exit status
FACTS = [
    ("each_tap_line_counts", [program(stdout="1..2\nok 1 - a\nok 2 - b\n")], "2 passed, 0 failed", 0),
    ("a_program_without_tap_counts_once", [program(), program()], "2 passed, 0 failed", 0),
    ("a_failed_line_fails", [program("FAIL", "ok 1 - a\nnot ok 2 - b\n", 1)], "1 passed, 1 failed", 1),
    ("a_crash_after_good_lines_fails", [program("ERROR", "ok 1 - a\n", 139)], "1 passed, 1 failed", 1),
    ("a_timeout_fails", [program("TIMEOUT")], "0 passed, 1 failed", 1),
    ("a_failed_program_without_lines_fails", [program("FAIL", "", 1)], "0 passed, 1 failed", 1),
    ("a_skipped_line_counts_neither_way", [program(stdout="ok 1 - a # SKIP no\nok 2 - b\n")],
     "1 passed, 0 failed", 0),
    ("a_run_of_nothing_fails", [], "0 passed, 0 failed", 1),
]


def main():
    good = True
    print(f"1..{len(FACTS)}")
    for number, (name, run, last, status) in enumerate(FACTS, 1):
        with tempfile.NamedTemporaryFile("w", suffix=".json") as log:
            log.write("".join(json.dumps(test) + "\n" for test in run))
            log.flush()
            done = subprocess.run(["/usr/bin/python3", os.path.join(SOURCE, "tools/testlog.py"), log.name],
                                  capture_output=True, text=True)
        held = done.returncode == status and done.stdout.splitlines()[-1:] == [last]
        good &= held
        print(f"{'ok' if held else 'not ok'} {number} - {name}")
        if not held:
            print("\n".join("# " + line for line in (done.stdout + done.stderr).splitlines()))
    return 0 if good else 1


sys.exit(main())
