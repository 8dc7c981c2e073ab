## templates/base.html: a link at the end of every page

feed-link = Article feed (Atom)

## /en/opensearch.xml: what a browser calls the search of this site

# $site is the name of the site.
opensearch-description = Search the { $site } archive
