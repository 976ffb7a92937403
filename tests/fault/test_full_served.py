"""F6 as a caller meets it: the program on a file system that is full. Writes answer 507 with a
sentence, reads go on, writes resume when there is space again, and everything holds.
Speaks TAP. Usage: test_full_served.py KEHOU"""

import csv
import http.client
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time

KEHOU = os.path.abspath(sys.argv[1])
ROOM = 6 << 20  # beside the database: for the log and the ballast
count = failed = 0


def holds(name, good, why=""):
    global count, failed
    count += 1
    failed += not good
    line = f"{'ok' if good else 'not ok'} {count} - {name}"
    print(line if good else f"{line} # {why}", flush=True)


def kehou(*words):
    return subprocess.run([KEHOU, *words], capture_output=True, text=True, check=False)


def ask(port, token, method, path, body=None):
    c = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    headers = {"Authorization": f"Bearer {token}", "Accept": "application/json"}
    if body is not None:
        headers["Content-Type"] = "application/json"
        body = json.dumps(body)
    c.request(method, path, body, headers)
    r = c.getresponse()
    return r.status, r.read().decode()


def write(port, one):
    """A change any account may make: a login is a session that is kept."""
    return ask(port, one["token"], "POST", "/api/v1/sessions",
               {"login": one["login"], "password": one["password"]})


def fill(ballast):
    try:
        while True:
            ballast.write(b"\0" * 4096)
    except OSError:
        pass


def story(place):
    db = os.path.join(place, "full.db")
    server = subprocess.Popen([KEHOU, "serve", "--db", f"sqlite:{db}", "--listen", "127.0.0.1:0",
                               "--log", "error"],
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    try:
        port = int(re.search(r":(\d+)\s*$", server.stdout.readline()).group(1))
        with open("accounts.csv", encoding="utf-8") as f:
            one = next(row for row in csv.DictReader(f) if row["role"] == "guardian")
        status, text = write(port, one)
        holds("a login is written while there is space", status == 201, f"{status} {text}")
        ballast = open(os.path.join(place, "ballast"), "wb", buffering=0)
        fill(ballast)
        for _ in range(400):  # until what the log had room for is used up
            status, text = write(port, one)
            if status != 201:
                break
        told = json.loads(text) if text.startswith("{") else {}
        holds("on a full disk a write answers 507", status == 507, f"{status} {text}")
        holds("with a sentence and what to do",
              bool(told.get("title")) and bool(told.get("detail") or told.get("do")), text)
        status, text = ask(port, one["token"], "GET", "/api/v1/me")
        holds("reading goes on", status == 200, f"{status} {text[:200]}")
        ballast.close()
        os.unlink(os.path.join(place, "ballast"))
        until = time.monotonic() + 10
        status = 0
        while status != 201 and time.monotonic() < until:
            status, text = write(port, one)
        holds("writing resumes when there is space again", status == 201, f"{status} {text}")
    finally:
        server.terminate()
        server.wait(30)
    r = kehou("verify", "--db", f"sqlite:{db}")
    holds("and everything holds", r.returncode == 0, r.stdout + r.stderr)


def main():
    home = tempfile.mkdtemp(prefix="kehou-full.")
    place = os.path.join(home, "small")
    os.mkdir(place)
    os.chdir(home)
    mounted = False
    try:
        r = kehou("demo", "--db", "sqlite:full.db", "--scale", "school",
                  "--accounts", "accounts.csv")
        holds("a school is made", r.returncode == 0, r.stderr)
        size = os.path.getsize("full.db") + ROOM
        mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", place],
                                 capture_output=True, check=False).returncode == 0
        if not mounted:
            print(f"ok {count + 1} - on a full disk # SKIP no right to mount a file system")
            print(f"1..{count + 1}")
            return 0
        for name in os.listdir("."):
            if name.startswith("full.db") and not name.endswith(".lock"):
                shutil.copy(name, place)
        story(place)
    finally:
        if mounted:
            subprocess.run(["umount", place], check=False)
        os.chdir("/")
        shutil.rmtree(home, ignore_errors=True)
    print(f"1..{count}")
    return 1 if failed else 0


sys.exit(main())
