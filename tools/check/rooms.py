"""Walls between rooms: who may include whom, and which library stands behind which door."""

import os
import re

from tree import BUSINESS, FRAME, TOP, blank, line_of, some, text

ORDER = FRAME + BUSINESS + TOP
PURE = {"policy": {"base", "policy"}}  # facts in, decision out: no store, no clock, no socket

DOORS = {
    "sqlite3.h": ("src/store/", "tools/sqlc"),
    "libpq-fe.h": ("src/store/", "tools/sqlc"),
    "microhttpd.h": ("src/web/http.c",),
    "curl/curl.h": ("src/pay/http.c",),
}

# The second program checks the first: what they shared, both would get wrong alike.
SECOND = "auditor/"

INCLUDE = re.compile(r'^[ \t]*#[ \t]*include[ \t]*(?:"([^"\n]+)"|<([^>\n]+)>)', re.M)


def allowed(room, other):
    if room in PURE:
        return other in PURE[room]
    if room in TOP:
        return True
    return ORDER.index(other) <= ORDER.index(room)


def second_program():
    """kehou-audit includes its own headers and what the system brings, and is linked with no library of ours."""
    problems = []
    own = {os.path.basename(f) for f in some(".h", under=(SECOND,))}
    for path in some(".c", ".h", under=(SECOND,)):
        source = blank(text(path), strings=False)
        for match in INCLUDE.finditer(source):
            name = match.group(1) or match.group(2)
            if (match.group(1) and name not in own) or name.split("/")[0] in ORDER:
                problems.append(f"{path}:{line_of(source, match.start())}: the second program includes nothing of the first ({name})")
    for path in some("meson.build", under=(SECOND,)):
        if re.search(r"\b(inc|core|core_dep|base_lib|src|deps)\b|include_directories|link_with", re.sub(r"#.*", "", text(path))):
            problems.append(f"{path}: the second program is built of its own files and Debian's libraries alone")
    return problems


def check():
    """include directions between rooms, libraries behind their doors, the wall around kehou-audit"""
    problems = second_program()
    for path in some(".c", ".h", under=("src/", "tools/", "fuzz/")):
        parts = path.split("/")
        room = parts[1] if parts[0] == "src" and len(parts) > 2 else None
        if room is not None and room not in ORDER:
            problems.append(f"{path}: src/{room} is no room; tools/check/tree.py lists them")
            continue
        source = blank(text(path), strings=False)
        for match in INCLUDE.finditer(source):
            where = f"{path}:{line_of(source, match.start())}"
            name = match.group(1) or match.group(2)
            other = name.split("/")[0] if "/" in name else None
            if name in DOORS and not path.startswith(DOORS[name]):
                problems.append(f"{where}: <{name}> belongs to {DOORS[name][0]}")
            if not match.group(1) or other not in ORDER:
                continue
            if room and not allowed(room, other):
                problems.append(f"{where}: {room} may not know {other} ({name})")
            if parts[0] == "tools" and other != "base":
                problems.append(f"{where}: a generator needs base alone ({name})")
    return problems
