## templates/base.html: what every page has

skip-link = Skip to the text
site-languages-label = Language
# What the two menus of a page are called to those who hear it.
menu-header = Sections and pages
menu-footer = More pages
footer-about = An archive in several languages. Each article is stored once per language and preserved for good.

## The language selector. The label (UA, EN, RU) always comes first.

# $label is what is seen, $name the language's own name.
selector-current = { $label } — { $name }, current language
selector-other = { $label } — { $name }
selector-missing = { $label } — { $name }, not translated
# The same for an article that is meant for other languages: no translation is to come.
selector-unmeant = { $label } — { $name }, not published in this language
# Where the name itself is what is seen: it is not said twice.
selector-current-name = { $name }, current language
selector-missing-name = { $name }, not translated
selector-unmeant-name = { $name }, not published in this language

## Languages. `.in`: "the text is shown in English"; `.from`: "translated from English".

# This language's name in itself, as a reader of it would say it.
language-self = English
language-uk =
    .in = in Ukrainian
    .from = from Ukrainian
language-en =
    .in = in English
    .from = from English
language-ru =
    .in = in Russian
    .from = from Russian
# For every other language. $name is its name in CLDR: "Polish". Where names of languages are declined (uk «польська», «польською»),
# language-adjective is the ending that such a name has in the nominative, $stem the word without it, and language-declined the
# phrase; language-named is for all other names. English does not decline them: no name ends in "-".
language-adjective = -
    .in = { $stem }
    .from = { $stem }
language-declined =
    .in = in { $name }
    .from = from { $name }
# The same for names that begin with one of these (uk «зі словацької», not «з»), with spaces between. English has none: "-".
language-cluster = -
    .in = in { $name }
    .from = from { $name }
language-named =
    .in = in { $name }
    .from = from { $name }
# For a language that has no name in CLDR either. $tag is its code, such as `xqq`.
language-unknown =
    .in = in another language ({ $tag })
    .from = from another language ({ $tag })

## templates/parts/card.html: an article in a list

# $date is the day of publication.
card-date = { $date }
# In place of the day, of an undated page.
card-page = Page

## templates/parts/pager.html

pager-label = Pages
pager-newer = Newer
pager-older = Older
