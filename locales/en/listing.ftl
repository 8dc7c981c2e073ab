## templates/pages/home.html

home-intro = Articles written to be read in Ukrainian, English and Russian alike, and still to be found decades from now.
# $count is how many articles the archive has in this language, fallbacks included.
home-count =
    { $count ->
        [one] { $count } article
       *[other] { $count } articles
    }

## templates/pages/listing.html: articles of one tag, author or section

listing-tag = Subject
listing-author = Author
listing-section = Section
# $count is how many articles are listed.
listing-count =
    { $count ->
        [one] { $count } article
       *[other] { $count } articles
    }
