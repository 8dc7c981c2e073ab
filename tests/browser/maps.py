#!/usr/bin/env python3
"""maps.py BASE [ARCHIVE [XSD]]: reads the whole map of a served site. Each address stands once; it is among its own
alternates; every alternate of the set stands in the map and names the same set (so hreflang is mutual); x-default once;
no part is larger than the protocol allows; lastmod is a moment that is not to come. With the folder of the archive:
every version there is stands in the map, except those of withdrawn articles, and nothing else. With XSD, the schema of
sitemaps.org, every part follows it (needs lxml). Standard library otherwise."""
import datetime
import pathlib
import re
import sys
import tempfile
import tomllib
import urllib.request
import xml.etree.ElementTree as ET

base = sys.argv[1].rstrip('/')
MAP = '{http://www.sitemaps.org/schemas/sitemap/0.9}'
LINK = '{http://www.w3.org/1999/xhtml}link'
findings = []
# The published schema lets elements of other namespaces in where a schema declares them; this is the one we use.
LINKS = f'''<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="http://www.w3.org/1999/xhtml"><xs:element name="link">
<xs:complexType><xs:attribute name="rel" fixed="alternate" use="required"/><xs:attribute name="hreflang" type="xs:language" use="required"/>
<xs:attribute name="href" type="xs:anyURI" use="required"/></xs:complexType></xs:element></xs:schema>'''
BOTH = '''<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema"><xs:import namespace="http://www.sitemaps.org/schemas/sitemap/0.9"
schemaLocation="{}"/><xs:import namespace="http://www.w3.org/1999/xhtml" schemaLocation="{}"/></xs:schema>'''


def schema(path):
    """A function that names what is wrong with a part by the schema; of nothing, without one."""
    if not path:
        return lambda body: []
    from lxml import etree
    with tempfile.NamedTemporaryFile('w', suffix='.xsd') as links:
        links.write(LINKS)
        links.flush()
        both = etree.XMLSchema(etree.fromstring(BOTH.format(pathlib.Path(path).resolve().as_uri(), pathlib.Path(links.name).as_uri())))

    def faults(body):
        both.validate(etree.fromstring(body))
        return [f'line {fault.line}: {fault.message}' for fault in both.error_log]

    assert faults(b'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><url><lastmod>2025-06-29</lastmod></url></urlset>')
    return faults


def check(sound, what):
    if not sound:
        findings.append(what)


def read(path):
    with urllib.request.urlopen(base + path) as answer:
        body = answer.read()
    check(len(body) <= 50 << 20, f'{path} has {len(body)} bytes')
    return ET.fromstring(body), body


def local(url):
    return '/' + url.split('/', 3)[3]


now = datetime.datetime.now(datetime.timezone.utc)
faults_of = schema(sys.argv[3] if len(sys.argv) > 3 else None)
index, _ = read('/sitemap.xml')
check(index.tag == MAP + 'sitemapindex' and len(index) <= 50_000, '/sitemap.xml is no index')
sets, undated, largest = {}, 0, (0, 0)
for part in index:
    check([child.tag for child in part][0] == MAP + 'loc', 'an entry of the index without an address')
    path = local(part[0].text)
    urls, body = read(path)
    for fault in faults_of(body):
        check(False, f'{path}, {fault}')
    check(urls.tag == MAP + 'urlset', f'{path} is no map')
    check(len(urls) <= 50_000, f'{path} has {len(urls)} addresses')
    largest = max(largest, (len(urls), len(body)))
    for url in urls:
        tags = [child.tag for child in url]
        check(tags[0] == MAP + 'loc' and set(tags[1:]) <= {MAP + 'lastmod', LINK}, f'{path} has {tags}')
        loc = url[0].text
        check(loc not in sets, f'{loc} stands twice')
        check(re.fullmatch(r'https?://[\x21-\x7e]+', loc) and '?' not in loc, f'{loc} is no address for a map')
        links = [(link.get('hreflang'), link.get('href')) for link in url.findall(LINK)]
        check(all(link.get('rel') == 'alternate' for link in url.findall(LINK)), f'{loc} has another rel')
        check(len(dict(links)) == len(links), f'{loc} names a language twice')
        sets[loc] = frozenset(links)
        lastmod = url.findtext(MAP + 'lastmod')
        undated += lastmod is None
        check(lastmod is None or datetime.datetime.fromisoformat(lastmod) <= now, f'{loc} changed in the future: {lastmod}')
links = 0
for loc, alternates in sets.items():
    own = [lang for lang, href in alternates if href == loc and lang != 'x-default']
    check(own == [local(loc).split('/')[1]], f'{loc} does not name itself in its own language: {own}')
    check('x-default' in dict(alternates), f'{loc} has no x-default')
    for lang, href in alternates:
        links += 1
        if lang != 'x-default':
            check(sets.get(href) == alternates, f'{loc} names {href} in {lang}, which names another set')
if len(sys.argv) > 2:
    folders = [path.parent for path in pathlib.Path(sys.argv[2], 'articles').glob('*/*/article.toml')]
    texts = [path for folder in folders if 'withdrawn' not in tomllib.loads((folder / 'article.toml').read_text()) for path in folder.glob('*.md')]
    dated = len(sets) - undated
    check(dated == len(texts), f'{dated} versions in the map, {len(texts)} in the archive')
print('\n'.join(findings[:50]))
print(f'{len(index)} parts (the largest: {largest[0]} addresses, {largest[1]} bytes), {len(sets)} addresses, '
      f'{links} alternates, {len(findings)} findings')
sys.exit(bool(findings))
