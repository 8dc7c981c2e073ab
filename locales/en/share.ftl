## templates/parts/share.html: the article to be passed on and cited

share-title = Share and cite
share-neutral = Link that opens in the recipient’s own language:
share-files = The text as a file:
share-markdown = Markdown
share-json = JSON
share-citations = The citation as a file:

## Styles of citing, by the names they go by

cite-dstu = DSTU 8302:2015
cite-apa = APA 7
cite-bibtex = BibTeX
cite-ris = RIS

## What stands in a citation. It has no day of access: whoever cites puts in their own.

# $year, $day and $month (a number from 1) are those of the publication; abbreviations of ISO 832.
cite-dstu-date = { $year }. { $day } { $month ->
    [1] Jan.
    [2] Feb.
    [3] March
    [4] Apr.
    [5] May
    [6] June
    [7] July
    [8] Aug.
    [9] Sept.
    [10] Oct.
    [11] Nov.
   *[12] Dec.
}
# The same as APA has it: year, month, day.
cite-apa-date = { $year }, { $month ->
    [1] January
    [2] February
    [3] March
    [4] April
    [5] May
    [6] June
    [7] July
    [8] August
    [9] September
    [10] October
    [11] November
   *[12] December
} { $day }
# After the first of four or more authors.
cite-others = et al.
cite-accessed = accessed: DD.MM.YYYY
# $from is "from Ukrainian", $translators their names with initials.
cite-dstu-translated = transl. { $from } by { $translators }
cite-apa-translated = { $translators }, Trans.
# What LaTeX (babel) calls this language; a code, not a text.
cite-babel = english

## Links to what is not published (litopys share)

# $date and $time are those at which the link expires.
shared-until = Readers do not see this yet. Only this link opens the page, until { $date }, { $time }.
shared-expired-title = This link has expired
shared-expired-text = It opened an article that has not been published. Ask the person who sent it for a new one.
