#!/usr/bin/python3
"""Counts what a meson test run did, fact by fact: each TAP line of a program counts as one test, a
program without TAP as one. Ends with `N passed, N failed` and exits 1 on any failure."""

import json
import re
import sys

TAP = re.compile(r"^(not ok|ok)\b\s*(?:\d+)?\s*-?\s*(.*)$", re.M)
GOOD = {"OK", "EXPECTEDFAIL"}


def count(test):
    """(passed, failed names, skipped) of one program."""
    name, result = test["name"], test["result"]
    passed, failed, skipped = 0, [], 0
    for verdict, text in TAP.findall(test.get("stdout") or ""):
        if re.search(r"#\s*skip", text, re.I):
            skipped += 1
        elif verdict == "ok":
            passed += 1
        else:
            failed.append(f"{name}: {text}")
    if result == "SKIP":
        return passed, failed, max(skipped, 1)
    if result in GOOD:
        return (passed, failed, skipped) if passed or failed or skipped else (1, [], 0)
    # A program that died, leaked or ran out of time has failed even where its facts held.
    return passed, failed or [f"{name}: {result.lower()} (exit {test.get('returncode')})"], skipped


def main(path):
    passed, failed, skipped = 0, [], 0
    try:
        with open(path, encoding="utf-8", errors="replace") as lines:
            tests = [json.loads(line) for line in lines if line.strip()]
    except FileNotFoundError:
        tests = []
    for test in tests:
        p, f, s = count(test)
        passed, failed, skipped = passed + p, failed + f, skipped + s
        if f:
            print(f"\n--- {test['name']} ({test['result']})")
            for stream in ("stdout", "stderr"):
                tail = (test.get(stream) or "").splitlines()[-40:]
                print("\n".join(line for line in tail if not line.startswith("ok ")))
    for line in failed:
        print(f"FAILED  {line}")
    if skipped:
        print(f"{skipped} skipped")
    if not tests:
        print("no test was run")
    print(f"{passed} passed, {len(failed)} failed")
    return 1 if failed or not tests else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
