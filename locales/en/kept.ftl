## templates/pages/offline.html: what a reader keeps on a device, and the page shown without a network

# A button under an article; it stays pressed while the article is kept.
keep-article = Save for offline reading
# The link to the page at the foot of every page, and that page's title.
kept-title = Saved on this device
kept-intro = Articles that you have read, and those you chose to save, can be read here offline, in the languages you read them in. They are stored in this browser only: nobody else sees the list.
# Where scripts are off, or the browser is too old for it.
kept-unavailable = This browser can’t save articles: JavaScript is off, or the browser is too old. Everything else on the site works.
# A button. $count is how many articles it keeps.
kept-newest = { $count ->
    [one] Save the newest article
   *[other] Save the { $count } newest articles
}
# Read aloud beside a bar that fills.
kept-progress = Articles saved so far
kept-empty = Nothing saved yet. Open an article and it will appear here.
# A size follows: 1.2 MB.
kept-total = Total:
# Beside an article that the reader chose to save and not merely read.
kept-chosen = saved by you
kept-remove = Remove

## The page shown in place of one that cannot be had without a network

offline-title = You are offline
offline-text = This page isn’t saved on this device, and there is no connection to load it.
offline-next = It will open once you are online again. Below is what you can read now.
