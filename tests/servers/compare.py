#!/usr/bin/env python3
"""Compares web servers over an export with `litopys serve`, which is the judge: random requests, the same status, Location and body.

usage: compare.py LITOPYS ARCHIVE [--servers nginx,apache,caddy] [--requests N] [--seed N]

LITOPYS is the binary, ARCHIVE the archive. The archive is exported into a temporary folder, and each server that is installed is started
over it with the configuration that was written there, on a free port.
"""
import argparse, contextlib, gzip, http.client, json, os, pathlib, random, re, shutil, socket, subprocess, sys, tempfile, time, urllib.parse

HEADERS = ["location", "content-language", "cache-control", "vary", "content-type", "set-cookie", "link",
           "content-security-policy", "x-content-type-options", "referrer-policy"]


def ask(address, target, headers, method="GET"):
    connection = http.client.HTTPConnection(address, timeout=300)
    try:
        connection.putrequest(method, target, skip_host=True, skip_accept_encoding=True)
        connection.putheader("Host", "archive.example")
        for name, value in headers:
            connection.putheader(name, value.encode("utf-8"))
        connection.endheaders()
        answer = connection.getresponse()
        body = answer.read()
        found = {name.lower(): value for name, value in answer.getheaders()}
        coding = found.get("content-encoding", "") if body else ""
        if coding == "gzip":
            body = gzip.decompress(body)
        elif coding == "br":
            body = subprocess.run(["brotli", "-dc"], input=body, capture_output=True, check=True).stdout
        elif coding == "zstd":
            body = subprocess.run(["zstd", "-dc"], input=body, capture_output=True, check=True).stdout
        return answer.status, found, body
    finally:
        connection.close()


def addresses(export):
    """Every address of the export, right and not quite."""
    export = pathlib.Path(export)
    routes = json.loads((export / ".litopys-export/routes.json").read_text())
    found = []
    for path in export.rglob("*"):
        name = path.relative_to(export).as_posix()
        if not path.is_file() or name.startswith((".", "_search/")) or name in ("404.html", "index.html") or name.endswith((".gz", ".br")):
            continue
        stem, query = name, ""
        part = re.search(r"~((?:before|after)=[^.]+)", name)
        if part:
            stem, query = name.replace(part.group(0), ""), "?" + part.group(1)
        if not stem.startswith(("static/", "media/")) and stem.endswith(".html"):
            stem = stem[:-5]
            if stem.endswith("/index"):
                stem = stem[:-5]
        found.append("/" + urllib.parse.quote(stem, safe="/-._~") + query)
    quoted = lambda path: urllib.parse.quote(path, safe="/-._~?=&")
    moved = list(routes["moved"]) + [folder + "/" + name for folder in routes["below"] for name in ("x", "2/x.html")]
    return routes, found, [quoted(path) for path in moved], [quoted(path) for path in routes["gone"] + routes["missing"]]


def accept_language(dice, tags):
    """A header as browsers, programs and the wicked send it."""
    ranges = tags + [tags[0] + "-UA", tags[-1] + "-RU", "de", "fr-CH", "*", "ua", "EN-gb", "pl"]
    weights = ["", ";q=1", ";q=1.0", ";q=0.9", ";q=0.8", ";q=0.85", ";q=0.805", ";q=0.5", ";q=0.1", ";q=0.001", ";q=0", ";q=0.0",
               "; q=0.7", ";q=2", ";q=x", ";q=0.1234", ";level=1;q=0.3", " ; q=0.6"]
    parts = [dice.choice(ranges) + dice.choice(weights) for _ in range(dice.randint(0, 6))]
    return dice.choice([", ", ",", " , "]).join(parts)


