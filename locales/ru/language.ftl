## templates/pages/language.html: почему читателю показан именно этот язык, и templates/base.html: ссылка туда

footer-language = Почему именно этот язык?
language-title = Почему именно этот язык?
language-lead = Страницу, адрес которой начинается с кода языка, все видят на этом языке. Сервер выбирает язык только тогда, когда в адресе он не указан. Вот что сервер прочитал в вашем запросе и какой язык выбрал бы; ничего из этого он не хранит.

language-read = Что прочитал сервер
# Дальше — «на украинском» и начало адреса.
language-path = Адрес указывает на страницу
# lang — название файла cookie, его не переводят. Дальше — «на украинском» или одна из двух строк ниже.
language-cookie = Ваш сохранённый выбор (cookie lang)
language-cookie-none = ничего не сохранено
# После значения cookie.
language-cookie-unknown = — такого языка на этом сайте нет, поэтому выбор не учтён
# Accept-Language — название заголовка, его не переводят.
language-header = Какие языки указал ваш браузер (Accept-Language)
language-header-none = не указано
language-header-unheeded = Этот сайт этого не учитывает.

## Таблица того, что сказал браузер

language-range = Язык
language-range-weight = Вес
language-range-outcome = Результат
# $weight — число от 0 до 1.
language-range-number = { $weight }
language-range-heeded = учтено
language-range-excluded = исключено
language-range-repeated = пропущено: уже названо раньше
language-range-malformed = пропущено: записано с ошибкой

## Что из этого следует. $address — адрес без языка, например /2025/dnipro; $language — «на украинском».

language-choice = Что из этого следует
language-choice-cookie = Адрес { $address } приведёт вас на страницу { $language }, потому что здесь вы выбрали именно этот язык.
language-choice-header = Адрес { $address } приведёт вас на страницу { $language }: из имеющихся языков ваш браузер ставит на первое место этот.
language-choice-default = Адрес { $address } приведёт вас на страницу { $language }: из вашего запроса ничего не следует, и решает сайт.
language-forget = Забыть мой выбор

## Об одной статье. $wanted и $shown — «на украинском».

language-article = Для каждого языка определено, какие другие и в каком порядке могут его заменить. Для этой статьи выходит вот что:
language-article-own = — { $wanted }: версия есть.
language-article-instead = — { $wanted }: не переведено; текст показан { $shown }.
language-article-none = — { $wanted }: не переведено, и заменить нечем; приведены ссылки на имеющиеся версии.
