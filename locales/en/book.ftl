## src/export/epub/: an archive as a book

book-cover = Cover
# The list of the book’s main parts, for reading systems.
book-landmarks = Parts of the book
book-start = Beginning of the text
# Before the address of the page that the chapter is from.
book-address = Published at
# $year — the year; $site — the name of the site.
book-year = { $site }, { $year }
# $name — the name of a tag, section, series or author.
book-topic = { $name } — { $site }
book-accessibility = Headings, the table of contents and the language of every part are marked up; pictures have the descriptions written by their authors.
