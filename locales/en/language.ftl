## templates/pages/language.html: why a reader is shown this language, and templates/base.html: the link to it

footer-language = Why this language?
language-title = Why this language?
language-lead = A page whose address begins with a language code is shown in that language to everyone. The server chooses a language only when the address has none. Here is what it has read from your request and how it would choose; none of it is stored.

language-read = What the server has read
# Followed by "in Ukrainian" and the first part of the address.
language-path = The address asks for a page
# `lang` is the cookie's name and stays as it is. Followed by "in Ukrainian", or by one of the two lines below.
language-cookie = Your saved choice (cookie lang)
language-cookie-none = nothing saved
# After the value of the cookie.
language-cookie-unknown = is not a language of this site, so it is ignored
# Accept-Language is the header's name and stays as it is.
language-header = Languages your browser lists (Accept-Language)
language-header-none = not stated
language-header-unheeded = This site ignores it.

## A table of what the browser said

language-range = Language
language-range-weight = Weight
language-range-outcome = Result
# $weight is a number from 0 to 1.
language-range-number = { $weight }
language-range-heeded = taken into account
language-range-excluded = excluded
language-range-repeated = skipped: listed before
language-range-malformed = skipped: malformed

## What follows. $address is an address without a language, such as /2025/dnipro; $language is "in Ukrainian".

language-choice = What follows from it
language-choice-cookie = The address { $address } leads you to the page { $language }, because you have chosen that language here.
language-choice-header = The address { $address } leads you to the page { $language }, because, of the languages available, it is the one your browser lists first.
language-choice-default = The address { $address } leads you to the page { $language }: your request does not settle it, so this site does.
language-forget = Forget my choice

## About one article. $wanted and $shown are "in Ukrainian".

language-article = Each language lists, in order, those that may replace it. For this article the result is:
language-article-own = — { $wanted }: there is a version.
language-article-instead = — { $wanted }: not translated; the text is shown { $shown }.
language-article-none = — { $wanted }: not translated, and there is no fallback; the page links to the versions that exist.
