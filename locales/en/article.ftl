## templates/pages/article.html: dates and provenance

# $date is the day of publication.
article-date = { $date }
# $date is the day of the last change.
article-updated = updated { $date }
# $minutes is how long the text takes to read, rounded up.
article-reading-time = { $minutes }-minute read
# $from is "from Ukrainian"; $date the day the translation was last changed; $translators their names, with commas.
article-translated = Translated { $from }
article-translated-date = Translated { $from }, { $date }
article-translated-by = Translated { $from } by { $translators }
article-translated-date-by = Translated { $from } by { $translators }, { $date }
article-source = the original

## A translation older than its original

article-stale-title = The original has changed
# $date is the day the original was changed.
article-stale = The original was changed on { $date }; this translation is older.
article-stale-link = Read the original

## The text is shown in another language than the page's

fallback-notice-title = No translation yet
# The same for an article that is meant for other languages: no translation is to come.
fallback-unmeant-title = Not published in every language
# $wanted is "in Russian", $shown is "in Ukrainian".
fallback-notice = This article is not available { $wanted }; the text is shown { $shown }. You can read it in:

## Below the text

corrections-title = Corrections
# $date is the day of the correction; the editor’s words follow.
corrections-date = { $date }:
article-tags = Subjects:
# $licence is an SPDX code or words.
article-licence = Licence: { $licence }
licence-public-domain = public domain
# What Creative Commons calls this language in the addresses of its licences; a code, not a text.
licence-deed = en
article-neighbours = Earlier and later articles
article-older = Earlier
article-newer = Later
# $name is the name of the series that the article is a part of; its parts follow.
series-title = Series: { $name }
series-neighbours = Parts of the series
series-previous = Previous part
series-next = Next part

## Within the text: for those who hear the page

article-footnotes = Notes
article-footnote-back = Back to the text
article-table = Table, scrolls sideways

## Files and recordings

# Follows on a link to a file. $kind is the ending of its name, such as PDF; $size is one of the messages below.
article-file = ({ $kind }, { $size })
article-file-size = ({ $size })
# $number is a number such as 3.2.
article-size-bytes = { $number } B
article-size-kilobytes = { $number } kB
article-size-megabytes = { $number } MB
article-size-gigabytes = { $number } GB
# Below a film or a recording: the link to the file itself. What kind of file it is follows.
article-film = Video file
article-sound = Audio file
