## templates/parts/preview.html: what a translator sees under every page, with `litopys serve --watch`

preview-label = For translators
# $count is how many problems the archive has.
preview-problems =
    { $count ->
        [one] { $count } problem in the archive
       *[other] { $count } problems in the archive
    }
# $count is how many of them belong to the article on this page. Stands before the line above.
preview-problems-here = On this page: { $count }
preview-error = Error:
preview-warning = Warning:
# $path is a file, such as articles/2025/dnipro/uk.md; $line and $column are places in it.
preview-place = { $path }, line { $line }, column { $column }
# $count is how many problems are not listed for want of space.
preview-more =
    { $count ->
        [one] and { $count } more, listed in the terminal
       *[other] and { $count } more, listed in the terminal
    }

## Ways to see the page

preview-modes = How to see this page
preview-mode-plain = As readers see it
preview-mode-marked = Where words come from
preview-mode-pseudo = In pseudo-language
preview-mode-keys = Message names

## The messages of the page, each with how it stands

# $count is how many there are.
preview-messages = Messages on this page: { $count }
preview-standing-translated = translated
preview-standing-fallback = missing; shown in another language
preview-standing-same = same as in the source language
preview-standing-missing = missing everywhere
# After a file that comes with the program and does not lie in the archive.
preview-built-in = (built in)

## A version that readers do not see yet: over its text and in listings

preview-draft = Draft
# $date and $time say when readers see it.
preview-scheduled = Scheduled for { $date }, { $time }
preview-unpublished = Readers do not see this version.
