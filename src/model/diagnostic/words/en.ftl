### The sentences of problems that `check`, the server and the panel of `serve --watch` report.
### A problem of the rule `crlf` is the message `crlf`, or `crlf-…` where the rule has several. `help-…` says what to do, `why-…`
### why the problem matters. In lower case, without a full stop.


## Any file

verbatim = { $text }
internal-error = an error in Litopys itself: { $what }
help-report = please report it with the file; the last good state is shown until the file changes
help-fix-above = fix the problems above, then check again
help-write = write `{ $name }`
help-delete = delete it
help-delete-one = delete one of the two
not-utf8 = expected UTF-8, found the byte 0x{ $byte }
not-utf8-utf16 = the file is saved as UTF-16, expected UTF-8
help-save-utf8 = save it as UTF-8: editors show the encoding in the status bar or under Save as
help-save-older = save the file as UTF-8; it is in an older encoding now
help-save-encodings = save the file as UTF-8; it is in an older encoding now, perhaps { $encodings }
encodings = { $first } or { $second }
byte-order-mark = the file begins with a byte order mark
help-no-bom = save it as UTF-8 without BOM
crlf = lines end in CRLF, expected LF
help-lf = save the file with Unix line endings (LF); editors show the choice in the status bar
merge-conflict = the file contains the markers of a merge conflict
help-conflict = keep one of the two texts, and delete the lines `<<<<<<<`, `=======` and `>>>>>>>`

## Around a sentence

severity-error = error
severity-warning = warning
label-why = why
label-help = help
summary-clean = no problems in { $read }
summary-found = { $found } in { $read }
summary-read = { $articles } and { $files }
summary-both = { $errors }, { $warnings }
waiting-title = not yet visible to readers:
waiting-draft = draft
waiting-until = appears on { $date } at { $time }
waiting-more = and { $count } more; `litopys status --format json` lists all

## Files of locales

unknown-language-no-folder = the file is not in the folder of a language, so its texts are not used
help-move-locale = move it into the folder of its language, as in `locales/{ $folder }/own.ftl`
unknown-language-tag = `{ $tag }` is not a language tag, so these texts are not used
help-name-folder = name the folder as `site.toml` names the language, as in `locales/uk/`
no-locale = there are no interface texts in `{ $lang }`
help-no-locale = run `litopys words { $lang } --into locales/{ $lang }`, and translate the files; until then readers see the fallback language
unknown-language-locale = `{ $lang }` is not a language of this site, so these texts are not used
help-add-language = add a [[language]] with `tag = "{ $lang }"` to site.toml, or delete the folder
unwritable-message = `{ $name }` can be read but not shown, so it is left out
help-unwritable = with the messages and terms that it refers to, it has over 100 placeables: refer to fewer

## The syntax of Fluent

syntax-found = { $expected }, found { $found }
line-end = the end of the line
file-end = the end of the file
help-shape = see docs/TRANSLATING.md for the shape of a message
tab-indentation = the text is indented with a tab, not with spaces
help-tab = indent with spaces: Fluent takes a tab for part of the text
nested-too-deep-braces = braces are nested more than { $most } deep, so this message is left out
help-close-braces = close the braces before this one
fluent-syntax-too-large = from here on more than 32 KiB belong to one message, so they are left out
help-begin-messages = begin each message with `name =` at the start of a line, and move long texts into `pages/`
fluent-syntax-unreadable = this message cannot be read, so it is left out
unclosed-placeable = expected `{ "}" }`
help-closing-brace = every `{ "{" }` needs a `{ "}" }` after it
unopened-placeable = a `{ "}" }` without a `{ "{" }`
help-show-brace = write `{ "{" } "{ "}" }" { "}" }` to show one
help-open-brace = put `{ "{" }` before what is filled in: `{ "{" } { $word } { "}" }`; to show a brace itself, write `{ "{" } "{ "}" }" { "}" }`
unopened-placeable-selector = a `{ "{" }` is missing before `{ $selector } ->`
help-open-selector = write `{ "{" } { $selector } ->`, and put its `{ "}" }` on a line of its own below the last variant
help-close-selector = the `{ "{" }` in line { $line } is not closed: write `{ "}" }` on a line of its own below the last variant
no-text = `{ $id }` has no text
help-text-after-equals = write it after `=`, or below, indented
term-without-text = `{ $id }` has no text
help-term-text = a term always has a text after `=`
missing-default = no variant is marked with a star
help-star = put `*` before one: `*[other]`
help-star-other = put `*` before `[other]`: `*[other]`
help-add-other = add a line `*[other] …` below `[{ $last }]`: it is used when no other variant fits
help-star-one = put `*` before the one to use when no other fits, as in `*[{ $last }]`
two-defaults = two variants are marked with a star
help-one-star = keep one of the two stars
fluent-syntax-equals = expected `=` after the message's name
help-name-text = write `name = text`
help-write-message = write `{ $name } = …`
help-no-spaces = a name has no spaces: write `{ $name } = …`
# check: allow html-in-message
help-arrow = write `->` for `-&gt;`
fluent-syntax-value = expected text
help-write-value = write it after `=` or `]`
# check: allow unbalanced-quotes
fluent-syntax-quote = expected a closing `"`
help-quote = text in quotes ends on the line that it begins on
fluent-syntax-placeable = expected a variable, a message or text in `{ "{" } { "}" }`
help-write-variable = write `{ "{" } $name { "}" }`
fluent-syntax-token = expected `{ $token }`
fluent-syntax-digit = expected a digit
help-number = write a number like `5` or `1.5`, or a text in quotes
fluent-syntax-new-line = expected a new line after `->`
help-variant-line = put each variant on a line of its own
fluent-syntax-name = expected the name of a message
help-name = a name begins with a Latin letter; indent text that continues on a new line
fluent-syntax-callee = a function is named in capital letters
help-callee = write `NUMBER(…)` or `DATETIME(…)`
fluent-syntax-message-selector = a message cannot choose between variants
help-choose = choose by a variable: `{ "{" } $count -> … { "}" }`
fluent-syntax-term-selector = a term cannot choose between variants, only its attribute can
help-term-selector = write `{ "{" } -name.attribute -> … { "}" }`
fluent-syntax-term-attribute = an attribute of a term cannot be shown
help-term-attribute = it can only choose between variants: `{ "{" } -name.attribute -> … { "}" }`
fluent-syntax-positional = a value follows a named argument
help-positional = put the value first: `NUMBER($count, type: "ordinal")`
fluent-syntax-argument-twice = the argument `{ $name }` is given twice
help-leave-one = delete one of the two
fluent-syntax-escape = unknown escape `\{ $escape }`
# check: allow unbalanced-quotes
help-escape = the only escapes in quotes are `\\`, `\"`, `\uXXXX` and `\UXXXXXX`
fluent-syntax-unicode = expected a digit of a character code
help-unicode = write four hexadecimal digits after `\u`, six after `\U`
fluent-syntax-literal = a named argument takes text in quotes or a number
help-literal = write `type: "ordinal"`
fluent-syntax-selector = nothing here can choose between variants
fluent-syntax-other = this is not valid Fluent: { $what }
fluent-syntax-not-variable = `{ $word }` is not a variable
help-source-variable = write its name as in the source, in Latin letters: `{ "{" } $date { "}" }`
help-between-braces = write the name of a variable between `{ "{" }` and `{ "}" }`, as in the source: `{ "{" } $name { "}" }`; to show a word, write it without them
fluent-syntax-not-key = `[{ $word }]` is not the key of a variant
help-keys = keys are not translated: write `[one]`, `[few]`, `[many]`, `[other]`, or the key of the source
fluent-syntax-not-attribute = `.{ $word }` is not an attribute
fluent-syntax-not-term = `-{ $word }` is not a term
help-source-name = write its name as in the source, in Latin letters
fluent-syntax-begins-hyphen = a line of text begins with `-`: `{ $line }`
help-indent-hyphen = indent it; a term is written `-name = …`, without a space
fluent-syntax-begins = a line of text begins with `{ $sign }`
help-quote-sign = write `{ "{" } "{ $sign }" { "}" }{ $rest }`, indented
help-quote-sign-variant = write `{ "{" } "{ $sign }" { "}" }{ $rest }`, indented; a variant belongs between `{ "{" } $name ->` and `{ "}" }`
fluent-syntax-quoted-name = a name has no quotation marks
fluent-syntax-margin = a line of text is not indented
help-indent = indent it: text continues only on lines that begin with a space
fluent-syntax-indented = `{ $name } = …` is indented, so it is part of the text above
help-unindent = delete the spaces before it
fluent-syntax-translated-name = `{ $name }` is not the name of a message
help-translated-name = names are not translated: write the one in the source, and translate only what follows `=`
duplicate-message = `{ $key }` is already defined in { $place }
duplicate-message-file = `{ $key }` is also defined in `{ $path }`
help-delete-earlier = delete one of the two: this one is used
duplicate-attribute = `{ $key }` has the attribute `.{ $name }` twice
duplicate-variant = the variant `[{ $name }]` occurs twice here
help-first-taken = delete one of the two: only the first is ever used
unknown-code = there is no rule `{ $code }` for messages, so the comment has no effect
help-brackets = write the name that `litopys check` shows in brackets

