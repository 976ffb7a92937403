#!/usr/bin/python3
"""kehou-audit against packs in which something was changed: what is planted is found, by the check whose it is,
and a pack nobody touched agrees. Speaks TAP. Usage: test_second.py PACK_WORLD KEHOU_AUDIT"""

import json
import os
import sys
import tempfile
import zipfile

sys.dont_write_bytecode = True
from planting import Pack, add, another_fen, audited, both, change, clean_pack, double, drop, fact, facts_end  # noqa: E402

MAKER, AUDIT = sys.argv[1:3]
SCHOOL_THAT_EARNS = "2134990001"


def run(path, *more):
    return audited(AUDIT, path, *more)


def bought(**other):
    """A spending of what families paid."""
    return add("fee_spending", {"id": "5", "school": "6", "amount_fen": "100", **other})


def bought_by(**other):
    """The line of a payout that pays it."""
    return add("payout_line", {"id": "7", "cause": "fee_spending", "cause_id": "5", "amount_fen": "100", "debit": "fee_spent",
                               "debit_subject": "6", "credit": "bank", "credit_subject": "6", "state": "open", **other})


def closing(required=0, short=0, why="拨付在途", received=0, more=0, by="sittings 1"):
    """A school's guarantee of a term closed as it should be, but for these fen."""
    def plant(pack):
        there = pack.table("participation")
        head = there[0]
        of = next(dict(zip(head, row)) for row in there[1:] if row[head.index("kind")] == "care")
        n = sum(row[head.index("kind")] == "care" and row[head.index("school")] == of["school"] for row in there[1:])
        paid = pack.table("appropriation")
        got = sum(int(row[paid[0].index("amount_fen")]) for row in paid[1:] if row[paid[0].index("school")] == of["school"])
        needed = 15000 * (n + more) + required
        add("guarantee_closing", {
            "school": of["school"], "term": of["term"], "county": of["county"], "required_fen": str(needed),
            "received_fen": str(got + received), "shortfall_fen": str(max(0, needed - got) + short), "explanation": why,
            "participants": str(n + more), "definition": by,
            "at": "2027-02-01T08:00:00.000000+08:00"})(pack)
    return plant


# A payout a second person agreed to.
DECIDED = {"id": "95", "kind": "payout", "object": "96", "state": "approved", "submitter": "7",
           "submitted": "2026-10-01T08:00:00.000000+08:00", "decider": "8", "decided": "2026-10-01T09:00:00.000000+08:00"}


def refunded():
    """A service of 100 fen that was paid back whole, out of a payment that has more."""
    return both(add("payment", {"id": "5", "bill": "6", "amount_fen": "200"}),
                add("bill_line", {"id": "4", "bill": "6", "offering": "9", "item": "price", "amount_fen": "100"}),
                add("refund", {"id": "7", "payment": "5", "bill": "6", "amount_fen": "100", "state": "done"}),
                add("refund_line", {"refund": "7", "line": "1", "subject": "9", "item": "price", "amount_fen": "100"}))


def adjusted(decider):
    """A bill lowered over the county's limit, as two persons agreed."""
    same = {"bill": "6", "offering": "7", "item": "price", "amount_fen": "-100"}
    return both(add("adjustment_wish", {"id": "91", "state": "booked", "asked_by": "7", **same}),
                add("approval", {"id": "92", "kind": "bill_adjustment", "object": "91", "amount_fen": "-100", "state": "approved",
                                 "submitter": "7", "decider": decider}),
                add("bill_adjustment", {"id": "93", "agreed": "91", **same}),
                add("ledger", {"entry": "93", "leg": "1", "day": "2026-10-12", "cause": "adjustment", "cause_id": "93",
                               "account": "receivable", "subject": "6", "amount_fen": "-100"},
                    {"entry": "93", "leg": "2", "day": "2026-10-12", "cause": "adjustment", "cause_id": "93",
                     "account": "course", "subject": "7", "amount_fen": "100"}))


def related_paid(by=None):
    """A payout of account 7 to an agency that is related, for a reason that `by` named the day before; None: nobody."""
    return both(add("escrow_release", {"id": "81", "agency": "80", "minutes": "0", "amount_fen": "0", "withheld_fen": "0"}),
                add("payout", {"id": "82", "school": "79", "made": "2026-10-02T08:00:00.000000+08:00", "maker": "7"}),
                add("payout_line", {"id": "83", "payout": "82", "purpose": "【关联方】街舞", "cause": "escrow_release", "cause_id": "81",
                                    "amount_fen": "0"}),
                *([add("related_clearance", {"id": "84", "school": "79", "agency": "80", "account": by,
                                             "at": "2026-10-01T08:00:00.000000+08:00"})] if by else []))


PAID = """ruleset WAGES
title "示例教师补助办法"
number "示教〔2026〕9号"
effective 2026-09-01 .. open
convert 1 period = 40 minute
pay teacher "教师"
  rate exactly 60.00 yuan per day
  cap 100.00 yuan per month
  when payee staff
pay monthly "按月"
  rate exactly 300.00 yuan per month
  served 2 day
  when payee staff
  when role support
pay leading "带班领导"
  rate exactly 80.00 yuan per sitting
  when payee staff
  when role leader
pay hours "课时"
  rate exactly 20.00 yuan per period
  when payee staff
  when role duty
pay helper "外聘辅助"
  rate at_most 300.00 yuan per day
  when payee outsider
  when role support
pay class_teachers "班主任"
  rate exactly 80.05 yuan per sitting
  round yuan
  when payee staff
  when role class_teacher
pay outsider "外聘"
  rate at_most 200.00 yuan per sitting
  when payee outsider
""".encode()


