## templates/base.html: то, что есть на каждой странице

skip-link = Перейти к тексту
site-languages-label = Язык
# Как называются два меню страницы для тех, кто её слушает.
menu-header = Разделы и страницы
menu-footer = Другие страницы
footer-about = Архив на нескольких языках. Каждая языковая версия статьи хранится отдельно — и надолго.

## Переключатель языков. Метка (UA, EN, RU) всегда стоит первой.

# $label — то, что видно, $name — собственное название языка.
selector-current = { $label } — { $name }, текущий язык
selector-other = { $label } — { $name }
selector-missing = { $label } — { $name }, перевода нет
# То же о статье, предназначенной для других языков: перевода и не будет.
selector-unmeant = { $label } — { $name }, на этом языке не выходит
# Там, где видно само название: оно не повторяется.
selector-current-name = { $name }, текущий язык
selector-missing-name = { $name }, перевода нет
selector-unmeant-name = { $name }, на этом языке не выходит

## Языки. `.in`: «текст приведён на русском»; `.from`: «перевод с русского».

# Название этого языка на нём самом.
language-self = русский
language-uk =
    .in = на украинском
    .from = с украинского
language-en =
    .in = на английском
    .from = с английского
language-ru =
    .in = на русском
    .from = с русского
# Для остальных языков. $name — название из CLDR: «польский». Прилагательные склоняются: language-adjective — их окончание в
# именительном падеже, $stem — слово без него («польс»); прочие названия стоят в именительном: «на языке иврит».
language-adjective = кий
    .in = { $stem }ком
    .from = { $stem }кого
language-declined =
    .in = на { $name }
    .from = с { $name }
# То же для названий, которые начинаются этими буквами: «со словацкого».
language-cluster = ск сл см сп ср ст шв
    .in = на { $name }
    .from = со { $name }
language-named =
    .in = на языке { $name }
    .from = с языка { $name }
# Для языка, названия которого нет и в CLDR. $tag — его код, например `xqq`.
language-unknown =
    .in = на другом языке ({ $tag })
    .from = с другого языка ({ $tag })

## templates/parts/card.html: статья в списке

# $date — день публикации.
card-date = { $date }
card-page = Страница

## templates/parts/pager.html

pager-label = Страницы
pager-newer = Более новые
pager-older = Более ранние
