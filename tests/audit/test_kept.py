#!/usr/bin/python3
"""kehou-audit and what refunds keep by their documents, absences too short and a handling fee (R61): what is planted is found.
Speaks TAP. Usage: test_kept.py PACK_WORLD KEHOU_AUDIT"""

import json
import os
import sys
import tempfile

sys.dont_write_bytecode = True
from planting import Pack, add, audited, change, clean_pack, fact, facts_end  # noqa: E402

MAKER, AUDIT = sys.argv[1:3]

KEPT = """ruleset KEPT
title "示例请假退费办法"
number "示教〔2026〕12号"
effective 2026-09-01 .. open
refund away "连续请假"
  of course
  reason absence
  method share
  unit day
  basis 100 day
  in_a_row 5 day
  less 3.00 yuan
refund ill "病假"
  of course
  reason ill
  method share
  unit day
  basis 100 day
  in_a_row 5 day
  less 5 percent
refund never "不退"
  of course
  reason quit
  method none
"""
ENOUGH = "各次连续缺勤 4、5 天，只计连满 5 天的；"


def kept(rules=KEPT):
    """Refunds of who was away for five days, less a handling fee: an amount of one, a share of the other; and one of nothing."""
    def plant(pack):
        pack.files["rules/edition-95.rules"] = rules.encode()
        line = {"item": "price", "subject": "9", "document": "示例请假退费办法（示教〔2026〕12号）"}
        add("refund_line",
            {"refund": "31", "line": "1", "amount_fen": "200", **line,
             "formula": ENOUGH + "100.00 × 5 / 100 天 = 5.00；5.00 − 手续费 3.00 = 2.00\n100.00 × 5 / 100 days = 5.00"},
            {"refund": "32", "line": "1", "amount_fen": "475", **line,
             "formula": ENOUGH + "100.00 × 5 / 100 天 = 5.00；手续费 5.00 × 0.05 = 0.25；5.00 − 手续费 0.25 = 4.75"},
            {"refund": "33", "line": "1", "amount_fen": "0", **line,
             "formula": "各次连续缺勤 4 天，只计连满 5 天的；100.00 × 0 / 100 天 = 0.00"})(pack)
    return plant


# What is planted in these.
FAULTS = [
    ("another handling fee", change("refund_line", "formula", lambda f: f.replace("3.00 = 2.00", "2.50 = 2.50"), refund="31")),
    ("a handling fee of another share", change("refund_line", "formula", lambda f: f.replace("0.05", "0.06"), refund="32")),
    ("a handling fee nobody kept", change("refund_line", "formula", ENOUGH + "100.00 × 5 / 100 天 = 5.00", refund="31")),
    ("fewer days in a row", change("refund_line", "formula", lambda f: f.replace("连满 5", "连满 4"), refund="31")),
    ("days that were not in a row", change("refund_line", "formula", lambda f: f.replace("4、5", "4、4"), refund="31")),
    ("an absence nobody asked the length of", change("refund_line", "formula", lambda f: f.replace(ENOUGH, ""), refund="31")),
    ("a handling fee no document knows", kept(KEPT.replace("  less 3.00 yuan\n", "").replace("  less 5 percent\n", "")))
]


def held(pack, folder):
    code, out, err = audited(AUDIT, pack.write(os.path.join(folder, "planted.zip")))
    checks = {c["name"]: c for c in json.loads(out)["checks"]} if out else {}
    return code, checks.get("refund_terms", {"rows": 0, "disagree": -1}), checks.get("refunds"), err


def main():
    with tempfile.TemporaryDirectory() as folder:
        clean = clean_pack(MAKER, os.path.join(folder, "clean.zip"))
        pack = Pack(clean)
        kept()(pack)
        _, said, refunds, err = held(pack, folder)
        fact("what documents keep of refunds agrees (R61)", said["rows"] == 3 and said["disagree"] == 0, f"{said} {err}")
        fact("their sentences come out (D9)", refunds["disagree"] == 0, refunds)
        change("refund_line", "formula", lambda f: f.replace("3.00 = 2.00", "3.00 = 2.01"), refund="31")(pack)
        _, _, refunds, err = held(pack, folder)
        fact("a fen too much after the handling fee is found (D9)", refunds["disagree"] == 1, f"{refunds} {err}")
        for name, plant in FAULTS:
            pack = Pack(clean)
            kept()(pack)
            plant(pack)
            code, said, _, err = held(pack, folder)
            fact(f"{name} is found (R61)", code == 4 and said["disagree"] > 0, f"{code} {said} {err}")
    facts_end()


main()