def wages(pack):
    """Three sittings of staff 8 (two on one day), of a document of its own: by the day under a cap, by the month, by the sitting and
    by the period; and an outsider."""
    pack.files["rules/edition-9.rules"] = PAID
    school, offering = pack.table("school")[1][0], pack.table("offering")[1][0]
    document = "示例教师补助办法(示教〔2026〕9号)"
    rows = []

    def sitting(id_, day):
        add("sitting", {"id": id_, "school": school, "offering": offering, "day": day, "starts": "16:00", "ends": "17:00",
                        "state": "held"})(pack)

    def detail(id_, of, day, role, due, formula, unit="", person="8", stated="", stated_unit="sitting"):
        rows.append({"id": id_, "batch": "5", "person": person, "sitting": of, "day": day, "starts": "16:00", "ends": "17:00",
                     "role": role, "stated_fen": stated, "stated_unit": stated_unit, "due_fen": due,
                     "before_fen": "0", "amount_fen": due, "formula": formula, "requirement": "R48", "document": document, "unit": unit})
    for id_, day in (("901", "2026-09-01"), ("902", "2026-09-01"), ("903", "2026-09-02")):
        sitting(id_, day)
        detail("8" + id_, id_, day, "teacher", "0", "计入当天的补助", "911" if day < "2026-09-02" else "912")
        detail("7" + id_, id_, day, "support", "0", "计入当月的补助", "914", person="9")
        detail("6" + id_, id_, day, "leader", "8000", "1 课次 × 80.00 = 80.00", person="10")
        detail("5" + id_, id_, day, "duty", "3000", "1.5 课时 × 20.00 = 30.00", person="11")
        detail("2" + id_, id_, day, "class_teacher", "8000", "1 课次 × 80.05 = 80.00，四舍五入到元", person="14")
        detail("3" + id_, id_, day, "support", "0", "计入当天的补助", "915" if day < "2026-09-02" else "916", person="13",
               stated="12000", stated_unit="day")
        detail("4" + id_, id_, day, "instructor", "15000", "1 课次 × 150.00 = 150.00", person="12", stated="15000")
    detail("911", "911", "2026-09-01", "teacher", "6000", "1 天 × 60.00 = 60.00", "913")
    detail("912", "912", "2026-09-02", "teacher", "6000", "1 天 × 60.00 = 60.00", "913")
    detail("913", "913", "2026-09-01", "teacher", "-2000", "本月合计 120.00 − 每月上限 100.00 = 20.00，超出部分不计")
    detail("914", "914", "2026-09-01", "support", "30000", "1 个月 × 300.00 = 300.00", person="9")
    detail("915", "915", "2026-09-01", "support", "12000", "1 天 × 120.00 = 120.00", person="13")
    detail("916", "916", "2026-09-02", "support", "12000", "1 天 × 120.00 = 120.00", person="13")
    add("subsidy_detail", *rows)(pack)
    add("subsidy_unit", *({"id": i, "person": p, "unit": u, "first_day": d, "rule": r, "school": school} for i, p, u, d, r in (
        ("911", "8", "day", "2026-09-01", "teacher"), ("912", "8", "day", "2026-09-02", "teacher"),
        ("913", "8", "cap", "2026-09-01", "teacher"), ("914", "9", "month", "2026-09-01", "monthly"),
        ("915", "13", "day", "2026-09-01", "helper"), ("916", "13", "day", "2026-09-02", "helper"))))(pack)
    add("outsider", {"id": "12", "school": school}, {"id": "13", "school": school})(pack)


# Of what wages() makes: one thing wrong.
WAGES = [
    ("a sitting paid a fen above its rate", change("subsidy_detail", "due_fen", "8001", id="6901")),
    ("a sitting paid above its rate, and its sentence with it",
     both(change("subsidy_detail", "due_fen", "9000", id="6901"),
          change("subsidy_detail", "formula", "1 课次 × 90.00 = 90.00", id="6901"))),
    ("a sitting rounded up where the document rounds half up (D9)",
     both(change("subsidy_detail", "due_fen", "8100", id="2901"),
          change("subsidy_detail", "formula", "1 课次 × 80.05 = 81.00，不足一元按一元计", id="2901"))),
    ("a sitting that is not rounded though the document says so (D9)",
     both(change("subsidy_detail", "due_fen", "8005", id="2902"),
          change("subsidy_detail", "formula", "1 课次 × 80.05 = 80.05", id="2902"))),
    ("a role that is paid another rate", change("subsidy_detail", "role", "teacher", id="6902")),
    ("a period reckoned as an hour", both(change("subsidy_detail", "due_fen", "2000", id="5901"),
                                          change("subsidy_detail", "formula", "1 课时 × 20.00 = 20.00", id="5901"))),
    ("an outsider paid above the limit", both(change("subsidy_detail", "due_fen", "20001", id="4901"),
                                              change("subsidy_detail", "stated_fen", "20001", id="4901"),
                                              change("subsidy_detail", "formula", "1 课次 × 200.01 = 200.01", id="4901"))),
    ("an agreed day paid with each of its sittings", both(change("subsidy_detail", "due_fen", "12000", id="3902"),
                                                          change("subsidy_detail", "formula", "1 天 × 120.00 = 120.00", id="3902"))),
    ("a day paid above what is agreed", both(change("subsidy_detail", "due_fen", "12001", id="915"),
                                             change("subsidy_detail", "formula", "1 天 × 120.01 = 120.01", id="915"))),
    ("an agreed day above the limit", both(*(change("subsidy_detail", f, v, id=i) for i, f, v in (
        ("3903", "stated_fen", "30001"), ("916", "due_fen", "30001"), ("916", "formula", "1 天 × 300.01 = 300.01"))))),
    ("a day whose sittings were agreed differently", change("subsidy_detail", "stated_fen", "11900", id="3902")),
    ("a day paid with each of its sittings", both(change("subsidy_detail", "due_fen", "6000", id="8902"),
                                                  change("subsidy_detail", "formula", "1 天 × 60.00 = 60.00", id="8902"))),
    ("a sitting that counts in another person's day", change("subsidy_unit", "person", "10", id="911")),
    ("a day paid twice its rate", both(change("subsidy_detail", "due_fen", "12000", id="911"),
                                       change("subsidy_detail", "formula", "2 天 × 60.00 = 120.00", id="911"))),
    ("a cap that takes off a fen too little", both(change("subsidy_detail", "due_fen", "-1999", id="913"),
                                                   change("subsidy_detail", "formula", "", id="913"))),
    ("a month paid without the days that make one", change("subsidy_detail", "day", "2026-09-01", id="7903")),
    ("a month paid by a statement that pays days", change("subsidy_unit", "rule", "teacher", id="914")),
    ("pay by a document nobody has", change("subsidy_detail", "document", "没有的办法", id="6903")),
    ("pay by no document", change("subsidy_detail", "document", "", id="6903")),
    ("a sentence that does not come out", change("subsidy_detail", "formula", "2 课次 × 80.00 = 80.00", id="6903")),
]

