## templates/base.html: те, що є на кожній сторінці

skip-link = Перейти до тексту
site-languages-label = Мова
footer-about = Архів кількома мовами. Кожна мовна версія статті зберігається окремо — і надовго.

## Перемикач мов. Позначка (UA, EN, RU) завжди стоїть першою.

# $label — те, що видно, $name — власна назва мови.
selector-current = { $label } — { $name }, поточна мова
selector-other = { $label } — { $name }
selector-missing = { $label } — { $name }, перекладу немає

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
# Для мови, якої немає вище. $tag — її код, наприклад `pl`.
language-unknown =
    .in = іншою мовою ({ $tag })
    .from = з іншої мови ({ $tag })

## templates/parts/card.html: стаття у списку

# $date — день публікації.
card-date = { $date }

## templates/parts/pager.html

pager-label = Сторінки
pager-newer = Новіші
pager-older = Давніші
