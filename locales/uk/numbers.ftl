## templates/pages/stats.html: що є в архіві

numbers-title = Архів у числах
numbers-intro = Скільки статей є кожною мовою, які вони завдовжки та які переклади застаріли.
# $count — скільки статей в архіві, байдуже якими мовами.
numbers-articles =
    { $count ->
        [one] { $count } стаття
        [few] { $count } статті
        [many] { $count } статей
       *[other] { $count } статті
    }
# $count — скільки версій: стаття трьома мовами має їх три.
numbers-versions =
    { $count ->
        [one] { $count } версія
        [few] { $count } версії
        [many] { $count } версій
       *[other] { $count } версії
    }

## Таблиця мов: по стовпцю на кожну; заголовки рядків

numbers-row-versions = Версії
numbers-row-words = Слова
numbers-row-originals = Оригінали
# Переклади, що відповідають оригіналу; давніші за нього; статті без версії цією мовою.
numbers-row-fresh = Актуальні
numbers-row-stale = Застарілі
numbers-row-missing = Бракує
# $n — число в таблиці.
numbers-cell = { NUMBER($n) }
# $n — скільки версій має рік, $stale — скільки з них давніші за оригінал.
numbers-cell-stale = { NUMBER($n) } (застарілих: { NUMBER($stale) })

## Зображення

numbers-by-year = За роками публікації
numbers-key-fresh = актуальні
numbers-key-stale = застарілі (давніші за оригінал)
# $language — власна назва мови.
numbers-chart = Версії за роками: { $language }
# Для тих, хто слухає сторінку. $first і $last — роки, $stale — скільки версій давніші за оригінал.
numbers-chart-text =
    { $stale ->
        [0] Від { $first } до { $last } року; усі переклади відповідають оригіналам. Числа наведено в таблиці нижче.
        [one] Від { $first } до { $last } року; застарілих перекладів: { $stale }. Числа наведено в таблиці нижче.
        [few] Від { $first } до { $last } року; застарілих перекладів: { $stale }. Числа наведено в таблиці нижче.
        [many] Від { $first } до { $last } року; застарілих перекладів: { $stale }. Числа наведено в таблиці нижче.
       *[other] Від { $first } до { $last } року; застарілих перекладів: { $stale }. Числа наведено в таблиці нижче.
    }
numbers-table = Ті самі дані в таблиці
numbers-year = Рік

## templates/base.html: посилання внизу кожної сторінки

footer-numbers = Архів у числах
