## templates/pages/language.html: почему читателю показан именно этот язык, и templates/base.html: ссылка туда

footer-language = Почему именно этот язык?
language-title = Почему именно этот язык?
language-lead = Адрес, который начинается с языка, каждому показан на этом языке. Сервер выбирает только тогда, когда адрес языка не называет. Вот что он прочитал в вашем запросе и как выбрал бы; ничего из этого он не хранит.

language-read = Что прочитал сервер
# Дальше — «на украинском» и начало адреса.
language-path = Адрес просит страницу
# lang — название файла cookie, его не переводят. Дальше — «на украинском» или одна из двух строк ниже.
language-cookie = Ваш сохранённый выбор (cookie lang)
language-cookie-none = ничего не сохранено
# После значения куки.
language-cookie-unknown = — такого языка на этом сайте нет, поэтому он не учтён
# Accept-Language — название заголовка, его не переводят.
language-header = Что принимает ваш браузер (Accept-Language)
language-header-none = не говорит
language-header-unheeded = Этот сайт его не учитывает.

## Таблица того, что сказал браузер

language-range = Язык
language-range-weight = Вес
language-range-outcome = Что из этого вышло
# $weight — число от 0 до 1.
language-range-number = { $weight }
language-range-heeded = учтено
language-range-excluded = исключено
language-range-repeated = пропущено: уже названо раньше
language-range-malformed = пропущено: записано с ошибкой

## Что из этого следует. $address — адрес без языка, например /2025/dnipro; $language — «на украинском».

language-choice = Что из этого следует
language-choice-cookie = { $address } приведёт вас на страницу { $language }, потому что здесь вы выбрали именно этот язык.
language-choice-header = { $address } приведёт вас на страницу { $language }: из имеющихся языков ваш браузер прежде всего просит этот.
language-choice-default = { $address } приведёт вас на страницу { $language }: из вашего запроса ничего не следует, и решает сайт.
language-forget = Забыть мой выбор

## Об одной статье. $wanted и $shown — «на украинском».

language-article = Для каждого языка по порядку определены те, что могут его заменить. Для этой статьи выходит так:
language-article-own = — { $wanted }: версия есть.
language-article-instead = — { $wanted }: не переведено; текст показан { $shown }.
language-article-none = — { $wanted }: не переведено, и заменить нечем; приведены ссылки на имеющиеся версии.
