## A translation older than its original (templates/parts/stale.html): what has changed. A passage is a paragraph, a
## heading, a list, a quotation or a picture.

# Where it is not known when the original was changed.
stale-undated = The original has been changed since this translation was made.
# Above a list of some of the lines below.
stale-since = Changes in the original since then:
# A line of the same list, where the title of the original is another one now.
stale-title = title changed
# The same for the summary, the sentence or two that listings show below the title.
stale-summary = summary changed
# $count is how many passages of the original say something else now.
stale-changed =
    { $count ->
        [one] { $count } passage changed
       *[other] { $count } passages changed
    }
# $count is how many passages the original has that are not translated.
stale-new =
    { $count ->
        [one] { $count } passage added
       *[other] { $count } passages added
    }
# $count is how many passages the original no longer has.
stale-gone =
    { $count ->
        [one] { $count } passage removed
       *[other] { $count } passages removed
    }

## The same, within the text (templates/parts/differences.html)

# Opens the passage of the original, below a passage that has changed there.
stale-here-changed = What the original says here now
# Opens a passage of the original, at the place where its translation is missing.
stale-here-new = A passage of the original that is not translated yet
# Below a passage that the original no longer has.
stale-here-gone = The original no longer has the passage above.
