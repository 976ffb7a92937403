#!/usr/bin/python3
"""Every check finds the fault planted for it and accepts the same tree without it."""

import os
import re
import shutil
import subprocess
import sys
import tempfile

SOURCE = sys.argv[1]

# A tree that every check accepts.
CLEAN = {
    "tools/check/exceptions.txt": "heap src/base/arena.c memory begins here\n",
    "tools/check/cppcheck.txt": "missingIncludeSystem\n",
    "src/base/ban.h": "#ifndef BASE_BAN_H\n#define BASE_BAN_H\n#include <stdlib.h>\n"
                      "#pragma GCC poison strcpy sprintf\n#endif\n",
    "src/base/arena.c": '#include "base/ban.h"\n\nvoid *take(void);\nvoid *take(void)\n{\n'
                        "\treturn malloc(8);\n}\n",
    "src/store/store.h": "int store_open(void);\n",
    "src/web/http.c": '#include <microhttpd.h>\n#include "store/store.h"\n',
    "src/people/seat.c": '/* 课后 in a comment, strcpy( in one too */\n#include "store/store.h"\n',
    "src/policy/rule.c": '#include "base/ban.h"\n',
    "src/main/main.c": "#include <stdio.h>\n",
    "src/people/list.html": "<!-- 名单 --><p>{{title}}</p>\n",
}

# name of the fact, check, path, content, what the report must say
FAULTS = [
    ("base_may_not_know_store", "rooms", "src/base/x.c", '#include "store/store.h"\n', "base may not know store"),
    ("policy_may_not_know_store", "rooms", "src/policy/x.c", '#include "store/store.h"\n',
     "policy may not know store"),
    ("a_room_may_not_look_right", "rooms", "src/people/x.c", '#include "enrolment/seat.h"\n',
     "people may not know enrolment"),
    ("a_frame_room_may_not_know_business", "rooms", "src/web/x.c", '# include "people/seat.h"\n',
     "web may not know people"),
    ("an_unknown_room_is_reported", "rooms", "src/cellar/x.c", "int x;\n", "no room"),
    ("sqlite_stays_behind_store", "rooms", "src/people/x.c", "#include <sqlite3.h>\n", "belongs to src/store/"),
    ("libpq_stays_behind_store", "rooms", "src/web/x.c", "#include <libpq-fe.h>\n", "belongs to src/store/"),
    ("microhttpd_stays_in_http_c", "rooms", "src/web/x.c", "#include <microhttpd.h>\n",
     "belongs to src/web/http.c"),
    ("the_second_program_shares_no_header", "rooms", "auditor/x.c", '#include "money/ledger.h"\n',
     "includes nothing of the first"),
    ("the_second_program_shares_no_library", "rooms", "auditor/meson.build", "executable('x', dependencies: core_dep)\n",
     "its own files"),
    ("a_generator_may_not_know_store", "rooms", "tools/x.c", '#include "store/store.h"\n', "base alone"),
    ("a_poisoned_name_is_found_without_the_header", "banned", "tests/x.c", "void f(void) { strcpy(a, b); }\n",
     "strcpy"),
    ("the_clock_is_asked_through_env", "banned", "src/people/x.c", "long f(void) { return time(NULL); }\n",
     "[clock]"),
    ("randomness_comes_through_env", "banned", "src/crypto/x.c", "void f(void) { randombytes_buf(p, 8); }\n",
     "[clock]"),
    ("heap_outside_the_list_is_found", "banned", "src/people/x.c", "void f(void) { p = malloc (3); }\n",
     "[heap]"),
    ("store_does_not_print", "banned", "src/store/x.c", 'void f(void) { printf("x"); }\n', "[print]"),
    ("policy_does_not_ask_env", "banned", "src/policy/x.c", "void f(void) { t = env_now(e); }\n", "[pure]"),
    ("no_float_near_money", "banned", "src/money/x.c", "double rate;\n", "[float]"),
    ("a_stage_in_a_room_is_found", "plan", "src/enrolment/x.c",
     "bool f(int stage) { return stage == 3; }\n", "kind_stage_decide"),
    ("an_end_time_in_a_room_is_found", "plan", "src/term/x.c", "int latest = 18 * 60;\n", "sitting_time_decide"),
    ("a_cap_in_a_statement_is_found", "plan", "src/money/x.sql", "SELECT id FROM bill WHERE total > 60000;\n",
     "charge_decide"),
    ("an_exception_needs_a_reason", "banned", "tools/check/exceptions.txt", "heap src/base/arena.c\n",
     "reason"),
    ("an_exception_for_a_missing_file_is_found", "banned", "tools/check/exceptions.txt",
     CLEAN["tools/check/exceptions.txt"] + "heap src/base/gone.c it was here\n", "src/base/gone.c"),
    ("a_long_file_is_found", "length", "src/people/x.c", "int x;\n" * 701, "701 lines"),
    ("a_large_file_is_found", "files", "assets/x.bin", "x" * 600001, "600001 bytes"),
    ("a_minified_file_is_found", "files", "assets/x.min.js", "x\n", "generated"),
    ("unfinished_work_is_found", "words", "src/people/x.c", "/* TO" "DO */\n", "unfinished"),
    ("a_private_path_is_found", "words", "docs/x.md", "see /ho" "me/li/x\n", "path"),
    ("a_download_host_in_the_lock_file_is_found", "words", "package-lock.json", '{ "reso' 'lved": "x" }\n',
     "host"),
    ("chinese_in_a_c_string_is_found", "texts", "src/people/x.c", 'const char *x = "名单";\n', "locale/"),
    ("chinese_in_a_template_is_found", "texts", "src/people/x.html", "<p>名单</p>\n", "locale/"),
    ("a_second_view_of_a_name_is_found", "views", "src/people/x.html", "{{view a}}\n{{view a}}\n", "that of"),
    ("a_header_that_needs_another_is_found", "headers", "src/people/x.h", "size_t x(void);\n", "size_t"),
    ("wrong_format_is_found", "format", "src/people/x.c", "int  x ;\n", "clang-format"),
    ("a_leak_is_found", "tidy", "src/people/x.c",
     "#include <stdlib.h>\nint f(void);\nint f(void)\n{\n\tint *p = malloc(4);\n\n\treturn p != NULL;\n}\n",
     "Malloc"),
    ("an_overrun_is_found", "cppcheck", "src/people/x.c",
     "int f(void);\nint f(void)\n{\n\tchar p[3];\n\n\tp[4] = 0;\n\treturn p[4];\n}\n", "out of bounds"),
]
NEEDS = {"format": "clang-format-14", "tidy": "clang-tidy-14", "cppcheck": "cppcheck"}


