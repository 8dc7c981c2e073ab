## litopys init: questions at the terminal, and what to do next. An empty answer takes what stands in square brackets.

init-ask-title = What is the archive called?
init-ask-address = At which address will readers find it?
init-ask-languages = In which languages, the main one first? Their tags, with commas between:
init-ask-author = Who writes? A name, or nothing:
# $folder is the path of the new archive.
init-done = The archive is in { $folder }.
# $options are what nobody typed, as options of the command.
init-assumed = Nobody was asked, so these were taken: { $options }
# $languages are tags of languages in which the program has no words.
init-wordless = The program has no words of its own for: { $languages }. How to add a language: docs/TRANSLATING.md.
# Three commands follow, each with one of these explanations.
init-next = Next:
init-next-look = look at the archive in a browser; reload the page after each change
init-next-new = begin an article
init-next-check = find mistakes in all texts
