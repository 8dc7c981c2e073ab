## templates/pages/stats.html: что есть в архиве

numbers-title = Архив в числах
numbers-intro = Сколько статей есть на каждом языке, какой они длины и какие переводы устарели.
# $count — сколько статей в архиве, на каких бы языках они ни были.
numbers-articles =
    { $count ->
        [one] { $count } статья
        [few] { $count } статьи
        [many] { $count } статей
       *[other] { $count } статьи
    }
# $count — сколько версий: у статьи на трёх языках их три.
numbers-versions =
    { $count ->
        [one] { $count } версия
        [few] { $count } версии
        [many] { $count } версий
       *[other] { $count } версии
    }

## Таблица языков: по столбцу на каждый; заголовки строк

numbers-row-versions = Версии
numbers-row-words = Слова
numbers-row-originals = Оригиналы
# Переводы, соответствующие оригиналу; те, что старше него; статьи без версии на этом языке.
numbers-row-fresh = Актуальные
numbers-row-stale = Устаревшие
numbers-row-missing = Не хватает
# $n — число в таблице.
numbers-cell = { NUMBER($n) }
# $n — сколько версий у года, $stale — сколько из них старше оригинала.
numbers-cell-stale = { NUMBER($n) } (устаревших: { NUMBER($stale) })

## Изображения

numbers-by-year = По годам публикации
numbers-key-fresh = актуальные
numbers-key-stale = устаревшие (старше оригинала)
# $language — название языка на нём самом.
numbers-chart = Версии по годам: { $language }
# Для тех, кто слушает страницу. $first и $last — годы, $stale — сколько версий старше оригинала.
numbers-chart-text =
    { $stale ->
        [0] С { $first } по { $last } год; все переводы соответствуют оригиналам. Числа приведены в таблице ниже.
        [one] С { $first } по { $last } год; устаревших переводов: { $stale }. Числа приведены в таблице ниже.
        [few] С { $first } по { $last } год; устаревших переводов: { $stale }. Числа приведены в таблице ниже.
        [many] С { $first } по { $last } год; устаревших переводов: { $stale }. Числа приведены в таблице ниже.
       *[other] С { $first } по { $last } год; устаревших переводов: { $stale }. Числа приведены в таблице ниже.
    }
numbers-table = Те же данные в таблице
numbers-year = Год

## templates/base.html: ссылка внизу каждой страницы

footer-numbers = Архив в числах
