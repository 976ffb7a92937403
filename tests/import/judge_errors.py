#!/usr/bin/python3
"""Judges a workbook of bad rows by a reader this project did not write (python3-openpyxl).

    judge_errors.py PROGRAM DATA_DIR

PROGRAM writes the workbook of the 17 bad rows of DATA_DIR/roster-2000.xlsx to the path it is given. TAP.
"""
import csv
import os
import subprocess
import sys
import tempfile

try:
    import openpyxl
except ImportError:
    print("1..0 # SKIP python3-openpyxl is not installed")
    sys.exit(0)

program, data = sys.argv[1:3]
with tempfile.TemporaryDirectory() as directory:
    path = os.path.join(directory, "errors.xlsx")
    subprocess.run([program, path], check=True, stdout=subprocess.DEVNULL,
                   env=dict(os.environ, KEHOU_TEST_PG=""))
    sheet = openpyxl.load_workbook(path).active
sent = openpyxl.load_workbook(os.path.join(data, "roster-2000.xlsx")).active
with open(os.path.join(data, "roster-2000.bad.csv"), encoding="utf-8") as f:
    bad = list(csv.DictReader(f))

facts = []


def fact(name, holds):
    facts.append((name, bool(holds)))


rows = list(sheet.iter_rows(values_only=True))
titles = [cell.value for cell in sent[1]]
fact("the titles are those of the file and a last column of reasons",
     list(rows[0]) == titles + ["错误原因"])
fact("it holds the 17 bad rows alone", len(rows) == 18)
fact("each row is what was sent, digit by digit", all(
    [v or "" for v in row[:-1]] == [str(c.value or "") for c in sent[int(b["row"])]]
    for row, b in zip(rows[1:], bad)))
fact("each reason names its column", all(b["column"] in row[-1] for row, b in zip(rows[1:], bad)))
reason = sheet.cell(2, len(titles) + 1)
fact("the reason is red", (reason.font.color is not None and str(reason.font.color.rgb)[-6:] != "000000")
     or reason.fill.fgColor.rgb not in ("00000000", None))
fact("numbers are kept as text", sheet.cell(2, 6).number_format == "@")

print(f"1..{len(facts)}")
for i, (name, holds) in enumerate(facts, 1):
    print(f"{'ok' if holds else 'not ok'} {i} - {name}")
sys.exit(0 if all(holds for _, holds in facts) else 1)
