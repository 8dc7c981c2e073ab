## templates/pages/home.html

home-intro = Статьи, которые одинаково хорошо читаются на каждом из своих языков — и которые можно будет найти через десятилетия.
# $count — сколько статей есть в архиве на этом языке, включая показанные на другом.
home-count =
    { $count ->
        [one] { $count } статья
        [few] { $count } статьи
        [many] { $count } статей
       *[other] { $count } статьи
    }
# Заголовок над новыми статьями, под разделами.
home-latest = Последние публикации
# Для тех, кто слушает страницу: ссылки на списки тем, авторов и разделов.
home-ways = Темы, авторы, разделы

## templates/pages/listing.html: статьи по теме, автору или разделу

listing-tag = Тема
listing-author = Автор
# Над текстом об авторе, которого нет на языке страницы. $shown — «на английском».
author-text-fallback = Текст об авторе приведён { $shown }.
listing-section = Раздел
listing-series = Цикл
# $count — сколько статей в списке.
listing-count =
    { $count ->
        [one] { $count } статья
        [few] { $count } статьи
        [many] { $count } статей
       *[other] { $count } статьи
    }
# Для поисковых систем. $title — заголовок страницы, $articles — заголовки первых статей (или названия тем) через точку с запятой.
listing-about = { $title }: { $articles }

## templates/pages/topics.html: все темы, авторы или разделы

topics-tag = Темы
topics-author = Авторы
topics-section = Разделы
topics-series = Циклы
# Для тех, кто слушает страницу: строка с буквами над списком.
topics-letters = Перейти к букве
# Когда всех не показать.
topics-most = Показаны не все, а только те, у которых больше всего статей.

## templates/pages/dated.html: статьи года или месяца

# $year — год цифрами.
listing-year = Статьи за { $year } год
# $date — первый день месяца; получается «Статьи за июнь 2025 г.»
listing-month = Статьи за { DATETIME($date, year: "numeric", month: "long") }
# Для тех, кто слушает страницу: ссылки на соседние годы или месяцы.
period-neighbours = Более ранние и более поздние периоды
period-older = Раньше
period-newer = Позже

## templates/parts/calendar.html: сколько чего есть в архиве

calendar-years = По годам
calendar-months = По месяцам
# Заголовок столбца с названиями месяцев.
calendar-month-heading = Месяц
# Заголовок столбца с количествами.
calendar-articles = Статей
# $count — количество, само число.
calendar-number = { $count }
# $date — первый день месяца; показываем только название: «июнь».
calendar-month = { DATETIME($date, month: "long") }

## templates/parts/related.html: под статьёй

related-title = Читайте также
