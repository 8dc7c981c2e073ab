## templates/pages/home.html

home-intro = Articles that read equally well in each of their languages, and that can still be found decades from now.
# $count is how many articles the archive has in this language, fallbacks included.
home-count =
    { $count ->
        [one] { $count } article
       *[other] { $count } articles
    }
# A heading above the newest articles, below the sections.
home-latest = Latest
# For those who hear the page: links to the lists of subjects, authors and sections.
home-ways = Subjects, authors, sections

## templates/pages/listing.html: articles of one tag, author or section

listing-tag = Subject
listing-author = Author
# Above the text about an author, where it is not there in the language of the page. $shown: "in English".
author-text-fallback = The text about the author is shown { $shown }.
listing-section = Section
listing-series = Series
# $count is how many articles are listed.
listing-count =
    { $count ->
        [one] { $count } article
       *[other] { $count } articles
    }
# For search engines. $title is the title of the page, $articles the titles of the first articles (or the names of topics), with semicolons.
listing-about = { $title }: { $articles }

## templates/pages/topics.html: every subject, author or section

topics-tag = Subjects
topics-author = Authors
topics-section = Sections
topics-series = Series
# For those who hear the page: the row of letters above the list.
topics-letters = Jump to a letter
# Where there are too many to list all.
topics-most = Not all are listed, only those with the most articles.

## templates/pages/dated.html: articles of a year or a month

# $year is the year in digits.
listing-year = Articles from { $year }
# $date is the first day of the month: "Articles from June 2025".
listing-month = Articles from { DATETIME($date, year: "numeric", month: "long") }
# For those who hear the page: links to the years or months around.
period-neighbours = Earlier and later periods
period-older = Earlier
period-newer = Later

## templates/parts/calendar.html: how much there is

calendar-years = By year
calendar-months = By month
# The heading of the column of months.
calendar-month-heading = Month
# The heading of the column of counts.
calendar-articles = Articles
# $count is a count, the number alone.
calendar-number = { $count }
# $date is the first day of the month; only its name is shown: "June".
calendar-month = { DATETIME($date, month: "long") }

## templates/parts/related.html: below an article

related-title = Related articles