def plant(root, files):
    for path, content in files.items():
        full = os.path.join(root, path)
        os.makedirs(os.path.dirname(full), exist_ok=True)
        with open(full, "w", encoding="utf-8") as f:
            f.write(content)


def judge(root, check, flags=""):
    """(exit status, report) of one check on the tree, whose sources were compiled with the flags."""
    sources = [os.path.join(folder, n) for folder, _, names in os.walk(os.path.join(root, "src"))
               for n in names if n.endswith(".c")]
    entries = ",".join('{"directory":"%s","file":"%s","output":"","command":"gcc %s -Isrc -c %s"}' % (root, s, flags, s)
                       for s in sources)
    plant(root, {"build/compile_commands.json": f"[{entries}]"})
    done = subprocess.run(["/usr/bin/python3", os.path.join(SOURCE, "tools/check/run.py"), check],
                          capture_output=True, text=True,
                          env={**os.environ, "KEHOU_CHECK_ROOT": root, "PYTHONDONTWRITEBYTECODE": "1"})
    return done.returncode, done.stdout + done.stderr


def tree(extra):
    root = tempfile.mkdtemp(prefix="kehou-check.")
    plant(root, {**CLEAN, **extra, ".gitignore": "/build/\n"})
    for name in (".clang-format", ".clang-tidy"):
        shutil.copy(os.path.join(SOURCE, name), root)
    subprocess.run(["git", "init", "-q", root], check=True)
    return root


def fact(number, name, check, extra, status, words):
    if check in NEEDS and not shutil.which(NEEDS[check]):
        print(f"ok {number} - {name} # SKIP {NEEDS[check]} is not installed")
        return True
    root = tree(extra)
    try:
        got, report = judge(root, check)
    finally:
        shutil.rmtree(root)
    good = got == status and words in report
    print(f"{'ok' if good else 'not ok'} {number} - {name}", flush=True)
    if not good:
        print("\n".join("# " + line for line in report.splitlines()), flush=True)
    return good


