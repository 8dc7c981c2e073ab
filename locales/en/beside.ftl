## templates/pages/beside.html: two versions side by side

beside-alone = Read on its own
# $language is "in Ukrainian": the version that is to stand beside this one.
beside-pair = Beside the text { $language }
# For those who hear the page. $number counts the passages from 1; the link opens the passage in any reader's language.
beside-link = A link to passage { $number }

## The pair has a version that the article has not

beside-missing-title = These two versions cannot be read side by side
beside-missing-text = One of them does not exist yet. The article can be read in:

## templates/pages/article.html: links to such pages

article-beside = Side by side with the text:

## templates/pages/article.html: the headings of a long text

article-contents = Contents
