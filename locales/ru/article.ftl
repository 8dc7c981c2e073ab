## templates/pages/article.html: даты и происхождение

# $date — день публикации.
article-date = { $date }
# $date — день последнего изменения.
article-updated = обновлено { $date }
# $minutes — сколько времени нужно на чтение, с округлением вверх.
article-reading-time =
    { $minutes ->
        [one] { $minutes } минута чтения
        [few] { $minutes } минуты чтения
        [many] { $minutes } минут чтения
       *[other] { $minutes } минуты чтения
    }
# $from — «с украинского»; $date — день последнего изменения перевода; $translators — имена через запятую.
article-translated = Перевод { $from }
article-translated-date = Перевод { $from }, { $date }
article-translated-by = Перевод { $from }: { $translators }
article-translated-date-by = Перевод { $from }: { $translators }, { $date }
article-source = оригинал

## Перевод старше оригинала

article-stale-title = Оригинал изменён
# $date — день изменения оригинала.
article-stale = Оригинал изменён { $date }; этот перевод сделан раньше.
article-stale-link = Читать оригинал

## Текст показан не на том языке, что страница

fallback-notice-title = Перевода пока нет
# То же о статье, предназначенной для других языков: перевода и не будет.
fallback-unmeant-title = Статья выходит не на всех языках
# $wanted — «на русском», $shown — «на украинском».
fallback-notice = Этой статьи нет { $wanted }, поэтому текст показан { $shown }. Её можно прочитать:

## Под текстом

corrections-title = Исправления
# $date — день исправления; дальше идут слова редактора.
corrections-date = { $date }:
article-tags = Темы:
# $licence — код SPDX или слова.
article-licence = Лицензия: { $licence }
licence-public-domain = общественное достояние
# Как этот язык называет Creative Commons в адресах своих лицензий; код, а не текст.
licence-deed = ru
article-neighbours = Предыдущая и следующая статьи
article-older = Раньше
article-newer = Позже
# $name — название цикла, в который входит статья; дальше идут его части.
series-title = Цикл: { $name }
series-neighbours = Части цикла
series-previous = Предыдущая часть
series-next = Следующая часть

## В тексте: для тех, кто слушает страницу

article-footnotes = Примечания
article-footnote-back = Назад к тексту
article-table = Таблица, прокручивается вбок

## Файлы, видео и записи

# Стоит после ссылки на файл. $kind — окончание его имени, например PDF; $size — одно из сообщений ниже.
article-file = ({ $kind }, { $size })
article-file-size = ({ $size })
# $number — число, например 3,2.
article-size-bytes = { $number } Б
article-size-kilobytes = { $number } кБ
article-size-megabytes = { $number } МБ
article-size-gigabytes = { $number } ГБ
# Под видео или звукозаписью: ссылка на сам файл. Дальше — какой это файл.
article-film = Видеофайл
article-sound = Аудиофайл
