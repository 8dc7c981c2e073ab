## templates/pages/language.html: чому читачеві показано саме цю мову, і templates/base.html: посилання туди

footer-language = Чому саме ця мова?
language-title = Чому саме ця мова?
language-lead = Сторінку, адреса якої починається з коду мови, усі бачать цією мовою. Сервер вибирає мову лише тоді, коли в адресі її не вказано. Ось що він прочитав у вашому запиті та яку мову вибрав би; нічого з цього він не зберігає.

language-read = Що прочитав сервер
# Далі — «українською» і початок адреси.
language-path = Адреса вказує на сторінку
# lang — назва файлу cookie, її не перекладають. Далі — «українською» або один із двох рядків нижче.
language-cookie = Ваш збережений вибір (cookie lang)
language-cookie-none = нічого не збережено
# Після значення cookie.
language-cookie-unknown = — такої мови на цьому сайті немає, тож цей вибір не враховано
# Accept-Language — назва заголовка, її не перекладають.
language-header = Які мови вказав ваш браузер (Accept-Language)
language-header-none = не вказано
language-header-unheeded = Цей сайт цього не враховує.

## Таблиця того, що сказав браузер

language-range = Мова
language-range-weight = Вага
language-range-outcome = Результат
# $weight — число від 0 до 1.
language-range-number = { $weight }
language-range-heeded = враховано
language-range-excluded = виключено
language-range-repeated = пропущено: вже названо раніше
language-range-malformed = пропущено: записано з помилкою

## Що з цього випливає. $address — адреса без мови, наприклад /2025/dnipro; $language — «українською».

language-choice = Що з цього випливає
language-choice-cookie = Адреса { $address } приведе вас на сторінку { $language }, бо тут ви вибрали саме цю мову.
language-choice-header = Адреса { $address } приведе вас на сторінку { $language }: з наявних мов ваш браузер ставить на перше місце цю.
language-choice-default = Адреса { $address } приведе вас на сторінку { $language }: з вашого запиту нічого не випливає, тож вирішує сайт.
language-forget = Забути мій вибір

## Про одну статтю. $wanted і $shown — «українською».

language-article = Для кожної мови визначено, які інші та в якому порядку можуть її замінити. Для цієї статті виходить ось що:
language-article-own = — { $wanted }: версія є.
language-article-instead = — { $wanted }: не перекладено; текст показано { $shown }.
language-article-none = — { $wanted }: не перекладено, і замінити нічим; подано посилання на наявні версії.