## Messages against their source

missing-file = the file is missing, with all its messages ({ $count })
help-copy = copy { $path } and translate it
help-take-words = take it from what `litopys words { $lang }` prints, and translate it
missing-message = `{ $key }` is not translated into `{ $lang }`
missing-term = `{ $key }` is not translated into `{ $lang }`
help-add-below = add it below `{ $key }`; { $original }
help-add-below-line = add it below this line, the last of `{ $key }`; { $original }
help-add = add it; { $original }
source-at = the source is { $place }
source-printed = `litopys words { $lang }` prints the source
missing-attribute = `{ $key }` has no attribute `.{ $name }`
help-add-attribute = add `.{ $name } = …` below it, indented
missing-value = `{ $key }` has attributes but no text; its source has a text
help-write-after-equals = write it after `=`
obsolete-message = `{ $key }` is not in the source (`{ $lang }`), so it is never shown
obsolete-term = `{ $key }` is not in the source (`{ $lang }`), so it is never shown
help-is-it = did you mean `{ $near }`? otherwise delete it
help-delete-or-correct = delete it, or correct its name
obsolete-value = `{ $key }` has a text; its source has only attributes
help-delete-text = delete the text after `=`; it is never shown
obsolete-attribute = `{ $key }` has an attribute `.{ $name }`; its source has none of that name
help-delete-unshown = delete it; it is never shown
unknown-variable = `{ $key }` is never given `{ $name }`
help-no-variable = the source has no variable here: write the words
help-given = it is given { $names }
dropped-variable = `{ $key }` does not use `{ $name }`, which its source shows
help-put-variable = put `{ "{" } { $name } { "}" }` where it belongs in the sentence
dropped-reference = `{ $key }` does not use `{ $name }`, which its source refers to
help-put-reference = write `{ "{" } { $name } { "}" }`, so that a change to it shows here too
added-reference = `{ $key }` refers to `{ $name }`; its source does not
help-write-words = write the words in place of `{ "{" } { $name } { "}" }`, as the source does
unused-message = the program never uses `{ $key }`
unused-message-file = the program uses none of the messages in this file ({ $count })
help-unused-near = write `{ $near }`, or delete it in every language
help-unused = delete it in every language, or correct its name
help-unused-file = delete the file in every language, or correct the names of its messages

## References and arguments

cyclic-reference = `{ $name }` contains itself
cyclic-reference-through = `{ $name }` contains itself, through { $names }
cyclic-reference-through-more = `{ $name }` contains itself, through { $names } and { $more } more
help-write-one-out = write the words in one of them
unknown-message = there is no message `{ $key }` in `{ $lang }`
unknown-term = there is no term `{ $key }` in `{ $lang }`
help-define = define `{ $key }`, or write the words here
unknown-message-attributes = `{ $key }` has only attributes, so there is no text to fill in here
help-refer-attribute = refer to one of its attributes
unknown-attribute = `{ $key }` has no attribute `.{ $name }` in `{ $lang }`
help-add-attribute-below = add `.{ $name } = …` below `{ $key }`
unknown-function = there is no function `{ $name }`
help-functions = the functions are { $names }
bad-argument-count = `{ $name }` takes one value, found { $count }
help-one-value = write `{ $name }($variable)`
bad-argument-idle = `{ $name }` has no effect with `{ $stronger }`
bad-argument = `{ $name }` of `{ $function }` cannot be `{ $found }`
help-percent = write the sign in the message, `{ "{" } $n { "}" } %`, and give it the number of hundredths
help-currency = write the currency in the message: `{ "{" } $n { "}" } грн`
help-one-of = write { $texts }
either = { $first } or { $second }
both = { $first } and { $second }
help-number-range = write a number from { $least } to { $most }, without quotation marks
unknown-argument = `{ $function }` has no argument `{ $name }`
help-has = it has { $names }
unknown-argument-positional = the term `{ $term }` takes named arguments only
help-named = write `{ $term }(case: "…")`
unknown-argument-term = the term `{ $term }` takes no argument `{ $name }`
help-term-would-use = `{ $term }` would have to use `{ $variable }`
unseen-variable-shown = the term `{ $term }` does not see `{ $variable }` of `{ $key }`, so readers see `{ "{" }{ $variable }{ "}" }`
unseen-variable-counts = the term `{ $term }` does not see `{ $variable }` of `{ $key }`, so readers get the same form for every number
unseen-variable-chooses = the term `{ $term }` does not see `{ $variable }` of `{ $key }`, so readers always get the default variant
help-term-to-message = a term can be given only words and numbers: make `-{ $name }` a message, `{ $name }`, and write `{ "{" } { $name } { "}" }` here

## Plurals

missing-plural = `{ $key }` has no variant { $variants }
help-plurals = the language has { $categories }: write a variant for each
unknown-plural = `{ $name }` is not a plural category, so this variant is never shown
help-plural-one-of = write one of those that the language has: { $categories }
impossible-plural = no number in this language is in the category `{ $name }`, so this variant is never shown
help-delete-plural = delete it; the language has { $categories }
numeral-in-one = `[one]` is also used for { $other }, but does not show `{ $variable }`
help-numeral = write `{ "{" } { $variable } { "}" }` in it, or name the variant `[1]` and add a `[one]`

## The text of messages

mismatched-tags = the tag `<{ $tag }>` has no partner, and pages show tags as typed
help-delete-tag = delete it: bold type and links are set in the template of a page, not in its texts
html-in-message = `{ $markup }` is shown as typed: a message is text, not HTML
help-delete-tags = delete the tags: bold type and links are set in the template of a page, not in its texts
help-type-character = type the character itself
typewriter-apostrophe = a typewriter apostrophe within a word
help-apostrophe = write `{ $mark }`, as elsewhere here
unbalanced-quotes = the quotation mark `{ $mark }` has no partner in `{ $key }`
help-other-mark = write the other one, or delete this one
white-space-line = white space at the end of the line
white-space-begins = `{ $key }` begins with white space
white-space-ends = `{ $key }` ends with white space
white-space-begins-none = `{ $key }` does not begin with white space, unlike its source
white-space-ends-none = `{ $key }` does not end with white space, unlike its source
help-quoted-space = write it in quotes, as the source does: `{ "{" } " " { "}" }`
empty-message = `{ $key }` shows nothing here
help-write-or-delete = write its text, or delete it
untranslated-message = `{ $key }` says the same as its source, word for word
help-translate = translate it
help-translate-unless = translate it, unless the word is the same in both languages
help-shorter = find shorter words
foreign-letter-russian = `{ $word }` contains the Russian letter `{ $letter }`
foreign-letter-ukrainian = `{ $word }` contains the Ukrainian letter `{ $letter }`
help-spell = spell the word as in `{ $lang }`
mixed-alphabets-latin = the `{ $letter }` in `{ $word }` is the Latin letter that looks like the Cyrillic one
mixed-alphabets-cyrillic = the `{ $letter }` in `{ $word }` is the Cyrillic letter that looks like the Latin one
mixed-alphabets-word = the word `{ $word }` is the Latin letter that looks like the Cyrillic one
mixed-alphabets-shown = { $what }; { $shown }
shown-in-latin = the article has `{ $written }` in Latin letters
shown-in-cyrillic = elsewhere the article writes it in Cyrillic letters
shown-elsewhere = elsewhere the article has `{ $written }`
help-type-cyrillic = type the Cyrillic `{ $letter }`
help-type-latin = type the Latin `{ $letter }`
replacement-character = a letter was lost when the file was saved: `{ $sign }`
help-type-again = type it again, and save the file as UTF-8
bidi-control = an invisible character that changes the direction of writing: { $sign }
help-delete-bidi = delete it; it came with the copied text