DEDUCTING = """ruleset DEDUCTING
title "示例补贴办法"
number "示教〔2026〕10号"
effective 2026-09-01 .. open
deduct once "财政补贴"
  of care course
  amount 50.00 yuan per term
  payer county
deduct own "学校公用经费"
  of course consumables
  amount stated
  payer school
deduct monthly "按月补贴"
  of evening_study
  amount 5.00 yuan per month
  payer county
deduct daily "按天补贴"
  of lunch
  amount 1.00 yuan per day
  payer county
convert 1 term = 100 day
""".encode()


def deductions(pack):
    """By a document of its own: once a term, on one service, over two and on one it charges itself; an amount the school states of a
    service; so much a month of five, and so much a day of the hundred it makes of a term."""
    pack.files["rules/edition-10.rules"] = DEDUCTING
    rows = []

    def line(id_, bill, enrolment, item, fen, label="", payer="", offering="970", formula="", by=False):
        said = f"{label}：应收 100.00 元,扣减 50.00 元,由县区承担 {-int(fen) / 100:.2f} 元" if label else formula
        rows.append({"id": id_, "bill": bill, "enrolment": enrolment, "offering": offering, "item": item, "amount_fen": fen, "formula": said,
                     "document": "示例补贴办法(示教〔2026〕10号)" if label or by else "", "payer": payer})
    add("offering", {"id": "970", "kind": "course"}, {"id": "971", "kind": "evening_study", "starts": "2026-09-01", "ends": "2027-01-15"},
        {"id": "972", "kind": "lunch", "starts": "2026-09-01", "ends": "2027-01-15"}, {"id": "973", "kind": "care"})(pack)
    add("offering_fact", {"offering": "970", "subsidy_fen": "4000"})(pack)
    line("9711", "971", "9710", "price", "10000")
    line("9712", "971", "9710", "deduct", "-5000", "财政补贴", "county")
    line("9713", "971", "9713", "price", "10000")
    line("9721", "972", "9720", "price", "3000")
    line("9722", "972", "9720", "deduct", "-3000", "财政补贴", "county")
    line("9723", "972", "9723", "price", "10000")
    line("9724", "972", "9723", "deduct", "-2000", "财政补贴", "county")
    line("9731", "973", "9730", "price", "10000")
    line("9732", "973", "9730", "consumables", "1000")
    line("9733", "973", "9730", "deduct", "-4000", "学校公用经费", "school")
    line("9741", "974", "9740", "price", "12000", offering="971", formula="5 个月 × 24.00 = 120.00", by=True)
    line("9742", "974", "9740", "deduct", "-2500", "按月补贴", "county", offering="971")
    line("9751", "975", "9750", "price", "15000", offering="972", by=True)
    line("9752", "975", "9750", "deduct", "-10000", "按天补贴", "county", offering="972")
    line("9761", "976", "9760", "price", "10000", offering="973", by=True)
    line("9762", "976", "9760", "deduct", "-5000", "财政补贴", "county", offering="973")
    add("bill_line", *rows)(pack)


# Of what deductions() makes: one thing wrong.
DEDUCTIONS = [
    ("a fen more deducted than the document says", change("bill_line", "amount_fen", "-5001", id="9712")),
    ("a fen less deducted than the document says", change("bill_line", "amount_fen", "-4999", id="9712")),
    ("an amount of a term deducted with each service", change("bill_line", "amount_fen", "-5000", id="9724")),
    ("a term's amount of which a part was forgotten", change("bill_line", "amount_fen", "-1999", id="9724")),
    ("more deducted than the school states", change("bill_line", "amount_fen", "-4001", id="9733")),
    ("less deducted than the school states", change("bill_line", "amount_fen", "-3999", id="9733")),
    ("a deduction by a document nobody has", change("bill_line", "document", "没有的办法", id="9712")),
    ("a deduction by a statement its document has not", change("bill_line", "formula", "别的:应收 100.00 元", id="9712")),
    ("a deduction borne by another than the document says", change("bill_line", "payer", "school", id="9712")),
    ("a deduction of a kind of service it is not about", change("offering", "kind", "lunch", id="970")),
    ("a month more deducted than the service has", change("bill_line", "amount_fen", "-3000", id="9742")),
    ("an amount a month that comes to no whole months", change("bill_line", "amount_fen", "-2400", id="9742")),
    ("an amount a month over all that is charged", both(change("bill_line", "amount_fen", "2000", id="9741"),
                                                        change("bill_line", "formula", "5 个月 × 4.00 = 20.00", id="9741"))),
    ("a day more deducted than the document makes of a term", change("bill_line", "amount_fen", "-10100", id="9752")),
    ("a day less deducted than the document makes of a term", change("bill_line", "amount_fen", "-9900", id="9752")),
    ("a deduction by the month that is missing", drop("bill_line", id="9742")),
    ("a deduction by the day that is missing", drop("bill_line", id="9752")),
    ("a deduction once a term that is missing", drop("bill_line", id="9762")),
]

SIZED = """ruleset SIZED
title "示例班额价格"
number "示教〔2026〕11号"
effective 2026-09-01 .. open
fee small "小班"
  kind course
  price at_most 3.00 yuan per period
  when class_size 10 .. 20
fee large "大班"
  kind course
  price at_most 2.00 yuan per period
  when class_size 21 .. open
fee care "托管"
  kind care
  price at_most 4.00 yuan per day
""".encode()


