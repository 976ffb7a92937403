"""Functions that are not called here, or only in one place. exceptions.txt lets single files pass."""

import re

from tree import BUSINESS, blank, excepted, line_of, some, stale_exceptions, text

RULES = [
    # rule, names, where it holds, what to do instead
    ("unsafe", "strncpy strncat stpcpy alloca tmpnam mktemp tempnam asctime ctime strtol strtoll strtoul "
     "strtoull strtod sscanf atof atoll", ("src/", "tools/"), "struct str, str_i64() or mkstemp()"),
    ("shell", "system popen execl execlp execle execv execvp execvpe fork vfork", ("src/",),
     "the program starts no other"),
    ("clock", "time clock gettimeofday clock_gettime ftime getrandom getentropy rand rand_r srand random "
     "srandom drand48 arc4random randombytes_buf randombytes_random randombytes_uniform RAND_bytes "
     "sleep usleep nanosleep clock_nanosleep", ("src/",), "ask env"),
    ("heap", "malloc calloc realloc reallocarray strdup strndup asprintf vasprintf aligned_alloc "
     "posix_memalign", ("src/",), "the context's arena"),
    ("print", "printf vprintf puts putchar fputs fputc fprintf vfprintf perror syslog",
     tuple(f"src/{r}/" for r in ["store", "crypto", "docs", "jobs", "auth", "import"] + BUSINESS),
     "return an error with a fault; web and jobs log it once"),
    ("exit", "exit _exit _Exit quick_exit abort", ("src/",), "return E_BROKEN"),
    ("environment", "getenv secure_getenv setenv putenv", ("src/",), "base/config"),
    ("pure", "env_now env_next_id env_system ctx_today", ("src/policy/",), "policy takes time as a fact"),
]
FREE = {"print": ("src/main/", "src/demo/"), "exit": ("src/main/",), "environment": ("src/base/config",
        "src/main/"), "heap": ("src/main/", "src/demo/")}

# No floating point comes near money.
EXACT = tuple(f"src/{room}/" for room in ("policy", "money", "enrolment", "lunch", "funds")) + (
    "src/base/money",)


def poisoned():
    """The names base/ban.h poisons, so that files which do not include it are caught too."""
    return " ".join(re.findall(r"#pragma GCC poison (.*)", text("src/base/ban.h"))).split()


def calls(source, names):
    pattern = r"(?<![\w.>])(?:" + "|".join(map(re.escape, names)) + r")\s*\("
    return re.finditer(pattern, source)


def check():
    """functions and types that have no place here"""
    problems = stale_exceptions()
    rules = [("poison", poisoned(), ("src/", "tools/", "tests/", "fuzz/", "bench/"), "see base/ban.h")]
    rules += [(rule, names.split(), where, instead) for rule, names, where, instead in RULES]
    for path in some(".c", ".h", under=("src/", "tools/", "tests/", "fuzz/", "bench/")):
        source = blank(text(path))
        for rule, names, where, instead in rules:
            if not path.startswith(where) or path.startswith(FREE.get(rule, ("\0",))):
                continue
            if excepted(rule, path):
                continue
            for match in calls(source, names):
                problems.append(f"{path}:{line_of(source, match.start())}: {match.group(0)}) [{rule}]: "
                                f"{instead}")
        if path.startswith(EXACT) and not excepted("float", path):
            for match in re.finditer(r"\b(?:double|float)\b", source):
                problems.append(f"{path}:{line_of(source, match.start())}: {match.group(0)} near money "
                                "[float]")
    return problems
