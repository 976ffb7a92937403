"""A pack whose tables are changed: rows altered, dropped, doubled, added. What plants a fault is a function of the pack. And
what the scripts that plant have in common: a clean pack, kehou-audit over one, facts told as TAP."""

import csv
import hashlib
import io
import os
import subprocess
import sys
import zipfile

told = []


def fact(name, holds, why=""):
    told.append(holds)
    print(f"{'ok' if holds else 'not ok'} {len(told)} - {name}" + ("" if holds else f" # {why}"), flush=True)


def facts_end():
    print(f"1..{len(told)}")
    sys.exit(0 if told and all(told) else 1)


def clean_pack(maker, path):
    """The pack of an invented world nobody changed anything in."""
    env = {k: v for k, v in os.environ.items() if k != "KEHOU_TEST_PG"}
    made = subprocess.run([maker], env={**env, "KEHOU_AUDIT_PACK": path}, capture_output=True, text=True)
    if made.returncode != 0:
        raise SystemExit(made.stdout + made.stderr)
    return path


def audited(audit, path, *more):
    """Exit code and what it says to both."""
    done = subprocess.run([audit, path, "--json", *more], capture_output=True, text=True, env={**os.environ, "LC_ALL": "C.UTF-8"})
    return done.returncode, done.stdout, done.stderr


class Pack:
    """The files of a pack; tables as lists of rows, the first one their heading."""

    def __init__(self, path):
        with zipfile.ZipFile(path) as z:
            self.files = {name: z.read(name) for name in z.namelist()}

    def table(self, name):
        return list(csv.reader(io.StringIO(self.files[f"csv/{name}.csv"].decode("utf-8-sig"), newline="")))

    def put(self, name, rows):
        out = io.StringIO(newline="")
        csv.writer(out, lineterminator="\r\n").writerows(rows)
        self.files[f"csv/{name}.csv"] = b"\xef\xbb\xbf" + out.getvalue().encode()

    def rows_said(self, name, n):
        rows = list(csv.reader(io.StringIO(self.files["tables.csv"].decode("utf-8-sig"), newline="")))
        for row in rows:
            if row[0] == name:
                row[1] = str(n)
        out = io.StringIO(newline="")
        csv.writer(out, lineterminator="\r\n").writerows(rows)
        self.files["tables.csv"] = b"\xef\xbb\xbf" + out.getvalue().encode()

    def write(self, path, rehash=True):
        if rehash:
            names = [n for n in self.files if n not in ("SHA256SUMS", "ROOT")]
            sums = "".join(f"{hashlib.sha256(self.files[n]).hexdigest()}  {n}\n" for n in names).encode()
            self.files["SHA256SUMS"] = sums
            self.files["ROOT"] = f"{hashlib.sha256(sums).hexdigest()}  SHA256SUMS\n".encode()
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as z:
            for name, data in self.files.items():
                z.writestr(name, data)
        return path


def where(rows, **wanted):
    """The index of the first row with these values."""
    head = rows[0]
    for i, row in enumerate(rows[1:], 1):
        if all(row[head.index(k)] == v for k, v in wanted.items()):
            return i
    raise SystemExit(f"no row {wanted}")


def change(name, column, to, **of):
    """A fault: one value of one row becomes another. `to` is a value, or makes it of the old one."""
    def plant(pack):
        rows = pack.table(name)
        i, k = where(rows, **of), rows[0].index(column)
        rows[i][k] = to(rows[i][k]) if callable(to) else to
        pack.put(name, rows)
    return plant


def drop(name, **of):
    def plant(pack):
        rows = pack.table(name)
        del rows[where(rows, **of)]
        pack.put(name, rows)
        pack.rows_said(name, len(rows) - 1)
    return plant


def double(name, **of):
    def plant(pack):
        rows = pack.table(name)
        i = where(rows, **of)
        rows.insert(i, list(rows[i]))
        pack.put(name, rows)
        pack.rows_said(name, len(rows) - 1)
    return plant


def add(name, *values):
    """A row more, with these columns set and the others empty."""
    def plant(pack):
        for given in values:
            rows = pack.table(name)
            rows.append([given.get(column, "") for column in rows[0]])
            pack.put(name, rows)
            pack.rows_said(name, len(rows) - 1)
    return plant


def both(*plants):
    def plant(pack):
        for p in plants:
            p(pack)
    return plant


def another_fen(value):
    return str(int(value) + 1)