## TOML

toml-syntax = this is not TOML: { $what }
toml-syntax-duplicate = `{ $written }` occurs again here; the first one is in line { $line }
help-put-under = move its lines below line { $line }, and delete this line
help-keep-one = keep one of the two: this, or line { $line }
help-toml = see https://toml.io/en/v1.0.0
help-toml-end = end the line with `{ $closing }`
help-toml-header = write `{ $written }`: put a name with spaces, full stops or letters other than a to z in quotes
help-toml-colon = write `=` instead of `:`, as in `{ $key } = { $value }`
help-toml-key = write `{ $key } = …`: put such a name in quotes
help-toml-value = write a value after `=`, as in `{ $key } = "…"`, or delete the line
help-toml-date = write the year first: `{ $key } = { $date }`
help-toml-quotes = put the text between straight quotation marks: `{ $key } = { $value }`
# check: allow unbalanced-quotes
help-toml-end-quote = end the text with a straight quotation mark: `"`
# check: allow unbalanced-quotes
help-toml-inner-quote = inside a text write `\"` for a quotation mark, or « » or “ ”
help-toml-array = end the list with `]`, and put a comma between its texts
unknown-key = unknown key `{ $key }`
help-move-above = move it above the first `{ $header }`
help-move-below = move it below a `{ $header }`
help-known-keys = known keys here: { $keys }
missing-key = `{ $key }` is missing
missing-key-series = `part` needs a `series` that it is a part of
help-move-line = move line { $line } above the first `{ $header }`
help-add-line-below = add a line `{ $key } = …` below `{ $header }`
help-add-line = add a line `{ $key } = …`
empty-value = `{ $key }` is empty, expected some text
empty-value-languages = `languages` is empty, so it is ignored
empty-value-withdrawn = `withdrawn` gives no reason
wrong-type = `{ $key }`: expected { $expected }, found { $found }
type-text = a string in quotes
type-texts = strings in quotes
type-date = a date like 2025-06-29
type-array = an array like ["one", "two"]
type-tables = tables headed [[{ $key }]]
found-text = a string
found-integer = a whole number
found-decimal = a decimal number
found-boolean = true or false
found-date = a date
found-array = an array
found-table = a table
bad-value = `{ $key }`: { $what }
bad-date = `{ $key }`: { $what }
expected-language = expected a BCP 47 language tag like `uk` or `pt-BR`, found `{ $found }`
expected-topic-id = expected an id without `/` and control characters, other than `.` and `..`, found `{ $found }`
expected-date = expected a date like 2025-06-29 or 2025-06-29T12:00:00+03:00, found `{ $found }`
expected-slug = expected lower-case letters, digits and hyphens, found `{ $found }`
expected-form = expected Unicode normal form NFC, found `{ $found }` in another
expected-year = expected a year of four digits, found `{ $found }`
expected-month = expected a month of two digits, from 01 to 12, found `{ $found }`
expected-id = expected `<year>/<name>`, found `{ $found }`
expected-email = expected an email address like `editors@example.org`, found `{ $found }`
expected-feed-tag = expected a host name and a date on which the site owned it, like `example.org,2020`, found `{ $found }`
expected-key-header = expected a header like `Cache-Tag`, `Surrogate-Key` or `xkey`, found `{ $found }`
expected-forward-header = expected `X-Forwarded-For` or `Forwarded`, found `{ $found }`
expected-size = expected a size like `256 MB`, found `{ $found }`
expected-trusted-peer = expected an IP address, a network like `10.0.0.0/8`, or `unix`, found `{ $found }`
expected-colour = expected a colour like `#8a1c1c`, found `{ $found }`
expected-range = expected a value from { $low } to { $high }, found `{ $found }`
expected-fingerprint = expected 16 hexadecimal digits in lower case, found `{ $found }`
expected-likeness = expected 32 hexadecimal digits in lower case, found `{ $found }`
expected-original = expected a kind, a fingerprint, a likeness and the translation's fingerprint, found `{ $found }`
expected-block-kind = expected a kind of block like `p` or `h2`, found `{ $found }`

## site.toml and names.toml

no-language = expected at least one [[language]] with a `tag`
bad-value-languages = expected { $most } languages at most, found { $count }
duplicate-language = two languages have the name `{ $name }`
expected-language-alias = expected a name in an address like `ua`, found `{ $found }`
language-name-taken = `{ $name }` cannot name a language: that is the address of { $shadow }
unknown-language-fallback = `fallback` names `{ $name }`, which is not a language of this site
bad-value-fallback = `fallback` names `{ $name }` twice
unknown-language-key = `{ $key }` names `{ $lang }`, which is not a [[language]] here
bad-value-time-zone = expected a time zone like `Europe/Kyiv`, found `{ $found }`
bad-value-allow = `allow` is too long: { $what }
bad-value-allow-many = `allow` has more than { $most } words and phrases; the rest are not read
bad-value-base-url = expected an address like `https://example.org` or `https://example.org/archive`, found `{ $found }`
bad-value-blank = expected a name, found only spaces
bad-value-again = `{ $name }` occurs twice here
bad-value-too-many = `{ $key }` may list at most { $most }, found { $count }; the others are ignored
bad-value-logo-path = `logo`: expected a file below `static/`, found `{ $found }`
bad-value-logo-missing = `logo` names `{ $path }`, but there is no such file
bad-value-logo-kind = `logo` names `{ $path }`, which is not a picture; expected SVG, PNG, WebP, JPEG or GIF
bad-value-logo-broken = `logo` names `{ $path }`, which cannot be shown: { $what }
bad-value-logo-size = `{ $path }` is { $size } bytes; every page loads the logo, so the limit is { $most }
low-contrast-light = links in `{ $colour }` would have a contrast of { $whole }.{ $part } : 1 on the light background `{ $ground }`; they need 4.5 : 1
low-contrast-dark = links in `{ $colour }` would have a contrast of { $whole }.{ $part } : 1 on the dark background `{ $ground }`; they need 4.5 : 1
help-accent = choose a colour like `{ $colour }`
not-on-home-unknown = `pinned` names `{ $id }`, but there is no such article
not-on-home-hidden = `{ $id }` is pinned, but readers do not see it yet
not-on-home-withdrawn = `{ $id }` is pinned, but it was withdrawn
not-on-home-section = `sections` names `{ $id }`, but readers see no article in that section
help-unpin = publish it, or remove it from `pinned`
help-unpin-withdrawn = remove it from `pinned`
help-unpin-section = remove it from `sections`
missing-name-author = the author `{ $id }` has no name in { $langs }
missing-name-tag = the tag `{ $id }` has no name in { $langs }
missing-name-section = the section `{ $id }` has no name in { $langs }
missing-name-series = the series `{ $id }` has no name in { $langs }
help-name-below = write it below `{ $table }`
help-name-below-used = write it below `{ $table }`; `articles/{ $user }` is listed under it

## Files and folders

