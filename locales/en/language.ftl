## templates/pages/language.html: why a reader is shown this language, and templates/base.html: the link to it

footer-language = Why this language?
language-title = Why this language?
language-lead = An address that begins with a language is shown in that language, to everyone alike. Only where an address names none does the server choose. This is what it has read from you, and how it would choose; none of it is kept.

language-read = What the server has read
# Followed by "in Ukrainian" and the first part of the address.
language-path = The address asks for the page
# `lang` is the cookie's name and stays as it is. Followed by "in Ukrainian", or by one of the two lines below.
language-cookie = Your remembered choice (cookie lang)
language-cookie-none = nothing remembered
# After the value of the cookie.
language-cookie-unknown = is no language of this site and is not heeded
# Accept-Language is the header's name and stays as it is.
language-header = What your browser accepts (Accept-Language)
language-header-none = it does not say
language-header-unheeded = This site does not heed it.

## A table of what the browser said

language-range = Language
language-range-weight = Weight
language-range-outcome = What became of it
# $weight is a number from 0 to 1.
language-range-number = { $weight }
language-range-heeded = heeded
language-range-excluded = excluded
language-range-repeated = skipped: named before
language-range-malformed = skipped: malformed

## What follows. $address is an address without a language, such as /2025/dnipro; $language is "in Ukrainian".

language-choice = What follows from it
language-choice-cookie = { $address } leads you to the page { $language }, because you have chosen that language here.
language-choice-header = { $address } leads you to the page { $language }, because of the languages there are, your browser asks for that one first.
language-choice-default = { $address } leads you to the page { $language }: nothing you have said decides, so this site does.
language-forget = Forget my choice

## About one article. $wanted and $shown are "in Ukrainian".

language-article = Each language names, in order, those that may stand in for it. For this article it comes out so:
language-article-own = — { $wanted }: there is a version.
language-article-instead = — { $wanted }: not translated; the text is shown { $shown }.
language-article-none = — { $wanted }: not translated, and nothing may stand in; the versions there are, are linked.
