#!/usr/bin/python3
"""kehou-audit and the shares of a fund its documents keep for a purpose or bound (R66): what is planted is found, what stands at
the edge to the fen is not. Speaks TAP. Usage: test_portions.py PACK_WORLD KEHOU_AUDIT"""

import json
import os
import sys
import tempfile

sys.dont_write_bytecode = True
from planting import Pack, add, audited, both, change, clean_pack, fact, facts_end  # noqa: E402

MAKER, AUDIT = sys.argv[1:3]
CLOSED = "2027-02-01T08:00:00.000000+08:00"

HEAD = """ruleset SHARES
title "示例县经费使用办法"
number none
level county
place 349901
under RS0
effective 2026-09-01 .. open
define purpose firewood "取暖用柴"
"""
SHARES = HEAD + """permit guarantee_fund "保障经费"
  only staff_subsidy direct_consumables firewood
  at_least staff_subsidy 60 percent
  at_most staff_subsidy 80 percent
  at_most direct_consumables 20 percent
  at_most firewood 100 / 3 percent
  clause "保障经费的六成用于教职工补助"
permit special_fund "专项补助资金"
  only equipment
  at_most equipment 25 percent
  clause "设备不超过四分之一"
permit fee_income "收费收入"
  only direct_consumables
  at_most direct_consumables 10 percent
  clause "耗材不超过一成"
"""


class World:
    """A pack whose county has such a document; what is planted in it is of its first school."""

    def __init__(self, clean, text=SHARES, **edition):
        self.pack = Pack(clean)
        self.school = self.row("appropriation")["school"]
        self.county = self.row("appropriation")["county"]
        self.term = self.row("appropriation")["term"]
        self.document("99", text, **edition)

    def row(self, table, **of):
        rows = self.pack.table(table)
        return next(r for r in (dict(zip(rows[0], row)) for row in rows[1:]) if all(r[k] == v for k, v in of.items()))

    def document(self, file, text, **edition):
        self.pack.files[f"rules/edition-{file}.rules"] = text.encode()
        add("edition", {"id": file, "county": self.county, "ruleset": "SHARES", "number": "1", "level": "county", "place": "349901",
                        "starts": "2026-09-01", "published": "2026-08-01T08:00:00.000000+08:00", **edition})(self.pack)
        return self

    def plant(self, *what):
        both(*what)(self.pack)
        return self

    def spend(self, fen, purpose="direct_consumables", id_="9001", at="2026-10-20T08:00:00.000000+08:00", **other):
        return self.plant(add("spending", {"id": id_, "county": self.county, "school": self.school, "term": self.term,
                                           "fund": "guarantee_fund", "purpose": purpose, "amount_fen": str(fen), "state": "waiting",
                                           "at": at, **other}))

    def staff(self, fen, id_="9100", made="2026-11-02T08:00:00.000000+08:00", state="open"):
        """A payout of two persons' subsidies out of the guarantee fund."""
        for i, part in enumerate((fen - 100, 100)):
            line = str(int(id_) + 1 + i)
            self.plant(add("subsidy_line", {"id": line, "batch": "5", "form": "subsidy", "amount_fen": str(part)}),
                       add("payout_line", {"id": line, "payout": id_, "cause": "subsidy_line", "cause_id": line, "amount_fen": str(part),
                                           "debit": "staff_payable", "debit_subject": self.school, "credit": "guarantee",
                                           "credit_subject": self.school, "state": state}))
        return self.plant(add("payout", {"id": id_, "county": self.county, "school": self.school, "made": made}))

    def closed(self, why="", **other):
        return self.plant(add("guarantee_closing", {"school": self.school, "term": self.term, "county": self.county,
                                                    "required_fen": "0", "received_fen": "150000", "shortfall_fen": "0",
                                                    "explanation": why, "at": CLOSED, **other}))

    def special(self, fen):
        """1,000.00 of the county's special fund, and so much of it for equipment."""
        leg = {"entry": "9300", "county": self.county, "day": "2026-09-02", "at": "2026-09-02T08:00:00.000000+08:00", "cause": "test",
               "cause_id": "9300", "subject": self.county}
        self.plant(add("ledger", {**leg, "leg": "1", "account": "special_fund", "amount_fen": "100000"}))
        return self.spend(fen, "equipment", fund="special_fund", school="")

    def families(self, fen, agency=""):
        """1,000.00 that families paid for a course, and so much of it for consumables."""
        at = "2026-09-10T08:00:00.000000+08:00"
        self.plant(add("offering", {"id": "9400", "school": self.school, "term": self.term, "kind": "course", "agency": agency}),
                   add("bill", {"id": "9401", "school": self.school, "term": self.term, "state": "collected", "total_fen": "100000"}),
                   add("bill_line", {"id": "9402", "bill": "9401", "offering": "9400", "item": "price", "amount_fen": "100000", "at": at}),
                   add("fee_spending", {"id": "9403", "county": self.county, "school": self.school, "term": self.term,
                                        "purpose": "direct_consumables", "amount_fen": str(fen),
                                        "at": "2026-10-20T08:00:00.000000+08:00"}),
                   add("payout", {"id": "9404", "county": self.county, "school": self.school, "made": "2026-10-20T08:00:00.000000+08:00"}),
                   add("payout_line", {"id": "9405", "payout": "9404", "cause": "fee_spending", "cause_id": "9403", "amount_fen": str(fen),
                                       "debit": "fee_spent", "debit_subject": self.school, "credit": "bank",
                                       "credit_subject": self.school, "state": "open"}))
        return self

    def found(self, folder):
        """Rows that were looked at, and those that do not agree."""
        _, out, err = audited(AUDIT, self.pack.write(os.path.join(folder, "planted.zip")))
        if not out:
            raise SystemExit(err)
        check = next(c for c in json.loads(out)["checks"] if c["name"] == "portions")
        return check["rows"], check["disagree"]