file-too-large = this file is { $size } bytes; the limit is { $limit }
help-large = keep large files elsewhere and link to them
link-outside = this is a symbolic link to `{ $target }`, outside the archive
help-own-file = put the file itself into the article's folder
link-to-hidden = this is a symbolic link to `{ $target }`, which is not published
help-copy-file = put a copy of the file there, if readers may see it
link-repeated = this is a symbolic link to `{ $target }`, a folder that has already been read
help-delete-link = delete the link
not-a-file = expected a file, found { $found }
kind-folder = a folder
kind-pipe = a named pipe
kind-socket = a socket
kind-device = a device
kind-other = something else
help-put-file = delete it, or put a file in its place
too-many-files = this folder has more than { $limit } files; the rest is not read
help-keep-elsewhere = keep what readers do not need elsewhere
bad-name = the name is not UTF-8: `{ $name }`
help-utf8-name = rename it with UTF-8 letters
unreadable = cannot be read: { $why }
help-permission = let the user account that Litopys runs under read it
file-changing = the file changed while it was being read: another program is still writing it
help-changing = wait until it is complete; `litopys serve --watch` then reads it by itself
unportable-name-device = Windows reserves the name `{ $name }` for a device, so the archive cannot be copied there
unportable-name-sign = Windows does not allow `{ $sign }` in names, so the archive cannot be copied there
unportable-name-both = Windows and macOS do not allow `{ $sign }` in names, so the archive cannot be copied there
unportable-name-full-stop = Windows drops the full stop at the end of a name, so the archive cannot be copied there
unportable-name-space = Windows drops the space at the end of a name, so the archive cannot be copied there
help-rename = rename it
help-rename-as = rename it, as in `{ $name }`
name-clash = on Windows and macOS this is the same name as `{ $first }`
help-name-clash = rename one of them: names must differ in more than upper and lower case
name-not-nfc = the name is in Unicode normal form NFD, expected NFC
help-rename-to = rename it to `{ $name }`: type the name again
stray-file-year = expected a folder named after a year, like `2025`
stray-file-collection = expected a folder, found a file
help-articles-lie = articles belong in articles/<year>/<id>/
stray-file-article = expected a folder for each article, found a file
help-own-folder = put it into a folder of its own: articles/<year>/<id>/<lang>.md
bad-id = the folder's name is the article's id: { $what }
stray-text = a text in a subfolder of the article is not published
help-stray-text = move it into the article's folder, or delete it

## Articles and their languages

no-front-matter = expected `+++`, found `{ $found }`
help-front-matter = begin the file with a line `+++`, then `title = "…"`, then a line `+++`
no-front-matter-end = the front matter is not closed
help-front-matter-end = write a line `+++` after its last key
language-alias = `languages`: `{ $lang }` is an alias here, not the tag of a language
help-write-quoted = write "{ $tag }"
language-alias-file = `{ $stem }` is not a language tag here; the tag is `{ $tag }`
help-rename-file = rename the file to `{ $name }`
unknown-language = `{ $lang }` is not a language of this site
unknown-language-listed = `languages`: `{ $lang }` is not a language of this site
help-expected-language = expected { $names }, or a [[language]] for it in site.toml
version-unlisted = `languages` in `article.toml` does not list `{ $lang }`, but there is a version in it
help-list-language = add "{ $lang }" to `languages`, or delete this file
no-article-toml = the article has no `article.toml`
help-article-toml = write one with `published = 2025-06-29` and `source = "uk"`
no-version = the article has no version that can be shown
no-source-version = `source` names `{ $source }`, but there is no valid `{ $source }.md`
help-versions = versions found: { $langs }
footer-markup = `footer` can contain only text and links
footer-markup-link = `{ $address }` is not linked in `footer`: an address begins with `https://`, `mailto:` or `/`
help-footer-markup = write `[words](https://…)` for a link, and no other markup
correction-date-before = corrected on { $date }, before the version was published on { $published }
correction-date-future = corrected on { $date }, which is in the future
help-correction-date = write the day on which the correction was made
wrong-year = published in { $year }, but the folder is `{ $folder }`
help-move-folder = move the folder to `{ $path }`, or correct `published`
empty-version = the version has no text of its own, so it is not shown
help-empty-version = write its text, or delete the file until there is one
useless-record-source = `{ $lang }` is the language of the source, which is not a translation
help-delete-file = delete the file
useless-record-version = there is no `{ $lang }.md` for this record
help-bring-back = delete the file, or bring the version back
useless-record-from = `{ $lang }.md` was translated from `{ $from }`, but the source is `{ $source }` now
help-mark-again = compare the two versions, then run `litopys mark` again
bad-value-alias = `aliases`: expected a path like `/news/old`, found `{ $found }`
unreachable-alias = the alias `{ $alias }` can never be reached: that is the address of { $shadow }
reserved-slug = `{ $slug }` cannot be the address of a page: that is the address of { $shadow }
help-reserved-slug = choose another name for the folder, or another `slug`
missing-key-menu = the entry leads nowhere: add `page`, `section`, `tag`, `author` or `href`
bad-value-menu-target = an entry has only one of `page`, `section`, `tag`, `author` and `href`
bad-value-menu-place = `place`: expected `header` or `footer`, found `{ $found }`
bad-value-menu-href = `href`: expected an address with `https`, `http` or `mailto`, or a path from the root like `/uk/2025/`, found `{ $found }`
bad-value-redirect = `{ $key }`: expected a path from the root like `/tags/old` (a target may also be an `https` address), found `{ $found }`
menu-target-page = there is no page `pages/{ $id }`, so readers do not see this entry
menu-target-section = no article is listed under the section `{ $id }`, so readers do not see this entry
menu-target-tag = no article is listed under the tag `{ $id }`, so readers do not see this entry
menu-target-author = no article is listed under the author `{ $id }`, so readers do not see this entry
help-menu-target = correct the name, or delete the entry
shadow-file = a file of the site
shadow-home = the home page
shadow-page = a page of the site
shadow-year = the page of a year
shadow-month = the page of a month
shadow-author = the author `{ $id }`
shadow-tag = the tag `{ $id }`
shadow-section = the section `{ $id }`
shadow-series = the series `{ $id }`
duplicate-slug = the slug `{ $slug }` is already the address of `{ $id }`
help-slug = choose another `slug`; until then the address ends in `{ $name }`
duplicate-alias = the alias `{ $alias }` is already taken by another article or version
dead-address = at the last commit { $paths } led to this article, and { $count ->
    [one] leads
   *[other] lead
} nowhere now
help-aliases = write `aliases = [{ $aliases }]` into it
help-aliases-elsewhere = write `aliases = [{ $aliases }]` into the `article.toml` or `page.toml` of the article or page that replaced it; rename articles with `litopys move`, and take them down with `litopys remove`

## Pictures

