#!/usr/bin/env python3
"""Months of pay as the first program reckons them, worked out again by the second from their packs (R48, R71): every row agrees.
Speaks TAP. Usage: test_audited.py PACK_WAGES KEHOU_AUDIT"""
import json
import os
import subprocess
import sys
import tempfile

maker, audit = sys.argv[1:3]
results = []


def fact(name, holds, why=""):
    results.append(bool(holds))
    print(f"{'ok' if holds else 'not ok'} {len(results)} - {name}" + ("" if holds else f" # {why}"))


with tempfile.TemporaryDirectory() as folder:
    env = {k: v for k, v in os.environ.items() if k != "KEHOU_TEST_PG"}
    made = subprocess.run([maker], env={**env, "KEHOU_AUDIT_PACK": os.path.join(folder, "pack")}, capture_output=True, text=True)
    fact("the months are reckoned and packed", made.returncode == 0, (made.stdout + made.stderr).replace("\n", " "))
    for number, name in enumerate(("by the day, under a cap, corrected", "by the month", "by the period", "of agreed days and an agreed month"), 1):
        done = subprocess.run([audit, os.path.join(folder, f"pack{number}"), "--json"], capture_output=True, text=True)
        checks = {c["name"]: c for c in json.loads(done.stdout)["checks"]} if done.stdout else {}
        for check in ("subsidies", "subsidy_rates"):
            held = checks.get(check, {})
            fact(f"a month {name} agrees: {check}", held.get("rows", 0) > 0 and held["disagree"] == 0, f"{held} {done.stderr}")
print(f"1..{len(results)}")
sys.exit(0 if all(results) else 1)
