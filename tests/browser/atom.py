"""What RFC 4287 demands of an Atom document, read off its sections 3 and 4; no schema of it may be copied here, as its RELAX NG
is under the old terms of the IETF. `faults(body)` names what is wrong. Standard library only."""
import re
import xml.etree.ElementTree as ET

ATOM = '{http://www.w3.org/2005/Atom}'
LANG = '{http://www.w3.org/XML/1998/namespace}lang'
# RFC 3339, as section 3.3 narrows it: capital T, and Z or an offset.
DATE = re.compile(r'\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])T([01]\d|2[0-3]):[0-5]\d:([0-5]\d|60)(\.\d+)?(Z|[+-]\d\d:\d\d)')
IRI = re.compile(r'[A-Za-z][A-Za-z0-9+.-]*:[^\s<>"{}|\\^`]+')
TEXTS = ('title', 'subtitle', 'summary', 'rights')
DATES = ('updated', 'published')
# How often an element may stand in its parent: (least, most).
FEED = {'id': (1, 1), 'title': (1, 1), 'updated': (1, 1), 'generator': (0, 1), 'icon': (0, 1), 'logo': (0, 1), 'rights': (0, 1),
        'subtitle': (0, 1), 'author': (0, None), 'category': (0, None), 'contributor': (0, None), 'link': (0, None), 'entry': (0, None)}
ENTRY = {'id': (1, 1), 'title': (1, 1), 'updated': (1, 1), 'published': (0, 1), 'rights': (0, 1), 'source': (0, 1), 'summary': (0, 1),
         'content': (0, 1), 'author': (0, None), 'category': (0, None), 'contributor': (0, None), 'link': (0, None)}
PERSON = {'name': (1, 1), 'uri': (0, 1), 'email': (0, 1)}
ATTRIBUTES = {'link': {'href', 'rel', 'type', 'hreflang', 'title', 'length'}, 'category': {'term', 'scheme', 'label'},
              'content': {'type', 'src'}, 'generator': {'uri', 'version'}}


def children(node, allowed, where):
    """How often what stands in a container."""
    count = {}
    for child in node:
        if child.tag.startswith(ATOM):
            name = child.tag.removeprefix(ATOM)
            count[name] = count.get(name, 0) + 1
            if name not in allowed:
                yield f'{where}: `{name}` may not stand here (4.1)'
        elif not child.tag.startswith('{'):
            yield f'{where}: `{child.tag}` has no namespace (6.2)'
    for name, (least, most) in allowed.items():
        found = count.get(name, 0)
        if found < least or (most is not None and found > most):
            yield f'{where}: {found} of `{name}`, expected {least} to {most}'


def leaf(node, where):
    """What a single element holds."""
    name, text = node.tag.removeprefix(ATOM), node.text or ''
    plain = {key for key in node.keys() if not key.startswith('{')}
    allowed = ATTRIBUTES.get(name, {'type'} if name in TEXTS else set())
    if plain - allowed:
        yield f'{where}: `{name}` has attributes {sorted(plain - allowed)}'
    if name in TEXTS and node.get('type', 'text') not in ('text', 'html', 'xhtml'):
        yield f'{where}: `{name}` is of type {node.get("type")} (3.1.1)'
    if name in TEXTS and node.get('type', 'text') != 'xhtml' and len(node):
        yield f'{where}: `{name}` has children (3.1.1)'
    if name in DATES and not DATE.fullmatch(text):
        yield f'{where}: `{name}` is `{text}` (3.3)'
    if name in ('id', 'icon', 'logo', 'uri') and not IRI.fullmatch(text):
        yield f'{where}: `{name}` is `{text}` (4.2)'
    if name == 'link' and not IRI.fullmatch(node.get('href', '')):
        yield f'{where}: a link to `{node.get("href")}` (4.2.7)'
    if name == 'category' and not node.get('term'):
        yield f'{where}: a category without a term (4.2.2)'
    if name == 'content' and node.get('src') and text.strip():
        yield f'{where}: content both here and elsewhere (4.1.3.2)'
    if node.get(LANG) is not None and not re.fullmatch(r'[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*', node.get(LANG)):
        yield f'{where}: xml:lang is `{node.get(LANG)}` (2)'


def links(node, where):
    """No two alternates of one type and language (4.1.1, 4.1.2)."""
    alternates = [(link.get('type'), link.get('hreflang')) for link in node.findall(ATOM + 'link') if link.get('rel', 'alternate') == 'alternate']
    if len(set(alternates)) != len(alternates):
        yield f'{where}: two alternates of one type and language: {alternates}'


def container(node, allowed, where):
    yield from children(node, allowed, where)
    yield from links(node, where)
    for child in node:
        if child.tag in (ATOM + 'author', ATOM + 'contributor'):
            yield from children(child, PERSON, f'{where}, a person')
            for part in child:
                yield from leaf(part, where)
        elif child.tag.startswith(ATOM) and child.tag not in (ATOM + 'entry', ATOM + 'source'):
            yield from leaf(child, where)


def faults(body):
    """Everything that is wrong with a document, each with where it is."""
    feed = ET.fromstring(body)
    if feed.tag != ATOM + 'feed':
        return [f'the root is `{feed.tag}`']
    found = list(container(feed, FEED, 'feed'))
    seen = set()
    for entry in feed.findall(ATOM + 'entry'):
        name = entry.findtext(ATOM + 'id', '')
        found += container(entry, ENTRY, name)
        # 4.1.1: one entry of a document has one id, unless it is another state of it.
        state = (name, entry.findtext(ATOM + 'updated'))
        if state in seen:
            found.append(f'{name}: stands twice')
        seen.add(state)
        if entry.find(ATOM + 'author') is None and feed.find(ATOM + 'author') is None:
            found.append(f'{name}: has no author, nor has its feed (4.1.2)')
        content = entry.find(ATOM + 'content')
        alternate = any(link.get('rel', 'alternate') == 'alternate' for link in entry.findall(ATOM + 'link'))
        if content is None and not alternate:
            found.append(f'{name}: neither content nor alternate (4.1.2)')
    return found


def test():
    """The checker finds what it must: `python3 -m unittest` is not needed for so little."""
    entry = '<entry><id>tag:a,2025:1</id><title>t</title><updated>2025-06-29T00:00:00Z</updated><author><name>n</name></author><content type="html">x</content></entry>'
    whole = f'<feed xmlns="http://www.w3.org/2005/Atom"><id>tag:a,2025:</id><title>t</title><updated>2025-06-29T00:00:00Z</updated>{entry}</feed>'
    assert faults(whole) == [], faults(whole)
    for old, new in [('<title>t</title>', ''), ('00:00:00Z', '00:00:00'), ('tag:a,2025:1', 'no iri'), ('<author><name>n</name></author>', ''),
                     ('<name>n</name>', '<nick>n</nick>'), ('<content type="html">x</content>', ''), (entry, entry + entry),
                     ('<entry>', '<entry><link href="x"/>'), ('<entry>', '<entry lang="uk"><generator>x</generator>')]:
        assert faults(whole.replace(old, new, 1)), new


test()
