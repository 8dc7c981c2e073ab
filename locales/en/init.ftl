## litopys init: the texts of a new archive.

# The page `pages/about` of a new archive.
init-about-title = About this archive
init-about-summary = Who publishes this archive, and how to write to the editors.
init-about-text = Say here who publishes the archive, why, and how to reach you. A page has no date, so it is in no feed and no list.
