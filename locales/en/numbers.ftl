## templates/pages/stats.html: what the archive holds

numbers-title = The archive in numbers
numbers-intro = How many articles there are in each language, how long they are, and which translations are out of date.
# $count is how many articles the archive has, whatever their languages.
numbers-articles =
    { $count ->
        [one] { $count } article
       *[other] { $count } articles
    }
# $count is how many versions there are: an article in three languages has three.
numbers-versions =
    { $count ->
        [one] { $count } version
       *[other] { $count } versions
    }

## The table of languages: a column each; headings of rows

numbers-row-versions = Versions
numbers-row-words = Words
numbers-row-originals = Originals
# Translations that match the original; those older than it; articles without a version in the language.
numbers-row-fresh = Up to date
numbers-row-stale = Out of date
numbers-row-missing = Missing
# $n is a number in a table.
numbers-cell = { NUMBER($n) }
# $n is how many versions a year has, $stale how many of them are behind their originals.
numbers-cell-stale = { NUMBER($n) } ({ NUMBER($stale) } out of date)

## The pictures

numbers-by-year = By year of publication
numbers-key-fresh = up to date
numbers-key-stale = out of date (older than the original)
# $language is the language's own name.
numbers-chart = Versions by year: { $language }
# For those who hear the page. $first and $last are years, $stale is how many versions are behind their originals.
numbers-chart-text =
    { $stale ->
        [0] From { $first } to { $last }; every translation is up to date. The numbers are in the table below.
        [one] From { $first } to { $last }; { $stale } translation is out of date. The numbers are in the table below.
       *[other] From { $first } to { $last }; { $stale } translations are out of date. The numbers are in the table below.
    }
numbers-table = Show as a table
numbers-year = Year

## templates/base.html: the link at the foot of every page

footer-numbers = The archive in numbers