def class_sizes(pack):
    """Two courses priced by their class's size, and care that is not."""
    pack.files["rules/edition-11.rules"] = SIZED

    def line(id_, offering, said):
        return {"id": id_, "bill": "981", "enrolment": id_, "offering": offering, "item": "price", "amount_fen": "1000", "formula": said,
                "document": "示例班额价格(示教〔2026〕11号)"}
    add("offering", {"id": "980", "kind": "course"}, {"id": "981", "kind": "course"}, {"id": "982", "kind": "care"})(pack)
    add("seat", {"offering": "980", "seats": "25", "taken": "0", "waiting": "0", "planned": "20"},
        {"offering": "981", "seats": "30", "taken": "0", "waiting": "0", "planned": "30"},
        {"offering": "982", "taken": "0", "waiting": "0"})(pack)
    add("bill_line", line("9801", "980", "10 课时 × 3.00 = 30.00"), line("9811", "981", "10 课时 × 2.00 = 20.00"),
        line("9821", "982", "10 天 × 9.00 = 90.00"))(pack)


# Of what class_sizes() makes: one thing wrong.
CLASS_SIZES = [
    ("a large class at the small one's price", change("bill_line", "formula", "10 课时 × 3.00 = 30.00", id="9811")),
    ("a class that was published as a larger one", change("seat", "planned", "21", offering="980")),
    ("a class smaller than any its document prices", change("seat", "planned", "9", offering="980")),
    ("a fen more than its size costs", change("bill_line", "formula", "10 课时 × 3.01 = 30.10", id="9801")),
    ("a price by size of a service without one", change("seat", "planned", "", offering="981")),
]

# Worlds of their own, each with a name, the check that looks at so many rows of it and finds nothing, and what is planted.
WORLDS = [
    (wages, "staff pay that is the documents' agrees (R48)", "subsidy_rates", 27, WAGES),
    (deductions, "deductions that are the documents' agree (R5)", "deductions", 7, DEDUCTIONS),
    (class_sizes, "prices by class size that are the document's agree (R33)", "class_sizes", 2, CLASS_SIZES),
    (both(add("approval", {**DECIDED, "amount_fen": "100"}), add("payout", {"id": "96", "county": "1", "exported": "2026-10-02T08:00:00.000000+08:00"}),
          add("payout_line", {"id": "97", "payout": "96", "amount_fen": "100"}), add("approval_limit", {"county": "1", "kind": "refund", "amount_fen": "50"}),
          add("refund", {"id": "7", "county": "1", "amount_fen": "50", "state": "done"})),
     "what another person agreed to agrees, and what one may decide (R71)", "approvals", 5, []),
    (refunded(), "a service paid back whole agrees (R61)", "refunds", 1,
     [("one that had been adjusted down by a fen before",
       add("bill_adjustment", {"id": "8", "bill": "6", "offering": "9", "item": "price", "amount_fen": "-1"}))]),
]


def rounded_to_yuan(formula):
    return formula.replace("× 100.00 = 100.00", "× 99.60 = 100.00，四舍五入到元", 1)


