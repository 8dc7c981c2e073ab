## templates/pages/kept.html: what a reader keeps on a device, and the page shown without a network

# A button under an article; it stays pressed while the article is kept.
keep-article = Keep for reading offline
# The link to the page at the foot of every page, and that page's title.
kept-title = Kept on this device
kept-intro = Articles that you have read, and those you chose to keep, can be read here offline, in the languages you read them in. They are stored in this browser only: nobody else sees the list.
# Where scripts are off, or the browser is too old for it.
kept-unavailable = This browser cannot keep articles: scripts are off, or it is too old for that. Everything else on this site works all the same.
# A button. $count is how many articles it keeps.
kept-newest = { $count ->
    [one] Keep the newest article
   *[other] Keep the { $count } newest articles
}
# Read aloud beside a bar that fills.
kept-progress = Articles kept so far
kept-empty = Nothing is kept yet. Open an article, and it will be here.
# A size follows: 1.2 MB.
kept-total = Total:
# Beside an article that was kept by choice and not merely read.
kept-chosen = kept by choice
kept-remove = Remove

## The page shown in place of one that cannot be had without a network

offline-title = You are offline
offline-text = This page has not been kept on this device, and there is no connection to fetch it.
offline-next = It will open once you are online again. What you can read now is below.