picture-kind = the picture is not shown: not every browser can show `.{ $ending }`, expected JPEG, PNG, WebP, GIF or SVG
help-convert = convert it to JPEG, PNG or WebP
picture-mismatch = the picture is not shown: the name says { $named }, but the content is { $found }
help-rename-ending = rename it so that it ends in `.{ $ending }`
picture-broken-none = the picture is not shown: the name says { $named }, but the content is not { $named }
help-export-again = export it again from the original
picture-broken-cut = the picture is not shown: the file ends before the picture does, after { $bytes } bytes
help-copy-again = copy it again: the transfer was cut off
picture-broken = the picture is not shown: it is damaged: { $what }
help-open-export = open it in an editor and export it again
picture-too-large = the picture is not shown: { $width } × { $height } pixels, expected at most { $side } per side and { $millions } million in all
help-smaller = make it smaller: pages show at most 1600 pixels across
picture-too-large-heavy = the picture is not shown: { $width } × { $height } pixels, stored as they are, take { $needed } MB to decode, expected at most { $most } MB
help-lighter = make it smaller, or save it with 8 bits per channel, and a JPEG as baseline, not progressive
svg-cleaned = removed from the drawing that readers see: { $what }
help-svg = save it as plain SVG, without scripts, animation and links to other files
recording-broken = the recording is linked, not played: its first bytes are not those of a file that ends in `.{ $ending }`
recording-broken-empty = the recording is linked, not played: the file is empty
help-export-recording = copy it again, or export it again from the original
subtitles-broken-header = the first line is not `WEBVTT`, so browsers show nothing of this file
help-vtt-header = save the subtitles as WebVTT: `WEBVTT`, an empty line, then the cues
subtitles-broken-arrow = these lines have no times, so browsers leave them out
help-vtt-timing = write a line such as `00:01.000 --> 00:04.500` above the words: a full stop before three digits, `-->` between
subtitles-broken-time = `{ $time }` is not a time, so browsers leave these words out
subtitles-broken-end = these words end at { $to } and begin at { $from }, so they are never shown
subtitles-broken-order = these words begin at { $from }, before those above them
help-vtt-order = correct the times: each cue begins before it ends, and not before the one above
subtitles-unused-language = no page shows these subtitles: the site has no language `{ $lang }`
subtitles-unused-bare = no page shows these subtitles: their name does not say their language
help-subtitles-name = name them { $names }
subtitles-unused-film = no page shows these subtitles: there is no film of that name beside them
help-subtitles-film = name them after the film and the language: `film.uk.vtt` beside `film.mp4`

## What is wrong inside a picture

damage-size = it has { $width } × { $height } pixels
damage-header = it has no header
damage-two-headers = it has two headers
damage-first-chunk = it begins with `{ $name }`, not `IHDR`
damage-checksum = the checksum of its chunk `{ $name }` is wrong
damage-chunk = it has a chunk `{ $name }` that no browser knows
damage-data = { $bytes } bytes of data cannot hold { $width } × { $height } pixels
damage-no-size = it does not say its size
damage-no-pixels = it holds no pixels
damage-marker = expected a marker, found the byte { $byte }
damage-two-frames = it has two frames
damage-scans = it has more than { $most } scans
damage-no-frame = it has no frame
damage-no-scan = it has no scan
damage-block = expected a block, found the byte { $byte }
damage-not-utf8 = it is not UTF-8
damage-entities = it declares entities, expected a drawing saved as plain SVG
damage-root = its root is `{ $name }`, expected `svg` with xmlns="{ $namespace }"
damage-depth = its elements are nested deeper than { $most }

## The text of an article

nested-too-deep = lists, quotations or emphasis are nested too deep to be shown
empty-heading = a heading without words is left out
help-heading-words = write its words, or delete the `#`
heading-skips = `{ $text }` is { $levels } levels below the heading before it
help-heading-level = give it one `#` more than the heading it belongs to
bad-heading-id = `{ $id }` cannot be the id of a heading, so the id is made from its words
help-heading-id = use letters, digits, `-` and `_`, as in `{ "{" }#part-1{ "}" }`, beginning with a letter or digit; `top` and ids that begin with `fn-` are taken
duplicate-heading-id = another heading already has the id `{ $id }`, so the id of this one is made from its words
help-own-id = give each heading an id of its own
broken-link = there is no article `{ $to }`
help-link-folder = link to an article by its folder: `../../<year>/<id>/`
broken-link-relative = `{ $address }` leads nowhere: { $why }
leads-empty = it is empty
leads-encoding = its percent-encoding is not UTF-8
leads-out = it leads out of `articles/`
leads-neither = it is neither an article nor a file of this article
leads-name = no article can have such a name
# check: allow mismatched-tags
help-link = write `../<article>/`, `../../<year>/<article>/` or a file of this folder
broken-link-author = no article is listed under the author `{ $id }`
broken-link-tag = no article is listed under the tag `{ $id }`
broken-link-section = no article is listed under the section `{ $id }`
broken-link-series = no article is listed under the series `{ $id }`
help-correct-link = correct the link, or remove it
missing-media = there is no file `{ $name }` in the article's folder
help-put-image = put the file there, or delete its [[image]]
help-add-file = put the file into the article's folder, or correct its name
help-whole-address = write the whole address: `https://…` of a page, `mailto:…` of a mailbox
unsafe-link = `{ $address }` is not linked: its scheme is not safe for readers
help-safe-scheme = use https, http, mailto or tel, or a relative path
broken-anchor = no heading of this text has the id `{ $id }`
broken-anchor-article = no heading of `{ $path }` has the id `{ $id }`
help-anchor = an id is the heading's words in lower case with hyphens
untranslated-link = `{ $id }` has no version for readers of `{ $lang }`
help-there-in = it exists in { $langs }; translate it, or say so in the text
unpublished-link = `{ $id }` is not published yet, so the link leads readers to a 404
help-publish-first = publish it first, or add the link once it is published
missing-alt = the picture has no alternative text
help-alt = write `![what the picture shows](file)`, or `alt` in its [[image]]
external-image = `{ $address }` is linked, not shown: it is on another site
help-put-here = put the file into the article's folder
not-a-picture = `{ $name }` is linked, not shown: it is not a picture, a film or a sound recording that a page can hold
help-link-file = write a link: `[words](file)`
not-a-picture-recording = `{ $name }` is linked, not played: not every browser plays such a file
help-convert-recording = convert it to MP4 (H.264 and AAC) or WebM, sound to MP3, Ogg or M4A
not-a-picture-inline = `{ $name }` is linked, not played: it is in the middle of a line of text
help-own-paragraph = put it into a paragraph of its own
missing-alt-recording = the recording has neither alternative text nor caption
help-alt-recording = write `![what it is](file)`, `![](file "caption")`, or `alt` or `caption` in its [[image]]
subtitles-missing = the film has no subtitles in the language of this text: there is no `{ $file }`
help-subtitles = put WebVTT subtitles beside it under this name; for a silent film a file with the one line `WEBVTT` will do
html-comment = an HTML comment is left out of the page
help-comment = delete it, or write what readers should see without `<!--`
html-comment-open = an HTML comment is not closed, so the rest of the text is left out
help-comment-open = end it with `-->`; write `\<!--`, or put it between backticks, to show it
raw-html = HTML is shown as text
help-raw-html = write Markdown in its place, or put it between backticks
unused-footnote = nothing refers to the footnote `{ $label }`
unused-footnote-again = an earlier footnote has the label `{ $label }` too
unread-link = this is shown as typed, not as a link
help-unread-link = write `[text](address)`: put an address with spaces or unbalanced parentheses between `<` and `>`
undefined-reference = this reference has no address, so it is shown as typed
help-undefined-reference = write `[text](address)`, or add a line `[label]: address`
undefined-footnote = no footnote has this label
help-undefined-footnote = add a line `[^label]: text`, or correct the label
unread-emphasis = these characters are shown as typed
help-unread-emphasis = put no space inside `**…**`, and keep punctuation outside where a letter follows
unread-heading = this is not a heading
help-unread-heading = put a space after `#`
help-wiki-heading = write `## ` before it, and nothing after it

