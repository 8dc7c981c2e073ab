#!/usr/bin/env python3
"""speed.py LITOPYS ARTICLES [MESSAGES]: the time and memory of litopys check beside compare-locales.

LITOPYS is a release binary, ARTICLES an archive in Ukrainian, English and Russian whose articles are checked along. Into
a temporary folder go MESSAGES (default 20,000) a language, made of the clean fixture under ever new names, and a copy of
the articles. `litopys check` reads all of it in one run; compare-locales reads the messages alone."""
import os, pathlib, re, shutil, subprocess, sys, tempfile, time
from compare import FIXTURES, tools

COMPARE = r'''
import sys, tempfile
from compare_locales.compare import compareProjects
from compare_locales.paths import TOMLParser
case = sys.argv[1]
with open(case + "/l10n.toml", "w") as config:
    config.write('basepath = "."\nlocales = ["uk", "ru"]\n[[paths]]\n  reference = "locales/en/**/*.ftl"\n'
                 '  l10n = "locales/{locale}/**/*.ftl"\n')
parsed = TOMLParser().parse(case + "/l10n.toml", env={"l10n_base": case})
observers = compareProjects([parsed], ["uk", "ru"], case)
print(observers.toJSON()["summary"])
'''


def make(folder, messages):
    """Copies the clean fixture until there are `messages` a language; each copy has names of its own."""
    for lang in ["uk", "en", "ru"]:
        texts = [path.read_text() for path in sorted((FIXTURES / "clean/locales" / lang).glob("*.ftl"))]
        text = "\n".join(texts)
        names = set(re.findall(r"^-?([a-z][a-z0-9-]*) =", text, re.M))
        each = len(re.findall(r"^[a-z][a-z0-9-]* =", text, re.M))
        name = re.compile(r"(?m)^(-?)([a-z][a-z0-9-]*)(?= =)|(?<=\{ )(-?)([a-z][a-z0-9-]*)(?=[ .(])")
        target = folder / "locales" / lang
        target.mkdir(parents=True)
        for n in range(-(-messages // each)):
            def renamed(found):
                sigil, word = (found[1], found[2]) if found[2] else (found[3], found[4])
                return f"{sigil}{word}-{n}" if word in names else found[0]
            (target / f"part{n}.ftl").write_text(name.sub(renamed, text))
    return each * -(-messages // each)


def timed(command):
    """Seconds by the clock and of the processors, and the peak of memory in MB; the output is thrown away."""
    start = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    if os.waitstatus_to_exitcode(status) > 1:
        sys.exit(f"{command[0]} failed")
    return time.perf_counter() - start, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def main():
    binary, articles = pathlib.Path(sys.argv[1]).resolve(), pathlib.Path(sys.argv[2])
    python = tools()
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        made = make(folder, int(sys.argv[3]) if len(sys.argv) > 3 else 20_000)
        shutil.copy(articles / "site.toml", folder)
        shutil.copytree(articles / "articles", folder / "articles")
        count = sum(1 for _ in (folder / "articles").glob("*/*/article.toml"))
        check = [binary, "check", "--archive", name, "--format", "json"]
        theirs = min(timed([python, "-c", COMPARE, name]) for _ in range(2))
        runs = [("litopys check, messages and articles", check),
                ("litopys check, messages alone", [*check, "--only", "locales"])]
        print(f"{made} messages in uk, en, ru; {count} articles; {os.cpu_count()} cores\n")
        print("| run | seconds | of the processors | peak memory, MB | times as fast |\n|---|---|---|---|---|")
        print(f"| compare-locales, messages alone | {theirs[0]:.2f} | {theirs[1]:.2f} | {theirs[2]:.0f} | 1 |")
        for label, command in runs:
            seconds, processors, memory = min(timed(command) for _ in range(3))
            print(f"| {label} | {seconds:.2f} | {processors:.2f} | {memory:.0f} | {theirs[0] / seconds:.0f} |")


if __name__ == "__main__":
    main()
