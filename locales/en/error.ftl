## templates/pages/error.html: the number in a name is the HTTP status

error-400-title = The request is malformed
error-400-text = The request does not name the site correctly (in its Host header). Open the address again. If a program or a proxy sent the request, check its settings.
error-404-title = There is no such page
error-404-text = The address may be mistyped, or the page may have moved. Check the address, or use the search below.
# Above articles, or tags, whose address is like the one that was asked for.
error-meant = Perhaps you were looking for:
error-405-title = That isn’t possible here
error-405-text = Pages of this archive can only be read. If a form or a program brought you here, it has the wrong address.
error-414-title = That address is too long
error-414-text = No address in this archive is that long. If you were searching, try fewer words.
# Only with `litopys serve --watch`, as plain text.
error-421-title = This server does not answer to that name
error-421-text = This server shows unpublished work, so it only answers at localhost, at its own address and at the site’s address (base_url). To use another name, give it in --listen.
error-431-title = The request is too large
error-431-text = Your browser sent more headers than we read. Deleting this site’s cookies usually helps.
error-500-title = Something went wrong on our side
error-500-text = The error is ours, and it has been logged. Please try again in a minute.
error-503-title = Too many readers at once
error-503-text = The server cannot keep up with everyone right now. Please try again in a few seconds.
error-away-title = This file is temporarily unavailable
error-away-text = Please try again in a minute. The texts of the articles are available.
# While the archive is read for the first time: the address may be that of an article still to be read.
error-unread-title = This page is not available yet
error-unread-text = The server has just started and is still reading the archive. Please try again in a minute.
error-home-link = See the newest articles

## An article that has no version which may stand in for the missing one

# Name your own language here in place of English: a Polish page says “in Polish”.
missing-version-title = This article is not available in English
missing-version-text = There is no translation yet, and we do not show another version without asking. You can read it in:
# The same for an article that is meant for other languages: no translation is to come.
missing-version-unmeant = This article is not published in this language, and we do not show another version without asking. You can read it in:

## An article that was taken down (410): its title and date, the reason, and what stays

withdrawn-title = This article has been withdrawn
# $reason is what the editors write in article.toml.
withdrawn-reason = Reason: { $reason }
withdrawn-stays = The text is no longer available here. This notice stays, so that links to the article still lead somewhere.
