#!/usr/bin/env python3
"""alternates.py BASE: every page that the map of a served site names answers 200 in the language of its address, names itself as
canonical, and has in its head just the alternates that the map has for it (maps.py proves those mutual). Standard library only;
BASE is where the site is served, its own addresses may name another host."""
import concurrent.futures
import html
import http.client
import re
import sys
import threading
import urllib.request
import xml.etree.ElementTree as ET

base = sys.argv[1].rstrip('/')
host = base.split('//')[1]
MAP = '{http://www.sitemaps.org/schemas/sitemap/0.9}'
LINK = '{http://www.w3.org/1999/xhtml}link'
TAG = re.compile(r'<link rel="(canonical|alternate)"(?: hreflang="([^"]+)")? href="([^"]+)">')
connections = threading.local()


def local(url):
    return '/' + url.split('/', 3)[3]


def parse(path):
    with urllib.request.urlopen(base + path) as answer:
        return ET.fromstring(answer.read())


def fetch(path):
    """Over one connection a thread."""
    if not hasattr(connections, 'own'):
        connections.own = http.client.HTTPConnection(host)
    connections.own.request('GET', path)
    answer = connections.own.getresponse()
    return answer, answer.read().decode()


def findings(url):
    loc = url.findtext(MAP + 'loc')
    due = {(link.get('hreflang'), link.get('href')) for link in url.findall(LINK)}
    path = local(loc)
    answer, text = fetch(path)
    head = text.split('</head>')[0]
    lang = path.split('/')[1]
    links = [(rel, hreflang, html.unescape(href)) for rel, hreflang, href in TAG.findall(head)]
    found = {(hreflang, href) for rel, hreflang, href in links if hreflang}
    canonical = [href for rel, hreflang, href in links if rel == 'canonical']
    if answer.status != 200 or answer.headers['Content-Language'] != lang or f'<html lang="{lang}">' not in head:
        yield f'{path}: {answer.status}, Content-Language {answer.headers["Content-Language"]}, expected 200 and {lang}'
    if canonical != [loc]:
        yield f'{path}: canonical is {canonical}'
    if 'content="noindex"' in head:
        yield f'{path}: stands in the map and says noindex'
    if found != due:
        yield f'{path}: alternates are {sorted(found)}, in the map {sorted(due)}'


urls = [url for part in parse('/sitemap.xml') for url in parse(local(part[0].text))]
with concurrent.futures.ThreadPoolExecutor(4) as pool:
    found = [finding for page in pool.map(lambda url: list(findings(url)), urls) for finding in page]
print('\n'.join(found[:50]))
print(f'{len(urls)} pages, {len(found)} findings')
sys.exit(bool(found))