# What is planted, and the check that must find it.
FAULTS = [
    ("a fen more on one leg of an entry", "entries", change("ledger", "amount_fen", another_fen, cause="bill_line", leg="1")),
    ("an entry whose legs were lost but one", "entries", drop("ledger", cause="bill_line", leg="2")),
    ("an entry that comes twice", "entries", double("ledger", cause="appropriation", leg="1")),
    ("a leg on an account of no chart", "entries", change("ledger", "account", "private", cause="bill_line", leg="2")),
    ("a trial balance that is not zero", "trial_balance", change("ledger", "amount_fen", another_fen, cause="appropriation", leg="1")),
    ("a fund that holds a fen less than was moved", "funds", change("fund", "balance_fen", "148799", account="guarantee")),
    ("a closing that left a fen out", "closings", change("period_balance", "debit_fen", another_fen, account="receivable")),
    ("a closing that counted an entry less", "closings", change("ledger_period", "entries", "1")),
    ("an entry moved out of a closed month", "closings", change("ledger", "day", "2026-10-12", cause="bill_line")),
    ("a bill that is not the sum of its lines", "bill_sums", change("bill", "total_fen", another_fen)),
    ("a line that was lost", "bill_sums", drop("bill_line", item="consumables")),
    ("a line whose formula says another amount", "formulas", change("bill_line", "amount_fen", another_fen, item="price")),
    ("a formula that does not come out", "formulas",
     change("bill_line", "formula", lambda f: f.replace("1 学期 × 100.00 = 100.00", "1 学期 × 99.00 = 100.00"), amount_fen="10000")),
    ("a line rounded as no document says (D9)", "roundings", change("bill_line", "formula", rounded_to_yuan, amount_fen="10000")),
    ("a rounding that does not come out (D9)", "formulas",
     change("bill_line", "formula", lambda f: f.replace("× 100.00 = 100.00", "× 100.60 = 100.00，四舍五入到元", 1), amount_fen="10000")),
    ("a charge a yuan above the published price (R41)", "enrolments_charged",
     change("offering", "price_fen", lambda v: str(int(v) - 100), price_fen="10000")),
    ("consumables charged to who has left", "enrolments_charged", change("enrolment", "state", "withdrawn", state="enrolled")),
    ("a waiver a fen above what its formula says (R5)", "formulas", change("bill_line", "amount_fen", "-12001", amount_fen="-12000")),
    ("a waiver of more than was charged (R5)", "enrolments_charged", change("bill_line", "amount_fen", "-24001", amount_fen="-12000")),
    ("a waiver that was turned into a price", "bill_sums", change("bill_line", "item", "price", amount_fen="-12000")),
    ("a refund by progress that was worked out wrongly (R61)", "formulas", change("bill_line", "formula",
     "全程 12 课次，已进行 4，不超过全程的 1/3；150.01 × 2/3 = 100.00\n4 of 12 sittings served, no more than 1/3 of the whole; 150.01 × 2/3 = 100.00",
     amount_fen="10000")),
    ("a payer's line paid with a fen too little (R5)", "payers", change("payer_receipt", "amount_fen", "11999")),
    ("a payer's line paid by another (R5)", "payers", change("payer_receipt", "bears", "school")),
    ("a part of a payer's line paid (R5)", "payers", change("payer_cover", "amount_fen", "11999")),
    ("a waiver nobody owes", "lines_posted", change("ledger", "account", "course", account="payer_receivable")),
    ("a line nobody booked", "lines_posted", change("ledger", "cause", "test", cause="bill_line", leg="1")),
    ("a reversal of another amount", "bill_lines", change("bill_line", "amount_fen", another_fen, amount_fen="-20000")),
    ("a seat more than there are enrolments", "seats", change("seat", "taken", "3", taken="2")),
    ("a pupil who waits and is not counted", "seats", change("seat", "waiting", "0", waiting="1")),
    ("a seat without a guardian's application (R6)", "consents", change("application", "state", "lapsed", state="accepted")),
    ("an application by somebody who is no guardian (R6)", "consents", change("application", "guardian", "7", state="accepted")),
    ("a register that counts one more than came", "registers", change("register", "present", another_fen)),
    ("a mark turned into attendance", "registers", change("mark", "mark", "present", mark="absent")),
    ("a participant counted once too often", "participation", change("participation", "sittings", another_fen)),
    ("a record of the audit trail that was changed", "audit_trail", change("audit", "object_id", "7", object="enrolment")),
    ("a record of the audit trail that was taken out", "audit_trail", drop("audit", object="enrolment")),
    ("the end of the audit trail cut off", "audit_trail",
     lambda pack: (lambda rows: (pack.put("audit", rows[:-1]), pack.rows_said("audit", len(rows) - 2)))(pack.table("audit"))),
    ("a payment nobody booked", "payments_posted", add("payment", {"id": "5", "bill": "6", "amount_fen": "100"})),
    ("a fen more paid back than was paid", "refunds",
     both(add("payment", {"id": "5", "bill": "6", "amount_fen": "100"}),
          add("refund", {"id": "7", "payment": "5", "amount_fen": "101", "state": "done"}),
          add("refund_line", {"refund": "7", "line": "1", "amount_fen": "101"}))),
    ("a refund that is not the sum of its lines", "refunds",
     both(add("payment", {"id": "5", "bill": "6", "amount_fen": "100"}),
          add("refund", {"id": "7", "payment": "5", "amount_fen": "100", "state": "approved"}),
          add("refund_line", {"refund": "7", "line": "1", "amount_fen": "99"}))),
    ("an adjustment of a bill nobody booked (R59)", "adjustments", add("bill_adjustment", {"id": "5", "bill": "6", "amount_fen": "-100"})),
    ("an adjustment over the limit to which nobody agreed (R71)", "adjustments",
     add("adjustment_wish", {"id": "5", "bill": "6", "amount_fen": "-100", "state": "booked"})),
    ("an adjustment whoever asked for it agreed to (R71)", "adjustments",
     both(adjusted(decider="8"), change("approval", "decider", "7", id="92"))),
    ("another adjustment than the one that was agreed to (R59)", "adjustments",
     both(adjusted(decider="8"), change("adjustment_wish", "item", "consumables", id="91"))),
    ("an adjustment agreed to by nothing there is (R71)", "adjustments", both(adjusted(decider="8"), drop("adjustment_wish", id="91"))),
    ("something decided by whoever submitted it (R71)", "approvals", add("approval", {**DECIDED, "decider": "7"})),
    ("a refund nobody agreed to where nobody decides alone (R71)", "approvals", add("refund", {"id": "7", "county": "1", "amount_fen": "100", "state": "done"})),
    ("a payout of a fen more than was agreed to (R71)", "approvals",
     both(add("approval", {**DECIDED, "amount_fen": "100"}), add("payout", {"id": "96", "county": "1", "exported": "2026-10-02T08:00:00.000000+08:00"}),
          add("payout_line", {"id": "97", "payout": "96", "amount_fen": "101"}))),
    ("something approved by nobody (R71)", "approvals", add("approval", {**DECIDED, "decider": "", "decided": ""})),
    ("something that waits and somebody decided (R71)", "approvals", add("approval", {**DECIDED, "state": "waiting"})),
    ("something decided before it was submitted (R71)", "approvals",
     add("approval", {**DECIDED, "decided": "2026-10-01T07:59:59.000000+08:00"})),
    ("a payout the ledger knows nothing of", "payouts",
     both(add("payout_line", {"id": "8", "amount_fen": "100", "state": "paid"}),
          add("payout_outcome", {"id": "9", "line": "8", "state": "paid"}))),
    ("a subsidy that is not the sum of its sittings", "subsidies",
     both(add("subsidy_batch", {"id": "5", "school": "6", "state": "approved", "total_fen": "200", "subsidy_fen": "200", "labour_fen": "0"}),
          add("subsidy_line", {"id": "7", "batch": "5", "person": "8", "form": "subsidy", "amount_fen": "200"}),
          add("subsidy_detail", {"id": "9", "batch": "5", "person": "8", "due_fen": "199", "before_fen": "0", "amount_fen": "199"}))),
    ("a fen released beyond the verified hours (R60)", "releases",
     both(add("settlement", {"id": "5", "hourly_fen": "6000"}),
          add("settlement_line", {"sitting": "6", "settlement": "5", "verified": "60", "minutes": "60", "release": "7"}),
          add("escrow_release", {"id": "7", "settlement": "5", "minutes": "60", "amount_fen": "6001", "withheld_fen": "0"}))),
    ("a statement that was withdrawn and still counts (R60)", "releases",
     both(add("settlement", {"id": "5", "hourly_fen": "6000", "withdrawn": "2026-10-01T08:00:00.000000+08:00"}),
          add("escrow_release", {"id": "7", "settlement": "5", "minutes": "0", "amount_fen": "0", "withheld_fen": "0"}))),
    ("a release taken back without an entry (R60)", "releases",
     add("escrow_release_past", {"id": "7", "back": "8", "settlement": "5", "amount_fen": "100", "withheld_fen": "0"})),
    ("a release taken back that still counts (R60)", "releases",
     both(add("settlement", {"id": "5", "hourly_fen": "6000"}),
          add("escrow_release", {"id": "7", "settlement": "5", "minutes": "0", "amount_fen": "0", "withheld_fen": "0"}),
          add("escrow_release_past", {"id": "7", "back": "", "settlement": "5", "amount_fen": "0", "withheld_fen": "0"}))),
    ("a share of an agency that is not the price sheet's (R60)", "escrow",
     both(add("price_sheet", {"id": "5", "part_fen": "75", "price_fen": "100"}),
          add("escrow_take", {"id": "6", "offering": "7", "sheet": "5", "income_fen": "1000", "share_fen": "751", "claim_fen": "0"}))),
    ("money kept back of an agency that nobody claimed (R60)", "escrow",
     add("escrow_release", {"id": "7", "offering": "5", "settlement": "5", "minutes": "0", "amount_fen": "0", "withheld_fen": "1"})),
    ("a carried-over enrolment without its entry", "term_closings",
     add("enrolment_close", {"id": "5", "term_close": "4", "school": "6", "offering": "7", "enrolment": "8", "price_fen": "100",
                             "consumables_fen": "0"})),
    ("an arrival a fen above what the bank's line says (R60)", "arrivals", change("bank_line", "amount_fen", another_fen, serial="S1")),
    ("an arrival the channel's file does not say", "arrivals", change("channel_line", "amount_fen", another_fen, number="K1")),
    ("a line of the bank in two arrivals", "arrivals", double("arrival_line")),
    ("an arrival booked without its fee", "arrivals_posted", change("ledger", "account", "receivable", account="channel_fee")),
    ("an arrival whose entry was lost", "arrivals_posted", change("ledger", "cause", "test", account="bank")),
    ("an arrival taken back without a reversal", "arrivals_posted", change("arrival_part", "undone", "7")),
    ("a guarantee fund short of more than it says (R29)", "guarantee", closing(short=-1)),
    ("a guarantee fund that is not rate times participants (R29)", "guarantee", closing(required=1, short=0)),
    ("a guarantee fund counted for one more than came (D2)", "guarantee", closing(more=1)),
    ("a guarantee fund counted for one more than came often enough (D2)", "guarantee", closing(more=1, by="percent 1")),
    ("a guarantee fund that received less than it says (R29)", "guarantee", closing(received=1)),
    ("a shortfall nobody explained (R29)", "guarantee", both(change("appropriation", "amount_fen", "100"), closing(why=""))),
    ("what was bought for a fen more than it was entered with (R66)", "fee_spendings", both(bought(amount_fen="101"), bought_by())),
    ("what was bought that nobody entered", "fee_spendings", bought_by()),
    ("what was bought out of the guarantee fund", "fee_spendings", both(bought(), bought_by(credit="guarantee"))),
    ("what was bought with another school's money", "fee_spendings", both(bought(), bought_by(credit_subject="9"))),
    ("what was bought and never paid", "fee_spendings", bought()),
    ("what was bought once and paid twice", "fee_spendings", both(bought(), both(bought_by(), bought_by(id="8")))),
    ("what the bank paid and the ledger does not know", "fee_spendings", both(bought(), bought_by(state="paid"))),
    ("staff paid out of an agency's money (R66)", "fee_spendings",
     add("payout_line", {"id": "7", "cause": "subsidy_line", "cause_id": "5", "amount_fen": "1", "debit": "staff_payable", "debit_subject": "6",
                         "credit": "escrow", "credit_subject": "6", "state": "open"})),
    ("fee income the ledger spent and the bank did not pay", "fee_spendings",
     change("ledger", "account", "fee_spent", account="guarantee_spent", cause="spending")),
    ("a spending the ledger has a fen less of (R42)", "spendings", change("spending", "amount_fen", another_fen)),
    ("a spending whose entry is of another school", "spendings", change("ledger", "subject", "7", account="guarantee_spent", cause="spending")),
    ("a spending nobody entered", "spendings", drop("spending")),
    ("a spending that was not taken back, in whose place the ledger says so", "spendings", change("spending_back", "state", "waiting")),
    ("a spending taken back without an entry", "spendings", change("ledger", "cause", "test", cause="spending_back")),
    ("an entry that takes back what nobody took back", "spendings", drop("spending_back")),
    ("a tie that ended before it was declared (R67)", "related", change("agency_party", "last_day", "2026-01-01")),
    ("a tie that ends later than it was ended (R67)", "related", change("agency_party", "last_day", "2027-12-31")),
    ("a tie that ended for no reason (R67)", "related", change("agency_party", "end_reason", "")),
    ("a related agency paid for no reason anybody named (R67)", "related", related_paid()),
    ("a related agency paid for the payer's own reason (R67)", "related", related_paid("7")),
    ("a table with a row less than it says", "tables",
     lambda pack: pack.put("pupil", pack.table("pupil")[:-1])),
]


