## templates/pages/side_by_side.html: two versions side by side

beside-alone = Read on its own
# $language is "in Ukrainian": the version that is to stand beside this one.
beside-pair = Side by side with the text { $language }
# For those who hear the page. $number counts the passages from 1; the link opens the passage in any reader's language.
beside-link = Link to passage { $number }

## A translation that is older than its original: said at the passages that are. A passage is a paragraph, a heading, a
## list, a quotation or a picture.

# Below a translated passage.
beside-changed = The original now says something else here.
# Below a translated passage.
beside-gone = The original no longer has this passage.
# In the place of a translation, opposite the passage of the original that lacks one.
beside-untranslated = Not translated yet.
# Where neither of the two versions is the original: below the passage before which its translation would stand.
beside-added = The original has a passage before this one that is not translated yet.

## The pair has a version that the article has not

beside-missing-title = These two versions cannot be read side by side
beside-missing-text = One of them does not exist yet. The article can be read in:

## templates/pages/article.html: links to such pages

article-beside = Read side by side with the text:

## templates/pages/article.html: the headings of a long text

article-contents = Contents
