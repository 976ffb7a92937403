"""What does not belong into a file: length, size, marks of unfinished work, texts in the wrong place."""

import os
import re

from tree import ROOT, blank, excepted, files, line_of, some, text

LINES = 700
BYTES = 600 * 1000
SOURCE = (".c", ".h", ".py", ".sh", ".js", ".mjs", ".css", ".html", ".sql")
TEXT = SOURCE + (".md", ".json", ".txt", ".loc", ".build", ".yml", ".toml", ".conf", ".service", "/run", "dev")

CJK = re.compile("[\u2e80-\u303f\u3400-\u9fff\uf900-\ufaff\uff00-\uff60\U00020000-\U0003ffff]+")
UNFINISHED = re.compile(r"\b(?:TODO|FIXME|XXX|HACK|WIP)\b")
PLACES = re.compile(r"(?<![\w.$}])/(?:root|home|work|Users)/[\w.]+")
HOSTS = re.compile(r'"resolved":|[a-z]+://(?:10|192\.168|172\.(?:1[6-9]|2\d|3[01]))\.[\d.]+:?\d*/[\w@]')
SELF = "tools/check/words.py"


def check_length():
    """files stay readable in one sitting"""
    problems = []
    for path in some(*SOURCE):
        lines = text(path).count("\n")
        if lines > LINES and not excepted("length", path):
            problems.append(f"{path}: {lines} lines, {LINES} at most: a file holds one concept")
    return problems


def check_files():
    """no large, minified or generated file is kept"""
    problems = []
    for path in files():
        size = os.path.getsize(os.path.join(ROOT, path))
        if size > BYTES:
            problems.append(f"{path}: {size} bytes, {BYTES} at most")
        if ".min." in path or path.startswith(("node_modules/", "build")):
            problems.append(f"{path}: generated, belongs to the build")
    return problems


def check_words():
    """no unfinished work, no place or host of somebody's machine"""
    problems = []
    for path in files():
        if not path.endswith(TEXT) or path == SELF:
            continue
        source = text(path)
        for pattern, why in ((UNFINISHED, "unfinished"), (PLACES, "somebody's path"), (HOSTS, "a host")):
            for match in pattern.finditer(source):
                if not excepted("words", path):
                    problems.append(f"{path}:{line_of(source, match.start())}: {match.group(0)}: {why}")
    return problems


def check_texts():
    """texts for people stand in locale/, in both languages"""
    problems = []
    for path in some(".c", ".h", under=("src/",)):
        source = blank(text(path), strings=False)
        for match in CJK.finditer(source):
            if not excepted("cjk", path):
                problems.append(f"{path}:{line_of(source, match.start())}: {match.group(0)} belongs to locale/")
    for path in some(".html", ".js", under=("src/", "assets/")):
        source = re.sub(r"<!--.*?-->|/\*.*?\*/", lambda m: re.sub(r"[^\n]", " ", m.group(0)), text(path),
                        flags=re.S)
        for match in CJK.finditer(source):
            if not excepted("cjk", path):
                problems.append(f"{path}:{line_of(source, match.start())}: {match.group(0)} belongs to locale/")
    return problems


def check_views():
    """every page template has a name of its own"""
    problems, seen = [], {}
    for path in some(".html", under=("src/",)):
        for match in re.finditer(r"\{\{view (\w+)", text(path)):
            here = f"{path}:{line_of(text(path), match.start())}"
            other = seen.setdefault(match.group(1), here)
            # The linker would take one of the two for both, without a word.
            if other != here:
                problems.append(f"{here}: the view {match.group(1)} is that of {other}")
    return problems
