#!/usr/bin/python3
"""kehou-audit and the shares of the city's special fund (R47): it reckons each county's from the formula, the scores and the
pupils of the pack; what is planted is found. Speaks TAP. Usage: test_special.py PACK_WORLD KEHOU_AUDIT"""

import json
import os
import random
import sys
import tempfile

sys.dont_write_bytecode = True
from planting import Pack, add, another_fen, audited, both, change, clean_pack, drop, fact, facts_end  # noqa: E402

MAKER, AUDIT = sys.argv[1:3]
FORMULA = "score-per-pupil-1"


def shared(total, counties):
    """As the published formula says it: (score, pupils, code) -> (per pupil, rest), the first county first."""
    rows = sorted(counties, key=lambda k: (-k[0], -k[1], k[2]))
    weight = sum(score * pupils for score, pupils, _ in rows)
    each = [total * score // weight for score, _, _ in rows]
    left = total - sum(e * pupils for e, (_, pupils, _) in zip(each, rows))
    for i, (score, pupils, _) in enumerate(rows):
        if score == 0 or left < pupils:
            break
        each[i] += 1
        left -= pupils
    return [(row, e, left if i == 0 else 0) for i, (row, e) in enumerate(zip(rows, each))]


def fund(number, total, counties, state="approved"):
    """One fund with its scores, its shares and what was booked of them; identifiers begin with its number."""
    plants = [add("special", {"id": f"{number}0", "year": str(2000 + number), "total_fen": str(total), "document": "市财教〔2026〕9号",
                              "formula": FORMULA, "state": state, "round": "2"})]
    for i, ((score, pupils, code), each, rest) in enumerate(shared(total, counties)):
        share, county, fen = f"{number}1{i:02}", f"{number}2{i:02}", each * pupils + rest
        plants += [add("county", {"id": county, "code": code, "name": code}),
                   add("special_score", {"special": f"{number}0", "county": county, "score": str(score), "pupils": str(pupils),
                                         "at": "2026-11-01T08:00:00.000000+08:00"}),
                   add("special_share", {"id": share, "special": f"{number}0", "round": "2", "county": county, "code": code,
                                         "score": str(score), "pupils": str(pupils), "per_pupil_fen": str(each), "rest_fen": str(rest),
                                         "amount_fen": str(fen)})]
        if state == "approved" and fen:
            leg = {"entry": share, "day": "2026-11-02", "cause": "special_share", "cause_id": share, "subject": county, "county": county}
            plants.append(add("ledger", {**leg, "leg": "1", "account": "special_fund", "amount_fen": str(fen)},
                              {**leg, "leg": "2", "account": "special_grant", "amount_fen": str(-fen)}))
    return both(*plants, steps(number, total, state))


def steps(number, total, state):
    """A first round that was returned, its scores opened again, and the one that stands, agreed to by a second person."""
    way = [("opened", 0), ("closed", 0), ("proposed", 1), ("returned", 1), ("opened", 1), ("closed", 1), ("proposed", 2)]
    way += [("approved", 2)] if state == "approved" else []
    plants = [add("special_step", {"id": f"{number}5{i}", "special": f"{number}0", "round": str(turn), "step": step,
                                   "at": f"2026-11-01T{9 + i:02}:00:00.000000+08:00"}) for i, (step, turn) in enumerate(way)]
    for i, said in ((2, "returned"), (6, state if state == "approved" else "waiting")):
        decided = {"decider": "2", "decided": f"2026-11-01T{9 + i:02}:30:00.000000+08:00"} if said != "waiting" else {}
        plants.append(add("approval", {"id": f"{number}6{i}", "kind": "special_fund", "object": f"{number}5{i}", "level": "city",
                                       "amount_fen": str(total), "state": said, "submitter": "1",
                                       "submitted": f"2026-11-01T{9 + i:02}:00:00.000000+08:00", **decided}))
    return both(*plants)


def objection(**other):
    """To the second proposal, which is of 15:00; it was approved at 16:00."""
    return add("special_objection", {"id": "780", "special": "70", "county": "7200", "said": "参加人数有误", "account": "5",
                                     "at": "2026-11-01T15:10:00.000000+08:00", "answer": "已核对", "answered_by": "6",
                                     "answered": "2026-11-01T15:20:00.000000+08:00", **other})


# 4.60 with a fen over, 2.72 and 2.70 of 10.02: of the two equal ones the first by its code has the fen more a pupil.
SMALL = fund(7, 1002, [(9000, 3, "349901"), (8000, 2, "349902"), (8000, 2, "349903")])
FAULTS = [
    ("a county that was given a fen a pupil more than its score is worth", both(
        change("special_share", "per_pupil_fen", another_fen, id="7102"), change("special_share", "amount_fen", "272", id="7102"),
        change("special_share", "rest_fen", "-1", id="7100"), change("special_share", "amount_fen", "458", id="7100"))),
    ("a remainder that is not the first county's", both(
        change("special_share", "rest_fen", "0", id="7100"), change("special_share", "amount_fen", "459", id="7100"),
        change("special_share", "rest_fen", "1", id="7102"), change("special_share", "amount_fen", "271", id="7102"))),
    ("a fen more a pupil for the wrong one of two equal counties", both(
        change("special_share", "code", "349909", id="7101"))),
    ("a fund shared out with a fen left over", both(
        change("special_share", "rest_fen", "0", id="7100"), change("special_share", "amount_fen", "459", id="7100"))),
    ("a share that is not what a pupil gets times the pupils", change("special_share", "amount_fen", another_fen, id="7101")),
    ("another total than the one that was shared out", change("special", "total_fen", "1003", id="70")),
    ("a formula nobody published", change("special", "formula", "score-per-pupil-9", id="70")),
    ("a score that is not the one the office entered", change("special_score", "score", "9001", county="7200")),
    ("pupils that are not those the office entered", change("special_score", "pupils", "4", county="7200")),
    ("a county with a score that was given nothing", add("special_score", {"special": "70", "county": "99", "score": "100", "pupils": "5"})),
    ("a county without a score that was given something", drop("special_score", county="7201")),
    ("an approved share nobody booked", both(drop("ledger", entry="7101"), drop("ledger", entry="7101"))),
    ("a share booked with a fen more", change("ledger", "amount_fen", another_fen, entry="7101", leg="1")),
    ("a share booked that was not approved", change("special", "state", "proposed", id="70")),
    ("an entry of a share there is none of", change("ledger", "entry", "7999", entry="7101", leg="1")),
    ("shares of an approved fund that were lost", both(*[drop("special_share", id=f"710{i}") for i in range(3)])),
    ("shares that were proposed before the evaluation was closed", change("special_step", "step", "opened", id="755")),
    ("an approval that came before its proposal", change("special_step", "at", "2026-11-01T08:00:00.000000+08:00", id="757")),
    ("a fund whose steps end elsewhere than it says", drop("special_step", id="757")),
    ("shares of a round nobody proposed", change("special_share", "round", "3", id="7102")),
    ("an approval of the fund by nobody else", change("approval", "state", "returned", id="766")),
    ("an approval of another total than the fund's", change("approval", "amount_fen", another_fen, id="766")),
    ("shares booked of a round that was returned", change("special_step", "step", "returned", id="757")),
    ("an objection nobody answered before the shares were approved", objection(answer="", answered_by="", answered="")),
    ("an objection that was answered after the shares were approved", objection(answered="2026-11-01T16:30:00.000000+08:00")),
    ("an objection answered by whoever made it", objection(answered_by="5")),
    ("an objection answered before it was made", objection(answered="2026-11-01T15:05:00.000000+08:00")),
    ("an answer nobody gave", objection(answered_by="")),
    ("an objection to what was not shown", objection(at="2026-11-01T14:30:00.000000+08:00")),
    ("a score entered after the evaluation was closed", change("special_score", "at", "2026-11-01T14:30:00.000000+08:00", county="7200")),
    ("scores and pupils nobody can count with", change("special_share", "pupils", "9000000000000000000", id="7102")),
]


def held(pack, folder):
    code, out, err = audited(AUDIT, pack.write(os.path.join(folder, "planted.zip")))
    checks = json.loads(out)["checks"] if out else []
    return code, next((c for c in checks if c["name"] == "special_shares"), {"rows": 0, "disagree": -1}), err


def of_one_county(about):
    """pack.csv as that of a county says it."""
    lines = about.decode("utf-8-sig").splitlines(keepends=True)
    return "\ufeff".encode() + "".join("county,349901\r\n" if line.startswith("county,") else line for line in lines).encode()


def many(seed):
    """Funds of all kinds: one county or forty, equal scores, scores and pupils of nothing, a fen for thousands."""
    luck = random.Random(seed)
    plants = []
    for i in range(40):
        n = luck.choice([1, 2, 3, 7, 40])
        counties = [(luck.choice([0, 1, 7000, 8000, 8000, 9999, 10000]), luck.choice([0, 1, 2, 17, 12000, 12000, 987654]), f"{34:02}{i:02}{k:02}")
                    for k in range(n)] + [(10000, 5, f"35{i:02}00")]
        plants.append(fund(100 + i, luck.choice([1, 99, 100000, 123456789, 5000000000000]), counties, luck.choice(["approved", "proposed"])))
    return both(*plants)


def main():
    with tempfile.TemporaryDirectory() as folder:
        clean = clean_pack(MAKER, os.path.join(folder, "clean.zip"))
        pack = Pack(clean)
        SMALL(pack)
        _, said, err = held(pack, folder)
        fact("shares that are the formula's agree (R47)", said["rows"] == 11 and said["disagree"] == 0, f"{said} {err}")
        objection()(pack)
        _, said, err = held(pack, folder)
        fact("an objection answered in time by another agrees (R47)", said["rows"] == 12 and said["disagree"] == 0, f"{said} {err}")
        county = Pack(clean)
        both(SMALL, change("approval", "state", "returned", id="766"))(county)
        county.files["pack.csv"] = of_one_county(county.files["pack.csv"])
        code, said, err = held(county, folder)
        fact("a county's pack has the city's word on its money, and it is asked (R71)", said["disagree"] > 0, f"{code} {said} {err}")
        del county.files["csv/special_objection.csv"]
        for name in ("tables.csv", "columns.csv"):
            county.files[name] = b"".join(line for line in county.files[name].splitlines(keepends=True) if not line.startswith(b"special_objection,"))
        _, said, err = held(county, folder)
        fact("a county's pack of before had it not, and is not asked", said["disagree"] == 0, f"{said} {err}")
        pack = Pack(clean)
        SMALL(pack)
        rows = pack.table("special_share")
        at = rows[0].index("code")
        pack.put("special_share", [row[:at] + row[at + 1:] for row in rows])
        pack.files["columns.csv"] = b"".join(line for line in pack.files["columns.csv"].splitlines(keepends=True)
                                             if not line.startswith(b"special_share,code,"))
        _, said, err = held(pack, folder)
        fact("a pack of before codes were in it agrees (R47)", said["rows"] == 11 and said["disagree"] == 0, f"{said} {err}")
        pack = Pack(clean)
        SMALL(pack)
        del pack.files["csv/special_step.csv"]
        for name in ("tables.csv", "columns.csv"):
            pack.files[name] = b"".join(line for line in pack.files[name].splitlines(keepends=True) if not line.startswith(b"special_step,"))
        _, said, err = held(pack, folder)
        fact("a pack of before steps were in it agrees (R47)", said["rows"] == 3 and said["disagree"] == 0, f"{said} {err}")
        for name, plant in FAULTS:
            pack = Pack(clean)
            SMALL(pack)
            plant(pack)
            code, said, err = held(pack, folder)
            fact(f"{name} is found (R47)", code == 4 and said["disagree"] > 0, f"{code} {said} {err}")
        pack = Pack(clean)
        many(2026)(pack)
        _, said, err = held(pack, folder)
        fact("forty funds of all kinds agree with the formula as it is told (R47)", said["rows"] > 400 and said["disagree"] == 0, f"{said} {err}")
        for i in range(0, 40, 7):
            changed = Pack(clean)
            both(many(2026), change("special_share", "per_pupil_fen", another_fen, special=f"{100 + i}0"))(changed)
            code, said, err = held(changed, folder)
            fact(f"a fen more a pupil in fund {i} of them is found (R47)", code == 4 and said["disagree"] > 0, f"{code} {said} {err}")
    facts_end()


main()
