## templates/pages/kept.html: what a reader keeps on a device, and the page shown without a network

# A button under an article; it stays pressed while the article is kept.
keep-article = Keep for reading offline
# The link to the page at the foot of every page, and that page's title.
kept-title = Kept on this device
kept-intro = Articles that you have read, and those you chose to keep, can be read here without a network, in the languages in which you read them. They lie in this browser alone: nobody else sees the list.
# Where scripts are off, or the browser is too old for it.
kept-unavailable = This browser keeps no articles: its scripts are off, or it is older than this feature. Everything else on this site works without it.
# A button. $count is how many articles it keeps.
kept-newest = { $count ->
    [one] Keep the newest article
   *[other] Keep the newest { $count } articles
}
# Read aloud beside a bar that fills.
kept-progress = Articles kept so far
kept-empty = Nothing is kept yet. Open an article, and it will be here.
# A size follows: 1.2 MB.
kept-total = In all:
# Beside an article that was kept by choice and not merely read.
kept-chosen = kept by choice
kept-remove = Remove

## The page shown in place of one that cannot be had without a network

offline-title = You are offline
offline-text = This page has not been kept on this device, and there is no network to fetch it from.
offline-next = It will open once the network is back. What you can read now is below.