def held(pack, folder, check):
    """How the program ends over this pack, and what the check says."""
    code, out, err = run(pack.write(os.path.join(folder, "planted.zip")))
    return code, next((c for c in json.loads(out)["checks"] if c["name"] == check), None) if out else None, err


def question(path, name):
    return next(q for q in json.loads(run(path)[1])["questions"] if q["name"] == name)


BANK = "日期,流水号,收入,支出\n2026-09-02,S1,298.20,\n2026-09-03,S2,,50.00\n合计,,298.20,50.00\n"


def bank_file(clean, folder):
    def held(text, encoding="utf-8"):
        path = os.path.join(folder, "bank.csv")
        with open(path, "wb") as f:
            f.write(text.encode(encoding))
        code, out, err = run(clean, "--bank", path)
        found = next((c["disagree"] for c in json.loads(out)["checks"] if c["name"] == "bank"), None) if out else err
        return code, found

    fact("the bank's own file agrees", held(BANK) == (0, 0), held(BANK))
    fact("the same file in GBK agrees", held(BANK, "gbk") == (0, 0), held(BANK, "gbk"))
    fact("a fen more at the bank is found", held(BANK.replace("298.20,\n", "298.21,\n")) == (4, 1))
    fact("a line the books do not have is found", held(BANK + "2026-09-03,S9,1.00,\n") == (4, 1))
    fact("a line the bank does not have is found", held(BANK.replace("2026-09-02,S1,298.20,\n", "2026-09-02,S1,298.20,\n").replace(
        "2026-09-03,S2,,50.00\n", "2026-09-03,S3,,50.00\n")) == (4, 2))
    fact("a file without the titles of a statement is refused", held("a,b\n1,2\n")[0] == 1)


