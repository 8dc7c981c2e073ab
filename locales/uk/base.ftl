## templates/base.html: те, що є на кожній сторінці

skip-link = Перейти до тексту
site-languages-label = Мова
# Як звуться два меню сторінки для тих, хто її слухає.
menu-header = Розділи й сторінки
menu-footer = Інші сторінки
footer-about = Архів кількома мовами. Кожна мовна версія статті зберігається окремо — і надовго.

## Перемикач мов. Позначка (UA, EN, RU) завжди стоїть першою.

# $label — те, що видно, $name — власна назва мови.
selector-current = { $label } — { $name }, поточна мова
selector-other = { $label } — { $name }
selector-missing = { $label } — { $name }, перекладу немає
# Те саме про статтю, яку призначено для інших мов: перекладу й не буде.
selector-unmeant = { $label } — { $name }, цією мовою не виходить
# Там, де видно саму назву: її не повторюють.
selector-current-name = { $name }, поточна мова
selector-missing-name = { $name }, перекладу немає
selector-unmeant-name = { $name }, цією мовою не виходить

## Мови. `.in`: «текст подано українською»; `.from`: «переклад з української».

# Назва цієї мови нею самою.
language-self = українська
language-uk =
    .in = українською
    .from = з української
language-en =
    .in = англійською
    .from = з англійської
language-ru =
    .in = російською
    .from = з російської
# Для решти мов. $name — назва з CLDR: «польська». Прикметники відмінюються: language-adjective — їхнє закінчення в називному
# відмінку, $stem — слово без нього («польс»); інші назви стоять у називному: «мовою іврит».
language-adjective = ька
    .in = { $stem }ькою
    .from = { $stem }ької
language-declined =
    .in = { $name }
    .from = з { $name }
# Те саме для назв, що починаються цими буквами: «зі словацької».
language-cluster = ск сл см сп ст сх шв
    .in = { $name }
    .from = зі { $name }
language-named =
    .in = мовою { $name }
    .from = з мови { $name }
# Для мови, назви якої немає і в CLDR. $tag — її код, наприклад `xqq`.
language-unknown =
    .in = іншою мовою ({ $tag })
    .from = з іншої мови ({ $tag })

## templates/parts/card.html: стаття у списку

# $date — день публікації.
card-date = { $date }
card-page = Сторінка

## templates/parts/pager.html

pager-label = Сторінки
pager-newer = Новіші
pager-older = Давніші
