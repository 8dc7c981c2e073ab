## templates/pages/home.html

home-intro = Статьи, которые одинаково хорошо читать по-украински, по-английски и по-русски — и которые можно будет найти через десятилетия.
# $count — сколько статей есть в архиве на этом языке, включая показанные на другом.
home-count =
    { $count ->
        [one] { $count } статья
        [few] { $count } статьи
        [many] { $count } статей
       *[other] { $count } статьи
    }

## templates/pages/listing.html: статьи по теме, автору или разделу

listing-tag = Тема
listing-author = Автор
listing-section = Раздел
# $count — сколько статей в списке.
listing-count =
    { $count ->
        [one] { $count } статья
        [few] { $count } статьи
        [many] { $count } статей
       *[other] { $count } статьи
    }
