## templates/pages/home.html

home-intro = Статті, які однаково добре читаються кожною зі своїх мов — і які можна буде знайти через десятиліття.
# $count — скільки статей має архів цією мовою, разом із показаними іншою.
home-count =
    { $count ->
        [one] { $count } стаття
        [few] { $count } статті
        [many] { $count } статей
       *[other] { $count } статті
    }
# Заголовок над найновішими статтями, під розділами.
home-latest = Останні публікації
# Для тих, хто слухає сторінку: посилання на переліки тем, авторів і розділів.
home-ways = Теми, автори, розділи

## templates/pages/listing.html: статті за темою, автором або розділом

listing-tag = Тема
listing-author = Автор
# Над текстом про автора, якого немає мовою сторінки. $shown — «англійською».
author-text-fallback = Текст про автора подано { $shown }.
listing-section = Розділ
listing-series = Цикл
# $count — скільки статей у списку.
listing-count =
    { $count ->
        [one] { $count } стаття
        [few] { $count } статті
        [many] { $count } статей
       *[other] { $count } статті
    }
# Для пошукових систем. $title — заголовок сторінки, $articles — заголовки перших статей (або назви тем) через крапку з комою.
listing-about = { $title }: { $articles }

## templates/pages/topics.html: усі теми, автори або розділи

topics-tag = Теми
topics-author = Автори
topics-section = Розділи
topics-series = Цикли
# Для тих, хто слухає сторінку: рядок із літерами над списком.
topics-letters = Перейти до літери
# Коли всіх не показати.
topics-most = Показано не всі, а лише ті, що мають найбільше статей.

## templates/pages/dated.html: статті року або місяця

# $year — рік цифрами.
listing-year = Статті за { $year } рік
# $date — перший день місяця; виходить «Статті за червень 2025 р.»
listing-month = Статті за { DATETIME($date, year: "numeric", month: "long") }
# Для тих, хто слухає сторінку: посилання на сусідні роки чи місяці.
period-neighbours = Раніші й пізніші періоди
period-older = Раніше
period-newer = Пізніше

## templates/parts/calendar.html: скільки чого є в архіві

calendar-years = За роками
calendar-months = За місяцями
# Заголовок стовпчика з назвами місяців.
calendar-month-heading = Місяць
# Заголовок стовпчика з кількостями.
calendar-articles = Статей
# $count — кількість, саме число.
calendar-number = { $count }
# $date — перший день місяця; показуємо лише назву: «червень».
calendar-month = { DATETIME($date, month: "long") }

## templates/parts/related.html: під статтею

related-title = Читайте також
