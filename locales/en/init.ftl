## litopys init: questions at the terminal, and what to do next. An empty answer takes what stands in square brackets.

init-ask-title = What is the archive called?
init-ask-address = At which address will readers find it?
init-ask-languages = In which languages? Tags separated by commas, the main one first:
init-ask-author = Who is the author? A name, or an empty line:
# $folder is the path of the new archive.
init-done = The archive is in { $folder }.
# $options are what nobody typed, as options of the command.
init-assumed = There was nobody to ask, so these were used: { $options }
# $languages are tags of languages in which the program has no words.
init-wordless = The program has no texts of its own for: { $languages }. How to add a language: docs/TRANSLATING.md.
# Three commands follow, each with one of these explanations.
init-next = Next:
init-next-look = see the archive in a browser; reload the page after each change
init-next-new = start an article
init-next-check = find mistakes in all texts
# The page `pages/about` of a new archive.
init-about-title = About this archive
init-about-summary = Who publishes this archive, and how to write to the editors.
init-about-text = Say here who publishes the archive, why, and how to reach you. A page has no date, so it is in no feed and no list.
