#!/usr/bin/env python3
"""What a reader waits for over HTTP, by one client on one connection, in an archive whose index is made.

    cargo build --release
    target/release/litopys reindex --archive ARCHIVE
    benches/scale/latency.py ARCHIVE

Milliseconds, client and all: a page that is kept (what the client itself costs), articles that are not, listings, searches. The
words sought are the archive's own, and no query is asked twice.
"""
import collections, http.client, os, pathlib, random, re, signal, subprocess, sys, time, urllib.parse
from run import rest

ROOT = pathlib.Path(__file__).resolve().parents[2]
BINARY = os.environ.get("LITOPYS", ROOT / "target/release/litopys")
ARTICLES, SEARCHES = 600, 300
NAMES = {}


class Reader:
    def __init__(self, archive):
        begun = time.monotonic()
        command = [BINARY, "serve", "--archive", archive, "--listen", "127.0.0.1:0", "--admin", "off"]
        self.server = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
        address = next(line for line in self.server.stderr if line.startswith("http://"))
        self.connection = http.client.HTTPConnection(address.strip().removeprefix("http://").rstrip("/"))
        self.get("/uk/")
        self.connection.close()
        print(f"{'first page of a warm start':32} {(time.monotonic() - begun) * 1000:8.0f} ms")
        rest(self.server.pid)  # Meanwhile it looks through every folder for what has changed.
        print(f"{'all folders looked through':32} {time.monotonic() - begun:8.1f} s")

    def get(self, path):
        begun = time.perf_counter()
        self.connection.request("GET", path)
        answer = self.connection.getresponse()
        body = answer.read()
        self.took = (time.perf_counter() - begun) * 1000
        return answer.status, answer.headers, body

    def tell(self, name, paths):
        times = []
        for path in paths:
            status, headers, _ = self.get(path)
            if status == 308:
                status, headers, _ = self.get(headers["Location"])
            # There is not every article in every language, nor an article in every month.
            if status == 200:
                times.append(self.took)
        times.sort()
        print(f"{name:32} p50 {times[len(times) // 2]:8.2f}  p99 {times[int(len(times) * 0.99)]:8.2f} ms, of {len(times)}")


def searched(archive, years, chance):
    """Queries of words that a sample of articles has, each of another article: a common one in another year each time, a
    common, a middling and a rare one together, a rare one."""
    texts, counts = [], collections.Counter()
    while len(texts) < SEARCHES:
        year = chance.choice(years)
        text = year / chance.choice(NAMES[year]) / "uk.md"
        words = set(re.findall(r"[^\W\d_]{5,}", text.read_text().split("+++", 2)[2].lower())) if text.exists() else ()
        if len(words) > 3:
            texts.append(sorted(words))
            counts.update(words)
    common = [word for word, _ in counts.most_common(50)]
    by_count = [sorted(words, key=lambda word: (counts[word], word)) for words in texts]
    return {
        "search, a common word": [f"{common[n % 50]} year:{chance.choice(years).name}" if n >= 50 else common[n] for n in range(SEARCHES)],
        "search, three mixed": [f"{words[-1]} {words[len(words) // 2]} {words[0]}" for words in by_count],
        "search, a rare word": [words[0] for words in by_count],
    }


def main():
    archive, chance = pathlib.Path(sys.argv[1]), random.Random(3)
    reader = Reader(archive)
    years = sorted(year for year in (archive / "articles").iterdir() if year.is_dir())
    reader.tell("a kept page", ["/uk/"] * 1000)
    for year in years:
        NAMES[year] = sorted(os.listdir(year))
    years = [year for year in years if NAMES[year]]
    articles = [f"/{chance.choice(('uk', 'en', 'ru'))}/{year.name}/{name}" for year in years
                for name in chance.sample(NAMES[year], min(len(NAMES[year]), ARTICLES // len(years)))]
    reader.tell("an article that is not kept", articles)
    reader.tell("a listing of a month", [f"/uk/{year.name}/{month:02}" for year in years for month in range(1, 13)])
    for name, queries in searched(archive, years, chance).items():
        reader.tell(name, ["/uk/search?q=" + urllib.parse.quote(query) for query in queries])
    memory = pathlib.Path(f"/proc/{reader.server.pid}/status").read_text()
    kept = lambda name: int(re.search(rf"{name}:\s+(\d+)", memory)[1]) / 1024
    print(f"{'resident memory':32} {kept('VmRSS'):8.0f} MB, of it {kept('RssAnon'):.0f} its own; the rest are pages of the index, which the"
          " system takes back when it needs them")
    reader.server.send_signal(signal.SIGTERM)
    reader.server.communicate()


if __name__ == "__main__":
    main()