unread-list = this is not a list item
help-unread-list = put a space after the mark; for a dash write `—` and a space
unread-table = this is not a table: the row of hyphens does not have as many cells as the row above it
help-unread-table = give both rows the same number of cells
unread-table-delimiter = this is not a table: there is no row of hyphens below the first row
help-table-delimiter = put `|---|---|` there, with a cell for each column
unread-markup = this is markup of another program, shown as typed
help-markup = delete it, or say it in words
help-box = write a quotation, `> …`, or begin the paragraph with a word in bold
help-task = say in words that it is done: `- done: …`
help-contents = delete it: a page lists its headings by itself
help-definition = write a list: `- **term**: what it means`
help-script = type the character itself: `²`, `₂`
help-emoji = type the character itself, or say it in words
help-formula = write it in plain characters: `x² + y²`; a long one goes into a picture
help-attributes = delete it; only a heading takes `{ "{" }#id{ "}" }`
help-inline-note = write `[^1]` here, and a line `[^1]: …` for the note
help-wiki-link = write `[text](address)`; an article's address is the path to its folder
unclosed-fence = the block of code is not closed, so everything after it is shown as code
help-fence = end it with a line ```` ``` ````
table-cells-lost = the first row has fewer cells, so `{ $text }` is not shown
help-table-cells = give the first row and the row of hyphens a cell for each column

## A version against its source

headings-differ = headings: { $here } here, { $there } in `{ $file }`
headings-differ-level = heading { $n } is level { $here } here, and level { $there } in `{ $file }`
help-same-headings = give both versions the same headings
lists-differ = lists: { $here } here, { $there } in `{ $file }`
lists-differ-items = items in this list: { $here } here, { $there } in `{ $file }`
help-same-lists = give both versions the same lists
figures-differ = figures: { $here } here, { $there } in `{ $file }`
help-same-figures = show the same figures in both
links-differ = links: { $here } here, { $there } in `{ $file }`
links-differ-article = `{ $here }` is linked here, where `{ $file }` links `{ $there }`
help-same-links = link the same things in both, or nothing
numbers-differ = { $here } here, where `{ $file }` has { $there }
numbers-differ-here = { $here } here, and not in `{ $file }`
numbers-differ-there = { $there } in `{ $file }`, and not here
help-number-wrong = one of the two is wrong or incomplete
dates-differ = `{ $here }` here, where `{ $file }` has `{ $there }`
help-date-wrong = one of the two is wrong
passage-lost = passages of `{ $file }` that this version has lost since it was marked: { $count }; the first is in line { $line } there
help-passage-lost = translate them again; if they were left out or rewritten on purpose, run `litopys mark { $id } { $lang }`
seen-latin = in Latin letters
seen-cyrillic = in Cyrillic letters
seen-russian = in Russian
seen-ukrainian = in Ukrainian
seen-other = in another language
other-language = the text is { $seen }, but the file is named for `{ $lang }`
help-name-file = rename the file to match its language, or delete it if there is no translation yet
other-language-field = `{ $field }` is { $seen }, but the file is named for `{ $lang }`: `{ $text }`
untranslated-field = `{ $field }` repeats the words of `{ $file }`: `{ $text }`
help-untranslated = translate it; if it is intended, put it in quotation marks, or add its words to `allow` under [check] in site.toml

## --complete

version-missing = the article has no version in `{ $lang }`
version-unpublished = the version in `{ $lang }` is not published yet, so readers see another one
help-publish = publish it: remove `draft`, or set an earlier `published`
help-translate-from = translate it from `{ $source }.md`
version-stale = the version is out of date: `{ $source }.md` was changed on { $day }
help-update = bring it up to date, and set `updated` in its front matter
version-stale-marked = the version is out of date: since it was marked, `{ $source }.md` has these changes: { $changes }
help-update-mark = bring it up to date, then run `litopys mark { $id } { $lang }`
change-both = { $first }, { $rest }
change-changed = passages changed: { $count }
change-added = passages added: { $count }
change-removed = passages removed: { $count }
change-title = the title changed
change-summary = the summary changed
version-shorter = words: { $here } here, { $there } in `{ $file }`
version-shorter-blocks = blocks of text: { $here } here, { $there } in `{ $file }`
help-left-out = translate the rest

## With a number

more-problems = { $count ->
    [one] { $count } more problem in this file is not listed
   *[other] { $count } more problems in this file are not listed
}
more-problems-syntax = { $count ->
    [one] { $count } more syntax error in this file is not listed
   *[other] { $count } more syntax errors in this file are not listed
}
too-long = `{ $key }` is { $length ->
    [one] { $length } character
   *[other] { $length } characters
} long, but only { $limit } fit in its place
other-language-passages = { $count ->
    [one] a passage
   *[other] { $count } passages in a row
} { $seen } in a file named for `{ $lang }`: `{ $text }`
untranslated-passages = { $count ->
    [one] a passage
   *[other] { $count } passages in a row
} repeated from `{ $file }`: `{ $text }`
summary-errors = { $count ->
    [one] { $count } error
   *[other] { $count } errors
}
summary-warnings = { $count ->
    [one] { $count } warning
   *[other] { $count } warnings
}
summary-articles = { $count ->
    [one] { $count } article
   *[other] { $count } articles
}
summary-pages = { $count ->
    [one] { $count } page
   *[other] { $count } pages
}
summary-texts = { $articles } and { $pages }
summary-read-pages = { $articles }, { $pages } and { $files }
summary-files = { $count ->
    [one] { $count } locale file
   *[other] { $count } locale files
}

## Lines of the terminal: `mark`, `status`, `search`, `new`

mark-done = marked `{ $path }` as a translation of its source as it is now
mark-left-out = left out, because nothing translates it: { $passage }
mark-passage = { $passage }: { $words }
mark-stale = `{ $path }` is older than its source: translate what has changed, then mark it by name
mark-nothing = every translation has its record already; to mark one again, name its article
mark-unreadable = `{ $path }` cannot be read as an article: { $problem }
mark-no-version = `{ $path }` is missing or has errors; fix it before marking
mark-source = `{ $path }` is the source of its article, so there is nothing to record
mark-structure = { $difference }; make them alike, or mark it with --anyway
mark-overlooked = `{ $path }` does not say what has changed in its source:
mark-anyway = translate it, or, if nothing needs to change, mark it with --anyway
mark-untranslated = `{ $path }`, { $place }: nothing there translates { $what }
mark-extra = `{ $path }`, line { $line }: found { $block }, which translates nothing in `{ $source }`
mark-other-level = `{ $path }`, line { $line }: expected { $block } as many levels below the highest heading as in line { $there } of `{ $source }`
mark-other-kind = `{ $path }`, line { $line }: expected { $wanted }, as in line { $there } of `{ $source }`, found { $block }
mark-moved = `{ $path }`, { $place }: expected here the translation of { $what }
mark-changed = line { $there } of `{ $source }` has changed, and line { $here } of `{ $version }` has not
mark-changed-numbers = { $changed }: { $numbers }
mark-title-changed = the title of `{ $source }` has changed: { $numbers }
mark-summary-changed = the summary of `{ $source }` has changed: { $numbers }
mark-numbers-there = { $numbers } there
mark-numbers-here = { $numbers } here
mark-numbers = { $there } there, { $here } here
place-line = line { $line }
place-before-line = before line { $line }
place-end = at its end
block-at = line { $line } of `{ $file }`, { $block }
blocks-at = lines { $first } to { $last } of `{ $file }`, { $count } passages
block-heading-1 = a heading of the first level
block-heading-2 = a heading of the second level
block-heading-3 = a heading of the third level
block-heading-lower = a heading of a lower level
block-paragraph = a paragraph
block-list = a list
block-quotation = a quotation
block-code = a block of code
block-table = a table
block-picture = a picture
block-rule = a horizontal rule
block-footnotes = footnotes
status-article = article
status-language = language
status-messages = messages
status-articles = articles
status-passages = passages
status-state = state
status-demand = demand
status-missing = missing
status-stale = stale
status-fresh = fresh
status-source = source
status-complete = nothing is missing, nothing is stale
status-waiting = not yet visible to readers
status-every-language = all
found-instead = no results for your query; these are the results for `{ $meant }`
found-most = no article contains all of the words; these contain most of them
found-count = { $total } found, { $shown } shown
new-translate = translate `{ $path }`, which contains the text of `{ $from }` now; then run `litopys mark { $id } { $lang }`
new-other-source = the source of this article is `{ $source }`, not `{ $from }`: `litopys mark` compares with `{ $source }.md`
new-write = now write `{ $path }`; the Litopys documentation (docs/WRITING.md) explains every field
new-present = the article already exists in { $langs }
new-present-from = the article already exists in { $langs }; `--from { $from }` begins with its text
new-date = put the day on which it was published into `articles/{ $id }/article.toml`
new-look = look at it with `litopys serve --watch`, and check it with `litopys check`

## Lines of the terminal: the archive that a command is typed for

archive-unfinished = a change that was interrupted cannot be finished
archive-recovered = a change of this archive was interrupted; it is whole again
archive-missing = `{ $path }` is not an archive: expected a folder with a `site.toml`; `litopys init { $dir }` makes an archive in a folder that is new or empty
archive-here = the current folder cannot be found; name the archive: --archive DIR
archive-nowhere = no archive here: there is no `site.toml` in { $folders }; make an archive with `litopys init DIR`, or name one with --archive DIR
archive-nowhere-unread = no archive here: there is no `site.toml` in { $folders } ({ $unread } could not be read); make an archive with `litopys init DIR`, or name one with --archive DIR
archive-article = the article: { $problem }
archive-several = several articles have this name: { $all }; give the year, as in `{ $first }`
archive-taken = `{ $cache }` is in use for the archive `{ $other }` by another process; each archive needs a state folder of its own: --state DIR
archive-catalog = the catalog of the archive cannot be opened
archive-no-language = `site.toml` names no language
archive-not-language = `{ $lang }` is not a language of this site, expected one of { $known }
archive-no-folder = there is no `{ $path }`
archive-unreadable = `{ $path }` cannot be read: { $problem }
archive-no-text = `{ $path }` has no text that can be shown: `litopys check` says why

## Lines of the terminal: `init`

init-ask-title = What is the archive called?
init-ask-address = At which address will readers find it?
init-ask-languages = In which languages? Tags separated by commas, the main one first:
init-ask-author = Who is the author? A name, or an empty line:
init-done = The archive is in { $folder }.
init-assumed = No questions could be asked, so these were used: { $options }
init-wordless = The program has no texts of its own for: { $languages }. How to add a language: docs/TRANSLATING.md.
init-next = Next:
init-next-look = see the archive in a browser; reload the page after each change
init-next-new = start an article
init-next-check = find mistakes in all texts
init-not-empty = `{ $dir }` is not empty; name a folder that is new or empty
init-not-here = `{ $dir }` cannot be made an archive
init-country = `{ $tag }` is a country; the tag of Ukrainian is `uk`
init-languages = the languages: { $problem }
init-no-language = an archive needs a language: --languages uk,en
init-unanswered = no archive was made
init-folder = the folder `{ $dir }` cannot be made
init-unwritable = nothing can be written into `{ $dir }`
init-unfilled = `{ $dir }` cannot be filled

## Lines of the terminal: `new`

new-exists = `{ $path }` exists already; nothing was changed
new-exists-year = `{ $path }` exists already; nothing was changed; to begin an article of this year, write `{ $id }`
new-no-slug = the title `{ $title }` has neither letters nor digits to make an address of; give the article an id
new-two-years = `{ $typed }` names a year other than --year; leave one of them out
new-id = the article's id: { $problem }
new-no-id = an article needs an id or a --title
new-no-source = there is no `{ $path }` to begin from

## Lines of the terminal: `move`

move-page = only articles can be moved; rename the folder of a page yourself, and write its old address into `aliases`
move-target = the target: { $problem }
move-not-day = --published { $day } is not a day of { $year }
move-other-year = `published` is { $old }, and `{ $path }` is a folder of { $year }; give the day in { $year } on which it was published: --published { $likely }
move-ask = `published` is { $old }. On which day of { $year } was it published?
move-answer = `{ $answer }` is not a day of { $year }; give the day in { $year } on which it was published: --published { $likely }
move-done = moved `{ $from }` to `{ $to }`
move-would = would move `{ $from }` to `{ $to }`
move-links = { $count ->
    [one] changed { $count } other file with links to it
   *[other] changed { $count } other files with links to it
}
move-links-would = { $count ->
    [one] would change { $count } other file with links to it
   *[other] would change { $count } other files with links to it
}
move-aliases = old addresses that lead there, in every language: { $paths }
move-dry = nothing was changed; run the command without --dry-run to do it
move-next = now run `litopys check`, and commit the change with git, if you use it
move-same = the article is already in `{ $path }`
move-new-id = the new id: { $problem }
move-exists = `{ $path }` exists already; choose another id, nothing was changed
move-slug-taken = `{ $id }` is the address of `{ $path }` (its `slug`); choose another id
move-both = in `{ $lang }` both this article and `{ $other }` would be at `{ $address }`; change one `slug` first
move-old-address = the old address `{ $path }` would lead to `{ $other }`, which has the slug `{ $slug }` too; change that first
move-alias = `{ $alias }` is an old address of `{ $other }`: its readers would get this article; delete that alias first
move-no-meta = the article has no `article.toml`, so its old addresses lead nowhere
move-not-toml = `{ $path }` is not TOML throughout, so no `aliases` can be added; `litopys check` says where to correct it

## Lines of the terminal: `remove`, `share`

remove-no-reason = --reason is empty; readers of the old address are shown it
remove-author = the text about an author cannot be taken down with a reason; delete its folder
remove-done = `{ $path }` says `withdrawn` now: the address of `{ $id }` answers 410 with the reason
remove-stays = the files stay, and so do the addresses; delete the line to show the article again
remove-other = for readers of another language: `litopys remove { $id } --lang { $lang } --reason "…"`
remove-unreadable = `{ $path }` cannot be read as text: `litopys check` says why
remove-broken = `{ $path }` cannot be changed: `litopys check` says what is wrong in it
remove-table = `withdrawn` in `{ $path }` is a table of its own; write the reason into it
share-no-key = a new key cannot be made
share-revoked = there is a new key: no link that was made before opens anything
share-no-version = `{ $id }` has no version for readers of `{ $lang }`: leave `--lang` out, or name another language
share-days = --days leads beyond the calendar
share-key = the key of the links can be neither read nor made
share-until = the link opens `{ $id }` for everyone who has it, until { $until }; `litopys share --revoke` ends all links
share-public = `{ $id }` is public already, so the link leads to its page
share-withdrawn = `{ $id }` was taken down: `withdrawn` in `{ $path }` says so

## Lines of the terminal: other commands

mark-no-article = expected an article like `2025/dnipro`, or --all
status-no-demand = no demand has been counted yet: set `count_fallbacks = true` in site.toml, then run `litopys serve`
status-unwritten = the status cannot be written
status-left-out = { $problem }; it is left out
search-index-building = the server of this archive is still building the index; try again in a minute
words-taken = `{ $path }` exists already; nothing was written
words-folder = the folder `{ $path }`
words-written = files written into `{ $path }`: { $count }
check-complete = `--complete { $lang }`: `{ $lang }` is not a language of this site
check-language = `--lang { $lang }`: problems are described only in { $known }
stats-counts = articles: { $articles }, versions: { $versions }
stats-versions = versions
stats-words = words
stats-originals = originals
stats-fresh = fresh
stats-stale = stale
stats-missing = missing
progress-reading = reading articles: { $done } of { $all }
progress-indexing = indexing articles: { $done }
reindex-nothing = `site.toml` names no language, so there is nothing to index
reindex-read = { $texts } read again; { $found }
reindex-index = the search index cannot be built
reindex-done = search index rebuilt
serve-passed = { $texts } in { $langs }; { $changed } read, { $removed } gone; { $found }
serve-found = { $problems }, listed above
serve-clean = no problems
serve-more = … and { $count } more

## Why a problem matters

why-not-utf8 = a file that cannot be read is not shown at all
why-byte-order-mark = some programs take the invisible mark for part of the first word
why-crlf = mixed line ends make every line look changed in git
why-fluent-syntax = the message is left out, and its fallback is shown in its place
why-unclosed-placeable = the message is left out, and its fallback is shown in its place
why-unopened-placeable = the message is left out, or readers see a part of it as it is typed
why-missing-default = without a default there are numbers for which nothing could be shown
why-two-defaults = the program cannot know which one is meant
why-no-text = there is nothing to show, so the fallback is shown in its place
why-term-without-text = messages that refer to the term show its name in braces
why-tab-indentation = the message ends before the tab, and the rest is lost
why-nested-too-deep = text that is not read is not shown
why-unknown-code = the problem that it was meant to allow is still reported
why-unwritable-message = it is left out, and its fallback is shown in its place
why-internal-error = the file is skipped, and its last good state is shown
why-duplicate-message = only one of the two is ever shown, and a change to the other does nothing
why-duplicate-attribute = only one of the two is ever shown
why-duplicate-variant = only one of the two is ever shown
why-cyclic-reference = a text that contains itself cannot be written out, so a part of it stays empty
why-no-locale = every page in this language shows texts in another
why-unknown-language = it is never shown
why-missing-file = readers see these texts in another language
why-missing-message = readers see these texts in another language
why-missing-term = a message that refers to it will show its name in braces
why-missing-attribute = readers see these texts in another language
why-missing-value = readers see these texts in another language
why-obsolete-message = it is never shown, so translating it is wasted work
why-obsolete-term = it is never shown, so translating it is wasted work
why-obsolete-attribute = it is never shown, so translating it is wasted work
why-obsolete-value = it is never shown, so translating it is wasted work
why-unknown-variable = the page shows the variable's name in braces
why-unseen-variable = readers get the wrong form of a word, or a name in braces
why-dropped-variable = readers of this language learn less than the others
why-dropped-reference = the words drift apart from the message or term they came from
why-added-reference = a change to the other message also changes this one, unnoticed
why-unknown-message = the page shows the message's name in braces
why-unknown-term = the page shows the term's name in braces
why-unknown-attribute = the page shows a name in braces, or the wrong variant
why-unknown-function = the page shows the function's name in braces
why-unknown-argument = it is ignored, so the text is not formatted as you intended
why-bad-argument = it is ignored, so the text is not formatted as you intended
why-missing-plural = some numbers get the wrong form of the word
why-impossible-plural = it is never shown, and it hides which forms the language has
why-unknown-plural = the numbers it was meant for get the wrong form of the word
why-numeral-in-one = 21 and 101 are shown as 1
why-html-in-message = readers see the markup itself
why-mismatched-tags = readers see the markup itself
why-white-space = invisible space moves words apart, and looks like a change in git
why-untranslated = readers see another language where they expect their own
why-empty-message = readers see nothing, and a link or button without words cannot be used
why-foreign-letter = the word is misspelt, and search does not find it
why-mixed-alphabets = it looks right, but search does not find it and screen readers stumble
why-typewriter-apostrophe = the same word is spelt in two ways, and search treats them as two
why-unbalanced-quotes = the reader cannot see where the quotation ends
why-bidi-control = invisible characters can reverse words and hide the real text
why-replacement-character = readers see a question mark in place of a letter
why-too-long = the words are cut off, or push others out of their place
why-unused-message = it is never shown, so translating it is wasted work
why-no-language = without a language there is nothing to serve
why-duplicate-language = one address would lead to two languages
why-toml-syntax = the file, or a part of it, cannot be read
why-unknown-key = it is ignored
why-missing-key = without it something has no name, no address or no date, or is not shown
why-empty-value = without it the page has no name or no address
why-wrong-type = it is ignored
why-bad-value = it is ignored
why-low-contrast = it is ignored, because readers with poor sight could not read the links
why-not-on-home = the home page leaves it out
why-bad-date = the article gets no date, or the wrong one, or is not published
why-no-front-matter = without a title the version cannot be shown
why-no-article-toml = without a date and a source language there is no article
why-empty-version = a page without a text would hide the versions that readers can read
why-no-version = the article has no page in any language
why-no-source-version = if two versions differ, it is not known which one is right
why-language-alias = the version is not shown at all
why-version-unlisted = by `languages` the article is not meant for this language, but readers get it all the same
why-footer-markup = every page ends with words that look broken, or lead nowhere
why-correction-date = readers are shown a correction that cannot have been made on that day
why-wrong-year = the address shows one year and the page another
why-duplicate-slug = one of the two articles cannot be reached at its address
why-reserved-slug = the page cannot be reached at this address
why-menu-target = the entry is left out, so that it does not lead readers to a page that does not exist
why-unreachable-alias = an old link that readers follow never leads to the article
why-duplicate-alias = an old link leads to only one of the two
why-dead-address = readers who saved the address, and links on other sites, lead to an error
why-stray-file = it is never shown
why-bad-id = the folder's name cannot be an address
why-bad-name = the file cannot have an address
why-name-not-nfc = some systems treat two spellings of one name as two files, others as one
why-unportable-name = cloning the archive on another system stops, or leaves the file out
why-name-clash = a clone of the archive on another system has only one of the two files
why-file-too-large = a file of this size is not read
why-link-outside = files outside the archive are not published
why-link-to-hidden = hidden files, backups and the files of the archive itself are not published
why-link-repeated = a folder that contains itself has no end
why-merge-conflict = both texts and the markers would be shown, so the last good text stays
why-more-problems = a long list hides what matters
why-not-a-file = only files and folders can be published
why-too-many-files = the rest of the folder is not shown
why-stray-text = it is not published: an article's texts lie in its own folder
why-unreadable = a file or folder that cannot be read is not shown
why-html-comment = readers do not see it; a note that they should see is lost, and one that they should not is public in git
why-raw-html = readers see the markup itself
why-unsafe-link = readers see words where a link was meant
why-broken-link = the link leads nowhere
why-broken-anchor = the link leads to the top of the page, not to the place it names
why-untranslated-link = the link leads readers of this language to a page without the text
why-unpublished-link = the link leads readers to a page that is not there yet
why-useless-record = it does not say what a version was translated from
why-missing-media = readers see a gap, or nothing, where a picture was meant
why-picture-kind = browsers do not show this kind of picture
why-picture-mismatch = a browser that trusts the ending shows nothing
why-picture-broken = readers would see a part of a picture, or none
why-picture-too-large = such a picture takes more memory than a server may spend on it
why-svg-cleaned = code and outside links are removed, so the drawing may look different
why-recording-broken = a browser that trusts the ending plays nothing
why-not-a-picture = a page cannot show it in the place of a picture, and readers would see a broken one
why-subtitles-broken = people who cannot hear, or do not know the language, miss what is said
why-subtitles-missing = people who cannot hear, or do not know the language, miss what is said
why-subtitles-unused = the readers they were written for never see them
why-missing-alt = people who cannot see the picture learn nothing about it
why-external-image = fetching it would tell another site who reads here
why-heading-skips = people who navigate by headings think that a section is missing
why-empty-heading = a heading without words leads nowhere
why-bad-heading-id = links to this part of the text break when its words change
why-duplicate-heading-id = a link to this id leads to the other heading
why-undefined-footnote = readers see the label, but no note
why-undefined-reference = readers see brackets where a link was meant
why-unread-link = readers see brackets where a link was meant
why-unread-emphasis = readers see asterisks
why-unread-heading = the section has no heading, and the contents do not list it
why-unread-list = the items run together in one paragraph
why-unread-markup = readers see the markup itself
why-unread-table = readers see pipes and hyphens instead of a table
why-table-cells-lost = readers do not see the text of those cells
why-unclosed-fence = the rest of the text is shown as code
why-unused-footnote = the note is never shown
why-headings-differ = the versions cannot be shown side by side, and one may be incomplete
why-lists-differ = readers of one language learn more than readers of the other
why-figures-differ = readers of one language see more than readers of the other
why-links-differ = readers of one language get more links than readers of the other
why-numbers-differ = the versions say different things
why-dates-differ = the versions say different things
why-passage-lost = readers of this version are told that it is out of date, and do not get the passage
why-other-language = readers get a language they did not ask for, and screen readers speak it wrongly
why-missing-name = the page shows an id, or a name in another language
why-version-missing = you asked for every article in this language; for Ukrainian, the law requires it too
why-version-stale = it may say less than the others; the law requires that the Ukrainian version say no less
why-version-shorter = it may say less than the others; the law requires that the Ukrainian version say no less
