#!/usr/bin/python3
"""kehou-audit and what goes back of a service: the amount its sentence comes to, over all payments, and what ended unpaid when a
family left (R61); what is planted is found. Speaks TAP. Usage: test_backs.py PACK_WORLD KEHOU_AUDIT"""

import json
import os
import sys
import tempfile

sys.dont_write_bytecode = True
from planting import Pack, add, audited, both, change, clean_pack, drop, fact, facts_end  # noqa: E402

MAKER, AUDIT = sys.argv[1:3]


def left_unpaid():
    """A service of 100 fen left when half of it was held, of which 20 are not paid; the rest goes back by two payments."""
    asked = {"enrolment": "3", "pupil": "2", "asked": "2026-10-01T08:00:00.000000+08:00", "state": "asked", "bill": "6"}
    line = {"line": "1", "subject": "9", "item": "price", "formula": "1.00 × 10 / 20 课次 = 0.50；未缴的部分不再收取：0.50 − 0.20 = 0.30"}
    return both(add("refund", {"id": "7", "payment": "5", "amount_fen": "20", **asked}, {"id": "8", "payment": "4", "amount_fen": "10", **asked}),
                add("refund_line", {"refund": "7", "amount_fen": "20", "ended_fen": "20", **line}, {"refund": "8", "amount_fen": "10", "ended_fen": "0", **line}),
                add("bill_adjustment", {"id": "93", "bill": "6", "offering": "9", "item": "price", "amount_fen": "-20", "agreed": "7"}))


def owed_again():
    """Returned, and reckoned anew to less: 5 of the 20 are owed after all, and nothing goes back."""
    return both(left_unpaid(),
                add("refund", {"id": "70", "payment": "5", "amount_fen": "0", "enrolment": "3", "pupil": "2", "bill": "6", "state": "nothing",
                               "asked": "2026-10-02T08:00:00.000000+08:00"}),
                add("refund_line", {"refund": "70", "line": "1", "subject": "9", "item": "price", "amount_fen": "0", "ended_fen": "-5",
                                    "formula": "1.00 × 3 / 20 课次 = 0.15；先前不再收取的部分中 0.05 重新收取"}),
                add("bill_adjustment", {"id": "94", "bill": "6", "offering": "9", "item": "price", "amount_fen": "5", "agreed": "70"}))


def sittings():
    """Two sittings paid back by the first refund; and what was returned before named one of them too."""
    return both(left_unpaid(), add("enrolment", {"id": "3", "pupil": "2", "offering": "9"}),
                add("sitting", {"id": "31", "offering": "9"}, {"id": "32", "offering": "9"}, {"id": "33", "offering": "90"}),
                add("refund", {"id": "6", "enrolment": "3", "pupil": "2", "state": "returned", "asked": "2026-09-30T08:00:00.000000+08:00"}),
                add("refund_sitting", {"refund": "6", "sitting": "31"}, {"refund": "7", "sitting": "31"}, {"refund": "7", "sitting": "32"}))


def fee_takes_all():
    """Beside it a service of which the handling fee leaves nothing."""
    return both(left_unpaid(), add("refund_line", {"refund": "7", "line": "2", "subject": "10", "item": "price", "amount_fen": "0", "ended_fen": "0",
                                                   "formula": "1.00 × 3 / 20 课次 = 0.15；手续费 0.50 高于应退的 0.15，退 0.00"}))


RULES = """title "%s"
number none
refund leave "退出"
  of course
  reason quit
  method share
refund absent "请假"
  of course care
  reason absence
  method none
"""


def by_document(kind="course", reason="quit", title="示例退费办法"):
    """Of a service, for a reason, by a document of the pack."""
    def plant(pack):
        both(add("offering", {"id": "9", "kind": kind}), left_unpaid(), *[change("refund", "reason", reason, id=i) for i in ("7", "8")],
             *[change("refund_line", "document", "示例退费办法", refund=i) for i in ("7", "8")])(pack)
        pack.files["rules/edition-90.rules"] = (RULES % title).encode()
    return plant


FAULTS = [
    ("a refund for a reason its document does not know", by_document(reason="transfer")),
    ("a refund of a service its document does not speak of", by_document(kind="care")),
    ("a refund where its document says that nothing comes back", by_document(reason="absence")),
    ("a sitting paid back twice", both(sittings(), add("refund_sitting", {"refund": "8", "sitting": "32"}))),
    ("a sitting of another service paid back", both(sittings(), add("refund_sitting", {"refund": "7", "sitting": "33"}))),
    ("a sitting paid back by a refund there is none of", both(sittings(), add("refund_sitting", {"refund": "79", "sitting": "32"}))),
    ("a refund by two payments that is a fen less than its formula", both(left_unpaid(), change("refund_line", "amount_fen", "9", refund="8"))),
    ("a refund whose formula speaks of another amount", both(left_unpaid(), *[change("refund_line", "formula", "1.00 × 12 / 20 课次 = 0.60", refund=r)
                                                                              for r in ("7", "8")])),
    ("a part of a refund that was lost", both(left_unpaid(), drop("refund_line", refund="8"))),
    ("what ended of a service that was left, by a fen more than its bill was lowered by",
     both(left_unpaid(), change("bill_adjustment", "amount_fen", "-19", id="93"))),
    ("what ended of a service that was left and nobody took off the bill", both(left_unpaid(), drop("bill_adjustment", id="93"))),
    ("a bill lowered for a refund of which nothing ended", both(left_unpaid(), change("refund_line", "ended_fen", "0", refund="7"))),
    ("what is owed again and nobody put on the bill", both(owed_again(), drop("bill_adjustment", id="94"))),
]


def held(pack, folder):
    code, out, err = audited(AUDIT, pack.write(os.path.join(folder, "planted.zip")))
    checks = json.loads(out)["checks"] if out else []
    return code, next((c for c in checks if c["name"] == "refund_amounts"), {"rows": 0, "disagree": -1}), err


def main():
    with tempfile.TemporaryDirectory() as folder:
        clean = clean_pack(MAKER, os.path.join(folder, "clean.zip"))
        for name, plant in (("a refund by two payments, and what ended beside it, agrees (R61)", left_unpaid()),
                            ("what is owed again agrees (R61)", owed_again()),
                            ("a refund of which the handling fee leaves nothing agrees (R61)", fee_takes_all()),
                            ("a refund its document gives agrees (R61)", by_document()),
                            ("a refund by a document that is not in the pack is not asked (R61)", by_document(kind="care", title="别的办法")),
                            ("sittings paid back once agree, whatever was returned before (R61)", sittings())):
            pack = Pack(clean)
            plant(pack)
            _, said, err = held(pack, folder)
            fact(name, said["rows"] > 1 and said["disagree"] == 0, f"{said} {err}")
        for name, plant in FAULTS:
            pack = Pack(clean)
            plant(pack)
            code, said, err = held(pack, folder)
            fact(f"{name} is found (R61)", code == 4 and said["disagree"] > 0, f"{code} {said} {err}")
    facts_end()


main()