# The pack's own document lets four fifths go to consumables; the one planted here is newer.
# 1,500.00 were allocated and received; 12.00 of them were spent on consumables, and 12.00 more taken back.
REST = 30000 - 1200


def facts(clean, folder):
    def world(*args, **edition):
        return World(clean, *args, **edition)

    def case(name, w, rows, disagree):
        got = w.found(folder)
        fact(name, got == (rows, disagree), got)

    case("what was spent within its share agrees", world(), 1, 0)
    case("a spending at its share to the fen agrees", world().spend(REST), 2, 0)
    case("a spending a fen above its share is found", world().spend(REST + 1), 2, 1)
    case("a spending that was returned is none", world().spend(REST + 1).plant(
        add("approval", {"id": "9002", "kind": "spending", "object": "9001", "state": "returned",
                         "decided": "2026-10-21T08:00:00.000000+08:00"})), 1, 0)
    case("a purpose without a share is not bounded", world(SHARES.replace("  at_most direct_consumables 20 percent\n", "")).spend(REST * 4),
         0, 0)
    case("a purpose the document declares itself has its share", world().spend(50000, "firewood"), 2, 0)
    case("and a fen more of it is found", world().spend(50001, "firewood"), 2, 1)
    case("what a fund had not received yet covers nothing",
         world().plant(change("ledger", "at", "2026-12-01T08:00:00.000000+08:00", account="guarantee", cause="appropriation")), 1, 1)
    case("no more than was allocated counts as received", world().plant(change("guarantee_allocation", "amount_fen", "5999")), 1, 1)
    case("where less was allocated and no more spent it agrees", world().plant(change("guarantee_allocation", "amount_fen", "6000")), 1, 0)
    case("staff subsidies are spendings too", world().staff(120000), 2, 0)
    case("of two payouts the second a fen above the share is found", world().staff(60000).staff(60001, "9200"), 3, 1)
    case("a payout that was given up counts no more", world().staff(60000, state="dropped").staff(120000, "9200"), 2, 0)
    case("the county's special fund has shares too", world().special(25000), 2, 0)
    case("a fen more of the special fund is found", world().special(25001), 2, 1)
    case("what families paid has shares too", world().families(10000), 2, 0)
    case("a fen more of what families paid is found", world().families(10001), 2, 1)
    case("what families paid for an agency's course is not the school's", world().families(10000, agency="7"), 2, 1)
    case("less than the least, and nobody said why, is found", world().staff(89999).closed(), 3, 1)
    case("less than the least with a reason agrees", world().staff(89999).closed("两名教师产假"), 3, 0)
    case("the least to the fen agrees without one", world().staff(90000).closed(), 3, 0)
    case("a closing before anything was paid to staff is found", world().closed(), 2, 1)
    case("a document withdrawn before the money was spent bounds nobody",
         world(withdrawn="2026-09-20", until="2026-09-20").spend(REST + 1).closed(), 2, 0)
    case("one withdrawn after it does", world(withdrawn="2026-12-20", until="2026-12-20").spend(REST + 1), 2, 1)
    case("a document published later bounds nobody before", world(published="2026-12-01T08:00:00.000000+08:00").spend(REST + 1), 2, 0)
    case("the later edition of a document speaks", world().document(
        "100", SHARES.replace("consumables 20 percent", "consumables 30 percent"), number="2").spend(REST + 1), 2, 0)
    case("a document of another county bounds nobody here", world(county="1", place="349902").spend(REST + 1), 2, 0)
    case("a share under a condition is not judged", world(SHARES.replace("保障经费\"\n", "保障经费\"\n  when area rural\n")).spend(REST + 1),
         0, 0)
    case("a school's own plan is nearer than its county's", world().document(
        "101", SHARES.replace("consumables 20 percent", "consumables 10 percent").replace("SHARES", "PLAN"), ruleset="PLAN", level="school",
        place=world().row("school", id=world().school)["code"]).spend(REST), 2, 1)


def main():
    with tempfile.TemporaryDirectory() as folder:
        clean = clean_pack(MAKER, os.path.join(folder, "clean.zip"))
        facts(clean, folder)
    facts_end()


if __name__ == "__main__":
    main()