def workbook(path, rows):
    """The bank's lines as a workbook: titles as shared strings, days and amounts as numbers."""
    shared = [value for row in rows for value in row if isinstance(value, str)]

    def cell(ref, value):
        return (f'<c r="{ref}" t="s"><v>{shared.index(value)}</v></c>' if isinstance(value, str)
                else "" if value is None else f'<c r="{ref}"><v>{value!r}</v></c>')

    sheet = "".join(f'<row r="{n}">' + "".join(cell(f"{'ABCD'[k]}{n}", v) for k, v in enumerate(row)) + "</row>"
                    for n, row in enumerate(rows, 1))
    names = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as z:
        z.writestr("[Content_Types].xml", "<Types/>")
        z.writestr("xl/sharedStrings.xml", f'<sst xmlns="{names}">' + "".join(f"<si><t>{v}</t></si>" for v in shared) + "</sst>")
        z.writestr("xl/worksheets/sheet1.xml", f'<worksheet xmlns="{names}"><sheetData>{sheet}</sheetData></worksheet>')
    return path


def bank_workbook(clean, folder):
    def held(amount):
        path = workbook(os.path.join(folder, "bank.xlsx"), [["日期", "流水号", "收入", "支出"], [46267, "S1", amount, None],
                                                            [46268, "S2", None, 50]])
        code, out, err = run(clean, "--bank", path)
        return code, next((c["disagree"] for c in json.loads(out)["checks"] if c["name"] == "bank"), None) if out else err

    fact("the bank's workbook agrees", held(298.2) == (0, 0), held(298.2))
    fact("a number a spreadsheet keeps with too many digits is what it shows", held(298.19999999999999) == (0, 0))
    fact("a fen less in the workbook is found", held(298.19) == (4, 1), held(298.19))
    with open(os.path.join(folder, "bad.xlsx"), "wb") as f:
        f.write(b"PK\x03\x04 no workbook")
    fact("a workbook that is damaged is refused", run(clean, "--bank", os.path.join(folder, "bad.xlsx"))[0] == 1)


