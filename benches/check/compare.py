#!/usr/bin/env python3
"""compare.py LITOPYS: what litopys check, compare-locales and moz.l10n report on the fixtures, finding by finding.

LITOPYS is the binary. The two others are installed from PyPI into a cache folder. Every folder of
tests/fixtures/locales that has locales/ is checked by all three; the table goes to stdout, in Markdown, and the exit
code is 1 where one of the others reports something on a fixture on which litopys is silent. On the fixture `clean`
nobody should report anything; what the others do report there is listed below the table."""
import json, os, pathlib, subprocess, sys, venv

VERSIONS = ["compare-locales==9.0.5", "moz.l10n==0.15.0"]
ROOT = pathlib.Path(__file__).resolve().parents[2]
FIXTURES = ROOT / "tests/fixtures/locales"
CACHE = pathlib.Path(os.environ.get("XDG_CACHE_HOME", "~/.cache")).expanduser() / "litopys-compare"


def tools():
    python = CACHE / "bin/python"
    if not python.exists():
        venv.create(CACHE, with_pip=True)
    subprocess.run([python, "-m", "pip", "install", "-q", *VERSIONS], check=True)
    return python


def litopys(binary, case):
    command = [binary, "check", "--archive", case, "--only", "locales", "--format", "json"]
    out = subprocess.run(command, capture_output=True, text=True).stdout
    codes = {json.loads(line)["code"] for line in out.splitlines()}
    # The messages of most fixtures, `case-hello` and so on, are not messages of the program.
    return sorted(codes - ({"unused-message"} - {case.name}))


# Runs in the cache's Python: both tools by their own interfaces, on every fixture.
OTHERS = r'''
import json, logging, pathlib, sys, tempfile
from compare_locales.compare import compareProjects
from compare_locales.paths import TOMLParser, ProjectConfig
from moz.l10n.formats import Format
from moz.l10n.lint.content.empty_translation import EmptyTranslation
from moz.l10n.lint.content.whitespace_mismatch import LeadingWhitespaceMismatch, TrailingWhitespaceMismatch
from moz.l10n.lint.model import LintContext
from moz.l10n.model import Entry
from moz.l10n.resource import parse_resource
logging.disable(logging.CRITICAL)

def said(details):
    if isinstance(details, dict):
        for key, value in details.items():
            if key in ("error", "warning", "missingEntity", "obsoleteEntity", "missingFile", "obsoleteFile"):
                yield f"{key}: {value}"
            else:
                yield from said(value)
    elif isinstance(details, list):
        for item in details:
            yield from said(item)

def compare_locales(case, lang, validate):
    with tempfile.NamedTemporaryFile("w", suffix=".toml", dir=case) as config:
        config.write('basepath = "."\nlocales = ["%s"]\n[[paths]]\n  reference = "locales/en/**/*.ftl"\n'
                     '  l10n = "locales/{locale}/**/*.ftl"\n' % lang)
        config.flush()
        parsed = TOMLParser().parse(config.name, env={"l10n_base": str(case)})
        if validate:
            parsed.set_locales([])
            locales = [None]
        else:
            locales = [lang]
        observers = compareProjects([parsed], locales, str(case))
        return sorted(set(said([observer.toJSON()["details"] for observer in observers])))

def entries(path):
    return {".".join(section.id + entry.id): entry for section in parse_resource(str(path)).sections
            for entry in section.entries if isinstance(entry, Entry)}

def moz_l10n(case, lang):
    found = []
    rules = [EmptyTranslation(), LeadingWhitespaceMismatch(), TrailingWhitespaceMismatch()]
    context = LintContext(Format.fluent)
    for source in sorted((case / "locales/en").glob("*.ftl")):
        try:
            theirs = entries(source)
        except Exception as error:
            found.append(f"parse: {source.name} of the source: {error}")
            continue
        target = case / "locales" / lang / source.name
        if not target.exists():
            found.append(f"missing file {source.name}")
            continue
        try:
            ours = entries(target)
        except Exception as error:
            found.append(f"parse: {error}")
            continue
        for key, entry in theirs.items():
            if key not in ours:
                found.append(f"missing {key}")
                continue
            for name in [None, *entry.properties]:
                pair = [e.value if name is None else e.properties.get(name) for e in (ours[key], entry)]
                if all(pair):
                    for rule in rules:
                        found += [f"{d.rule_name}: {d.message}" for d in rule.check(pair[0], pair[1], context)]
    return found

cases = json.load(sys.stdin)
answer = {}
for case, lang in cases:
    path = pathlib.Path(case)
    answer[case] = [compare_locales(path, lang, False) + compare_locales(path, lang, True), moz_l10n(path, lang)]
json.dump(answer, sys.stdout)
'''


def short(words):
    text = "; ".join(" ".join(word.split()) for word in words) or "—"
    text = text.replace("|", "\\|").replace("<", "&lt;")
    return text if len(text) < 160 else text[:157] + "…"


def main():
    binary = pathlib.Path(sys.argv[1]).resolve()
    python = tools()
    cases = []
    for case in sorted(FIXTURES.iterdir()):
        langs = sorted(path.name for path in (case / "locales").glob("*") if path.name != "en")
        if langs:
            cases.append((case, "uk" if "uk" in langs else langs[0]))
    text = json.dumps([(str(case), lang) for case, lang in cases])
    out = subprocess.run([python, "-c", OTHERS], input=text, capture_output=True, text=True)
    if out.returncode:
        sys.exit(out.stderr)
    others = json.loads(out.stdout)
    print("| fixture | litopys check | compare-locales | moz.l10n |\n|---|---|---|---|")
    silent, clean, counts = [], [], [0, 0, 0]
    for case, _ in cases:
        theirs = others[str(case)]
        ours = litopys(binary, case)
        print(f"| {case.name} | {short(f'`{code}`' for code in ours)} | {short(theirs[0])} | {short(theirs[1])} |")
        for n, words in enumerate([ours, *theirs]):
            counts[n] += bool(words)
        if not ours and any(theirs) and case.name != "clean":
            silent.append(case.name)
        if case.name == "clean":
            clean = [(n, " ".join(word.split())) for n, words in enumerate(theirs) for word in words]
    print(f"\n{len(cases)} fixtures; something is found in {counts[0]} by litopys check, in {counts[1]} by "
          f"compare-locales, in {counts[2]} by moz.l10n.")
    for n, word in clean:
        print(f"\nOn `clean`, {['compare-locales', 'moz.l10n'][n]} reports: {word}")
    if silent:
        print(f"\nOnly the others report something on: {', '.join(silent)}.")
    sys.exit(bool(silent))


if __name__ == "__main__":
    main()