PROGRAM = ('#include <stdio.h>\nint main(int n, char **v)\n{\n\tchar b[64];\n\n'
           '\tsnprintf(b, (size_t)n * 9, "%s", v[0]);\n\treturn puts(b);\n}\n')
LINKED = ["-fpie", "-pie", "-Wl,-z,relro,-z,now,-z,noexecstack,-z,nodlopen,-z,separate-code"]
COMPILED = ["-O2", "-D_FORTIFY_SOURCE=3", "-fstack-protector-strong", "-fstack-clash-protection",
            "-fcf-protection=full", "-ftrivial-auto-var-init=zero",
            "-fzero-call-used-regs=used-gpr"]
PROGRAMS = {"build/kehou": "src/main/meson.build",
            "build/auditor/kehou-audit": "auditor/meson.build"}
# What is taken away, and what the report must say; None takes nothing away.
WEAKENED = [
    ([], None),
    (["-no-pie"], "lacks position-independent executable"),
    (["-Wl,-z,norelro"], "lacks read-only relocations"),
    (["-Wl,-z,lazy"], "lacks immediate binding"),
    (["-Wl,-z,execstack"], "lacks stack without execution"),
    (["-U_FORTIFY_SOURCE"], "lacks fortified calls"),
    (["-fno-stack-protector"], "lacks stack protector"),
    (["-fcf-protection=none"], "lacks marks of branch targets"),
    (["-Wl,-rpath,/opt"], "lacks a fixed library path"),
    (["-Wl,-z,noseparate-code"], "lacks code in pages of its own"),
]
# The same of a flag that leaves no mark in a program, and of a program itself.
UNSAID = [(flag, f"compiled without {flag}") for flag in COMPILED]
MISSING = [("build/auditor/kehou-audit", "build/auditor/kehou-audit was not built"),
           ("auditor/meson.build", "auditor/meson.build makes build/auditor/kehou-audit no more")]


def hardening(number, words, flags=(), unsaid="", missing=""):
    """Both programs with the whole set but for what `flags` takes away or was not compiled with."""
    if not shutil.which("readelf"):
        print(f"ok {number} - hardening # SKIP readelf is not installed")
        return True
    root = tree({"build/kehou.c": PROGRAM, **{made_by: "" for made_by in PROGRAMS.values()}})
    try:
        os.mkdir(os.path.join(root, "build/auditor"))
        for path in PROGRAMS:
            subprocess.run(["gcc", *COMPILED, *LINKED, *flags, "-o", path, "build/kehou.c"], cwd=root,
                           check=True)
        if missing:
            os.unlink(os.path.join(root, missing))
        status, report = judge(root, "hardening", " ".join(f for f in COMPILED if f != unsaid))
    finally:
        shutil.rmtree(root)
    good = (status == 0) if words is None else (status == 1 and words in report)
    name = re.sub(r"\W+", "_", words) + "_is_found" if words else "a_hardened_program_passes"
    print(f"{'ok' if good else 'not ok'} {number} - {name}", flush=True)
    if not good:
        print("\n".join("# " + line for line in report.splitlines()), flush=True)
    return good


def main():
    checks = list(dict.fromkeys(f[1] for f in FAULTS))
    print(f"1..{len(checks) + len(FAULTS) + len(WEAKENED) + len(UNSAID) + len(MISSING)}")
    good, number = True, 0
    for check in checks:
        number += 1
        good &= fact(number, f"a_clean_tree_passes_{check}", check, {}, 0, "1 passed, 0 failed")
    for name, check, path, content, words in FAULTS:
        number += 1
        good &= fact(number, name, check, {path: content}, 1, words)
    for flags, words in WEAKENED:
        number += 1
        good &= hardening(number, words, flags)
    for flag, words in UNSAID:
        number += 1
        good &= hardening(number, words, unsaid=flag)
    for path, words in MISSING:
        number += 1
        good &= hardening(number, words, missing=path)
    return 0 if good else 1


sys.exit(main())