def structure(clean, folder):
    """What cannot be audited at all is said in one line, with exit code 1."""
    def refused(name, path, words):
        code, out, err = run(path)
        fact(name, code == 1 and out == "" and words in err, f"{code}: {err}")

    data = open(clean, "rb").read()
    cut = os.path.join(folder, "cut.zip")
    with open(cut, "wb") as f:
        f.write(data[:len(data) // 2])
    refused("a pack that was cut short is refused", cut, "not a whole zip file")
    with open(cut, "wb") as f:
        f.write(b"hello")
    refused("a file that is no zip is refused", cut, "not a whole zip file")
    p = Pack(clean)
    del p.files["csv/bill.csv"]
    refused("a missing table is named", p.write(cut), "csv/bill.csv is missing")
    p = Pack(clean)
    p.put("bill", [row + ["x"] for row in p.table("bill")])
    refused("an unknown column is named", p.write(cut), "unknown column x")
    p = Pack(clean)
    p.put("bill", [row[:-1] for row in p.table("bill")])
    refused("a missing column is named", p.write(cut), "is missing")
    p = Pack(clean)
    rows = p.table("bill")
    rows[1][rows[0].index("total_fen")] = "1e3"
    p.put("bill", rows)
    refused("an amount that is none is named", p.write(cut), 'total_fen cannot be "1e3"')
    p = Pack(clean)
    p.files["csv/bill.csv"] += b"\0" * (400 << 20)
    refused("a zip bomb is refused before it is unpacked", p.write(cut, rehash=False), "zip bomb")
    p = Pack(clean)
    p.files["csv/bill.csv"] += b'"open'
    refused("a quote left open is named", p.write(cut), "quote is left open")


def staff_share_for_whom(clean, folder):
    """The figure binds whom its `when` says, of the income its kind says; what the pack cannot tell binds nobody."""
    def answers(*when, share="50"):
        p = Pack(clean)
        p.files["rules/edition-1.rules"] = ("require staff_share \"教职工报酬\"\n" + "".join(f"  when {w}\n" for w in when) +
                                            f"  at_least {share} percent\n").encode()
        return question(p.write(os.path.join(folder, "planted.zip")), "staff_share")["answers"]

    rows = Pack(clean).table("school")
    earns = next(dict(zip(rows[0], row)) for row in rows[1:] if row[rows[0].index("code")] == SCHOOL_THAT_EARNS)
    is_, other = ("rural", "urban") if earns["rural"] == "1" else ("urban", "rural")
    for name, holds in (("a school of the area the figure is for is named", answers(f"area {is_}") == 1),
                        ("no school of another area is named", answers(f"area {other}") == 0),
                        ("nor one the condition leaves out", answers(f"not area {is_}") == 0),
                        ("one the condition does not leave out is named", answers(f"not area {other}") == 1),
                        ("all conditions have to hold", answers(f"area {is_}", "ownership private") == 0),
                        ("a school is named by its code", answers(f'school "{SCHOOL_THAT_EARNS}"') == 1),
                        ("nobody is named by what a pack cannot tell", answers("season summer") == 0),
                        ("the income of courses is asked for by its kind", answers("kind course") == 1),
                        ("where there is no income of a kind nothing is asked", answers("kind lunch") == 0),
                        ("a figure with decimals is read", answers(share="0.01") == 1)):
        fact(f"{name} (R49)", holds)


def main():
    with tempfile.TemporaryDirectory() as folder:
        clean = clean_pack(MAKER, os.path.join(folder, "clean.zip"))
        code, out, err = run(clean)
        broken = [c["name"] for c in json.loads(out)["checks"] if c["disagree"]] if out else [err]
        fact("a pack nobody touched agrees (R71)", code == 0 and not broken, f"{code} {broken}")
        empty = [c["name"] for c in json.loads(out)["checks"] if c["rows"] == 0 and c["name"] not in
                 ("reversals", "term_closings", "payments_posted", "refunds", "refund_amounts", "payouts", "fee_spendings", "subsidies", "subsidy_rates", "releases", "escrow",
                  "special_shares", "guarantee", "adjustments", "approvals", "deductions", "roundings", "refund_terms", "class_sizes")]
        fact("every check has rows to look at", not empty, empty)
        for name, check, plant in FAULTS:
            p = Pack(clean)
            plant(p)
            code, out, err = run(p.write(os.path.join(folder, "planted.zip")))
            found = {c["name"]: c["disagree"] for c in json.loads(out)["checks"]} if out else {}
            fact(f"{name} is found", code == 4 and found.get(check, 0) > 0, f"{code} {found} {err}")
        p = Pack(clean)
        p.files["xlsx/bill.xlsx"] += b"x"
        code, out, _ = run(p.write(os.path.join(folder, "planted.zip"), rehash=False))
        fact("a workbook that was changed is found by its hash", code == 4 and json.loads(out)["checks"][0]["disagree"] == 1)
        for name, plant in (("a guarantee fund closed to the fen agrees (R29)", closing()),
                            ("a shortfall that is explained agrees (R29)", both(change("appropriation", "amount_fen", "100"), closing()))):
            p = Pack(clean)
            plant(p)
            code, said, err = held(p, folder, "guarantee")
            fact(name, code == 0 and said["rows"] == 1, f"{code} {said} {err}")
        for make, name, check, rows, planted in WORLDS:
            made = Pack(clean)
            make(made)
            code, said, err = held(made, folder, check)
            fact(name, said and said["rows"] == rows and said["disagree"] == 0, f"{code} {said} {err}")
            for fault, plant in planted:
                p = Pack(clean)
                make(p)
                plant(p)
                code, said, err = held(p, folder, check)
                fact(f"{fault} is found{name[name.rindex(' ('):]}", code == 4 and said["disagree"] > 0, f"{code} {said} {err}")
        p = Pack(clean)
        change("bill_line", "formula", rounded_to_yuan, amount_fen="10000")(p)
        lines = p.table("bill_line")
        head = lines[0]
        named = {r[head.index("document")] for r in lines[1:] if "四舍五入" in r[head.index("formula")]}
        for i, document in enumerate(named):
            p.files[f"rules/edition-{90 + i}.rules"] = (f'title "{document}"\nnumber none\nfee f "f"\n  kind course\n  round yuan\n').encode()
        code, said, err = held(p, folder, "roundings")
        fact("a line rounded as its document says agrees (D9)", code == 0 and said and said["rows"] > 0, f"{code} {said} {err}")
        p = Pack(clean)
        refunded()(p)
        change("refund_line", "formula", "100.00 × 20 / 90 天 = 22.30，不足一角按一角计；22.30 − 已退 10.05 = 12.25", refund="7")(p)
        code, said, err = held(p, folder, "refunds")
        fact("what was paid back before is taken off a rounded refund to the fen (D9)", said and said["disagree"] == 0, f"{code} {said} {err}")
        for name in ("over_charge", "payees_outside", "staff_share"):
            fact(f"the question {name} has no answer over a pack nobody touched", question(clean, name)["answers"] == 0)
        never = question(clean, "never_attended")
        fact("a participant who never came is named", never["answers"] == 1, never)
        p = Pack(clean)
        change("offering", "price_fen", "9900", price_fen="10000")(p)
        over = question(p.write(os.path.join(folder, "planted.zip")), "over_charge")
        fact("an over-charge of a yuan is named (R41)", over["answers"] == 2 and over["found"][0]["expected"] == "99.00", over)
        p = Pack(clean)
        p.files["rules/edition-1.rules"] = "require staff_share \"教职工报酬\"\n  at_least 50 percent\n".encode()
        share = question(p.write(os.path.join(folder, "planted.zip")), "staff_share")
        fact("a school that gave its staff less than half is named, by the figure of a document", share["answers"] == 1, share)
        p.files["rules/edition-1.rules"] = ("require staff_share \"a\"\n  at_least 0 percent\n\n"
            "require staff_share \"b\"\n  when kind course\n  at_least 50 percent\n").encode()
        share = question(p.write(os.path.join(folder, "planted.zip")), "staff_share")
        fact("of two figures for the share of staff the higher binds", share["answers"] == 1, share)
        p.files["rules/edition-1.rules"] = ("require staff_share \"a\"\n  at_most 90 percent\n"
            "require satisfaction \"b\"\n  at_least 80 percent\n").encode()
        share = question(p.write(os.path.join(folder, "planted.zip")), "staff_share")
        fact("the figure of another requirement is not taken for the share of staff", share["answers"] == 0, share)
        staff_share_for_whom(clean, folder)
        bank_file(clean, folder)
        bank_workbook(clean, folder)
        p = Pack(clean)
        add("subsidy_line", {"id": "7", "batch": "5", "person": "8", "form": "labour_fee", "amount_fen": "200"})(p)
        outside = question(p.write(os.path.join(folder, "planted.zip")), "payees_outside")
        fact("a payee outside the schools is named", outside["answers"] == 1, outside)
        structure(clean, folder)
    facts_end()


main()