def request(dice, routes, pages, moved, absent):
    tags = routes["languages"]
    kind = dice.random()
    if kind < 0.34:
        target = dice.choice(pages)
    elif kind < 0.62:  # without its language
        target = dice.choice(pages)
        first, rest = target[1:].split("/", 1) if "/" in target[1:] else ("", "")
        target = "/" + rest if first in tags else target
        # The feed of all languages has parts of its own.
        target = target.split("?")[0] if target.startswith("/feed.") else target
    elif kind < 0.70 and moved:
        target = dice.choice(moved)
    elif kind < 0.76 and absent:
        target = dice.choice(absent)
    elif kind < 0.82:  # the other closing slash
        target = dice.choice(pages)
        path, mark, query = target.partition("?")
        target = (path.rstrip("/") if path.endswith("/") and path != "/" else path + "/") + mark + query
    elif kind < 0.87:
        target = dice.choice(pages)
        target = re.sub("^/" + tags[0] + "/", dice.choice(["/ua/", "/UK/", "/uk-UA/"]), target)
    elif kind < 0.92:
        target = dice.choice([page for page in pages if "?" not in page]) + dice.choice(["?remember", "?utm_source=x", "?a=1&b=2", "?remember&x=1"])
    elif kind < 0.96:  # written in another way
        plain = [page for page in pages if "?" not in page and page.split("/")[1] in tags and "." not in page.rsplit("/", 1)[1]]
        target = dice.choice(plain)
        at = dice.randrange(1, len(target)) if len(target) > 1 else 0
        target = dice.choice([
            target.rstrip("/") + dice.choice(["/index.html", "/index.htm", "/index"]),
            target.replace("/", "//", 1),
            target[:at] + (f"%{ord(target[at]):02X}" if target[at].isalpha() and "%" not in target else target[at]) + target[at + 1:],
        ])
    else:
        target = dice.choice(["/" + dice.choice(tags) + "/2025/nothing", "/nothing", "/2025/nothing", "/static/nothing.css", "/nothing/at/all",
                              "/" + dice.choice(tags) + "/tag/nothing", "/media/2025/nothing/x.png"])
    headers = []
    if dice.random() < 0.8:
        headers.append(("Accept-Language", accept_language(dice, tags)))
    if dice.random() < 0.25:
        headers.append(("Cookie", dice.choice(["lang=" + dice.choice(tags), "lang=ua", "lang=de", "theme=dark; lang=" + dice.choice(tags),
                                               "lang=\"" + tags[0] + "\"", "language=ru"])))
    if dice.random() < 0.5:
        headers.append(("Accept-Encoding", dice.choice(["gzip", "gzip, deflate, br", "br;q=0, gzip", "identity", "gzip;q=0"])))
    method = "HEAD" if dice.random() < 0.1 else "GET"
    return method, target, headers


def without_parts(target, body):
    """The page of a part of a listing without the parts that it links: an export names those that are files."""
    if "before=" not in target and "after=" not in target:
        return body
    return re.sub(rb"\?(?:(?:before|after)=[^&\"]*)?(?:&#38;)?", b"?", body).replace(b'?"', b'"')


def location(value):
    return re.sub(r"^https?://[^/]+", "", value or "")


def compare(dice, judge, address, one):
    method, target, headers = one
    expected, found = ask(judge, target, headers, method), ask(address, target, headers, method)
    differences = []
    if expected[0] != found[0]:
        differences.append(f"status {found[0]}, not {expected[0]}")
    if location(expected[1].get("location")) != location(found[1].get("location")):
        differences.append(f"Location {found[1].get('location')}, not {expected[1].get('location')}")
    if expected[0] in (200, 410) and found[0] == expected[0] and without_parts(target, expected[2]) != without_parts(target, found[2]) and not target.split("?")[0].endswith(("/language", "/search")):
        differences.append("body")
    if found[0] == 404 and expected[0] == 404 and not found[2].startswith(b"<!DOCTYPE") and method == "GET" and expected[2].startswith(b"<!DOCTYPE"):
        differences.append("the page of a 404")
    # A validator of each server's own.
    if expected[0] == 200 and found[0] == 200 and "etag" in found[1] and "etag" in expected[1]:
        again = [(name, value) for name, value in headers]
        status = [ask(where, target, again + [("If-None-Match", answer[1]["etag"])], method)[0] for where, answer in ((judge, expected), (address, found))]
        if status[0] != status[1]:
            differences.append(f"{status[1]} where nothing has changed, not {status[0]}")
    others = [name for name in HEADERS[1:] if expected[1].get(name) != found[1].get(name)] if expected[0] == found[0] else []
    return differences, [f"{name}: {found[1].get(name)}, not {expected[1].get(name)}" for name in others], expected[0]


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


