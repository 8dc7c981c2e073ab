## templates/pages/search.html

# The link in the head of every page.
search-link = Search
search-title = Search
# The title of the browser's tab. $query is what was typed.
search-title-query = Search: “{ $query }”
search-field = Words to look for
search-button = Search
search-building = Search is still being prepared. Please try again in a minute.
# $count is how many articles were found.
search-count =
    { $count ->
        [one] { $count } article found
       *[other] { $count } articles found
    }
# Shown where far too many were found. $count is how many of them can be leafed through.
search-deepest = showing the top { $count }; add a word to narrow the search
# Nothing was found for what was typed ($query), so the results of a similar word of the archive ($meant) are listed.
search-meant = No results for “{ $query }”. Showing results for “{ $meant }”.
search-most = No article contains all of these words. Here are those that contain most of them.
search-nothing = No results for “{ $query }”.
# $lang is the language of the page: “in English”.
search-narrow = Only texts { $lang }
search-widen = Texts in all languages
# Beside an article that is shown in another language than the one it was found in. $lang: “in Russian”.
search-found-in = found in the version { $lang }
search-previous = Previous
search-next = Next

## What to try. The words in quotation marks and with colons are typed as they stand here.

search-tip-words = Use fewer words to find more. Any form of a word finds all its other forms, in every language of the archive.
search-tip-forms = You can type names in Latin or Cyrillic letters: “Kyiv” or “Київ”.
search-tip-phrase = Words in quotation marks are found side by side; a minus before a word leaves out articles that contain it: “mine action” -convention.
search-tip-filters = Narrow the search with year:2024, 2022..2025, tag:, author:, section:, series: or lang:.
