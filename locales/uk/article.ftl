## templates/pages/article.html: дати й походження

# $date — день публікації.
article-date = { $date }
# $date — день останньої зміни.
article-updated = оновлено { $date }
# $minutes — скільки часу треба на читання, заокруглено вгору.
article-reading-time =
    { $minutes ->
        [one] { $minutes } хвилина читання
        [few] { $minutes } хвилини читання
        [many] { $minutes } хвилин читання
       *[other] { $minutes } хвилини читання
    }
# $from — «з української»; $date — день останньої зміни перекладу; $translators — імена через кому.
article-translated = Переклад { $from }
article-translated-date = Переклад { $from }, { $date }
article-translated-by = Переклад { $from }: { $translators }
article-translated-date-by = Переклад { $from }: { $translators }, { $date }
article-source = оригінал

## Переклад, давніший за оригінал

article-stale-title = Оригінал змінено
# $date — день зміни оригіналу.
article-stale = Оригінал змінено { $date }; цей переклад зроблено раніше.
article-stale-link = Читати оригінал

## Текст показано іншою мовою, ніж сторінку

fallback-notice-title = Перекладу ще немає
# Те саме про статтю, яку призначено для інших мов: перекладу й не буде.
fallback-unmeant-title = Стаття виходить не всіма мовами
# $wanted — «російською», $shown — «українською».
fallback-notice = Цієї статті немає { $wanted }, тож текст показано { $shown }. Її можна прочитати:

## Під текстом

corrections-title = Виправлення
# $date — день виправлення; далі йдуть слова редактора.
corrections-date = { $date }:
article-tags = Теми:
# $licence — код SPDX або слова.
article-licence = Ліцензія: { $licence }
licence-public-domain = суспільне надбання
# Як цю мову називає Creative Commons в адресах своїх ліцензій; код, а не текст.
licence-deed = uk
article-neighbours = Попередня й наступна статті
article-older = Раніше
article-newer = Пізніше
# $name — назва циклу, до якого належить стаття; далі йдуть його частини.
series-title = Цикл: { $name }
series-neighbours = Частини циклу
series-previous = Попередня частина
series-next = Наступна частина

## У тексті: для тих, хто слухає сторінку

article-footnotes = Примітки
article-footnote-back = Назад до тексту
article-table = Таблиця, гортається вбік

## Файли, відео та записи

# Стоїть після посилання на файл. $kind — закінчення його назви, наприклад PDF; $size — одне з повідомлень нижче.
article-file = ({ $kind }, { $size })
article-file-size = ({ $size })
# $number — число, наприклад 3,2.
article-size-bytes = { $number } Б
article-size-kilobytes = { $number } кБ
article-size-megabytes = { $number } МБ
article-size-gigabytes = { $number } ГБ
# Під відео або звукозаписом: посилання на сам файл. Далі — який це файл.
article-film = Відеофайл
article-sound = Аудіофайл