def nginx(export, folder, address):
    text = (export / ".litopys-export/nginx.conf").read_text().replace("listen 80;", f"listen {address};")
    (folder / "site.conf").write_text(text)
    paths = "".join(f"{kind}_temp_path {folder}/{kind}; " for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
    (folder / "nginx.conf").write_text(f"daemon off; worker_processes 1; pid {folder}/pid; error_log {folder}/error.log; "
                                       f"events {{}} http {{ access_log off; {paths} include {folder}/site.conf; }}\n")
    return ["nginx", "-c", str(folder / "nginx.conf")]


def apache(export, folder, address):
    host = (export / ".litopys-export/apache.conf").read_text().replace("<VirtualHost *:80>", f"<VirtualHost {address}>")
    modules = "".join(f"LoadModule {name}_module /usr/lib/apache2/modules/mod_{name}.so\n"
                      for name in ("mpm_event", "authz_core", "dir", "mime", "headers", "rewrite"))
    (folder / "apache.conf").write_text(f"{modules}ServerRoot {folder}\nPidFile {folder}/pid\nErrorLog {folder}/error.log\nListen {address}\n"
                                        f"ServerName localhost\nUser www-data\nGroup www-data\nTypesConfig /etc/mime.types\n{host}")
    return ["apache2", "-f", str(folder / "apache.conf"), "-DFOREGROUND"]


def caddy(export, folder, address):
    site = (export / ".litopys-export/Caddyfile").read_text()
    site = re.sub(r"(?m)^https?://\S+ \{$", f"http://:{address.rsplit(':', 1)[1]} {{\n\tbind 127.0.0.1", site, count=1)
    (folder / "Caddyfile").write_text(f"{{\n\tadmin off\n}}\n{site}")
    return ["caddy", "run", "--config", str(folder / "Caddyfile"), "--adapter", "caddyfile"]


SERVERS = {"nginx": ("nginx", nginx), "apache": ("apache2", apache), "caddy": ("caddy", caddy)}


@contextlib.contextmanager
def started(name, export, folder):
    folder.mkdir()
    address = f"127.0.0.1:{free_port()}"
    command = SERVERS[name][1](export, folder, address)
    with (folder / "log").open("w") as log:
        server = subprocess.Popen(command, stdout=log, stderr=log, env=os.environ | {"HOME": str(folder)})
    try:
        while server.poll() is None:
            with contextlib.suppress(OSError), socket.create_connection(address.split(":")):
                break
            time.sleep(0.1)
        else:
            sys.exit(f"{name} does not start: {(folder / 'log').read_text()[-2000:]}")
        yield address
    finally:
        server.terminate()
        server.wait()


def judged(name, address, judge, typed, export):
    """Whether all answers of a server are those of the judge."""
    routes, pages, moved, absent = addresses(export)
    dice = random.Random(typed.seed)
    same, statuses, headers = 0, {}, {}
    for _ in range(typed.requests):
        method, target, headers_sent = request(dice, routes, pages, moved, absent)
        one = (method, urllib.parse.urlsplit(routes["base_url"]).path + target, headers_sent)
        differences, others, status = compare(dice, judge, address, one)
        statuses[status] = statuses.get(status, 0) + 1
        for other in others:
            headers.setdefault(other.split(":")[0], []).append((one, other))
        if not differences:
            same += 1
        else:
            print(f"{name}: {one[0]} {one[1]} {one[2]}: {'; '.join(differences)}")
    counts = ", ".join(f"{count} × {status}" for status, count in sorted(statuses.items()))
    print(f"{name}: {same} of {typed.requests} answers have the status, Location and body of litopys serve ({counts}; seed {typed.seed})")
    for header, some in sorted(headers.items()):
        print(f"{name}: {len(some)} answers have another {header}, such as {some[0][0][1]}: {some[0][1]}")
    return same == typed.requests


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("litopys")
    arguments.add_argument("archive")
    arguments.add_argument("--servers", default=",".join(SERVERS))
    arguments.add_argument("--requests", type=int, default=500)
    arguments.add_argument("--seed", type=int, default=1)
    typed = arguments.parse_args()
    names = [name for name in typed.servers.split(",") if shutil.which(SERVERS[name][0]) or print(f"{name}: not installed")]
    with tempfile.TemporaryDirectory() as folder:
        # Apache's workers are another user.
        os.chmod(folder, 0o755)
        export = pathlib.Path(folder) / "export"
        subprocess.run([typed.litopys, "export", "site", export, "--archive", typed.archive, "--compress"], check=True)
        serve = subprocess.Popen([typed.litopys, "serve", "--archive", typed.archive, "--listen", "127.0.0.1:0", "--admin", "off"],
                                 stderr=subprocess.PIPE, text=True)
        try:
            judge = next(match.group(1) for match in (re.match(r"http://([^/]+)/", line) for line in serve.stderr) if match)
            failed = False
            for name in names:
                with started(name, export, pathlib.Path(folder) / name) as address:
                    failed |= not judged(name, address, judge, typed, export)
            return 1 if failed else 0
        finally:
            serve.terminate()
            serve.wait()


if __name__ == "__main__":
    sys.exit(main())
