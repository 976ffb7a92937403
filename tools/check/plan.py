"""Numbers of the plan stand in rule files and nowhere else: rooms ask the policy room."""

import re

from tree import blank, excepted, line_of, some, text

ROOMS = tuple(f"src/{room}/" for room in ("term", "money", "enrolment", "day", "funds"))
PATTERNS = (
    (re.compile(r"\bstage\s*[=!<>]=?\s*\d|\bSTAGE_(?:PRIMARY|JUNIOR|SENIOR)\b.*\bKIND_|\bKIND_.*\bSTAGE_[PJS]"),
     "whom a service is for: kind_stage_decide"),
    (re.compile(r"\b1[6-9]\s*\*\s*60\b|\b10[28]0\b|\b11[14]0\b"), "a time of day: sitting_time_decide"),
    (re.compile(r"\b(?:60000|15000|35000|40000)\b"), "an amount of a document: charge_decide, guarantee_decide"),
    (re.compile(r"\bgrade\s*[<>]=?\s*[2-9]\b"), "a range of grades: kind_stage_decide"),
    (re.compile(r"\b(?:price|course|care|total|consumables)\s*[<>]=?\s*\d{3,}"), "a cap: charge_decide"),
)
SQL_COMMENT = re.compile(r"--[^\n]*")


def source_of(path):
    if path.endswith(".sql"):
        return SQL_COMMENT.sub(lambda m: " " * len(m.group(0)), text(path))
    return blank(text(path))


def check():
    """no number of the plan in a room that asks for it"""
    problems = []
    for path in some(".c", ".h", ".sql", under=ROOMS):
        source = source_of(path)
        for pattern, why in PATTERNS:
            for match in pattern.finditer(source):
                if not excepted("plan", path):
                    problems.append(f"{path}:{line_of(source, match.start())}: {match.group(0).strip()}: {why}")
    return problems
