### Предложения о проблемах, о которых сообщают `check`, сервер и панель `serve --watch`.
### Проблема правила `crlf` — сообщение `crlf` или `crlf-…`, если их у правила несколько. `help-…` говорит, что сделать, `why-…` —
### почему это важно. Со строчной буквы, без точки в конце.


## Любой файл

verbatim = { $text }
internal-error = ошибка в самом Litopys: { $what }
help-report = сообщите о ней разработчикам и приложите файл; пока файл не изменится, показываем последнее исправное состояние
help-fix-above = исправьте названные выше проблемы и проверьте ещё раз
help-write = напишите `{ $name }`
help-delete = удалите
help-delete-one = удалите одно из двух
not-utf8 = ожидается UTF-8, а здесь байт 0x{ $byte }
not-utf8-utf16 = файл сохранён в UTF-16, а ожидается UTF-8
help-save-utf8 = сохраните его в UTF-8: кодировка видна в строке состояния редактора или в меню «Сохранить как»
help-save-older = сохраните файл в UTF-8: сейчас он в более старой кодировке
help-save-encodings = сохраните файл в UTF-8: сейчас он в более старой кодировке, возможно { $encodings }
encodings = { $first } или { $second }
byte-order-mark = файл начинается с метки порядка байтов
help-no-bom = сохраните его в UTF-8 без BOM
crlf = строки заканчиваются на CRLF, а ожидается LF
help-lf = сохраните файл с концами строк Unix (LF); выбор виден в строке состояния редактора
merge-conflict = в файле остались метки конфликта слияния
help-conflict = оставьте один из двух текстов и удалите строки `<<<<<<<`, `=======` и `>>>>>>>`

## Что стоит вокруг предложения

severity-error = ошибка
severity-warning = предупреждение
label-why = почему важно
label-help = что сделать
summary-clean = проблем нет; проверено: { $read }
summary-found = { $found }; проверено: { $read }
summary-read = { $articles } и { $files }
summary-both = { $errors }, { $warnings }
waiting-title = ещё не опубликовано:
waiting-draft = черновик
waiting-until = выйдет { $date } в { $time }
waiting-more = { $count ->
    [one] и ещё { $count } запись
    [few] и ещё { $count } записи
    [many] и ещё { $count } записей
   *[other] и ещё { $count } записи
}; все покажет `litopys status --format json`

## Файлы локалей

unknown-language-no-folder = файл лежит вне папок языков, поэтому его тексты не используются
help-move-locale = перенесите его в папку его языка, например `locales/{ $folder }/own.ftl`
unknown-language-tag = `{ $tag }` — не тег языка, поэтому эти тексты не используются
help-name-folder = назовите папку так, как язык назван в `site.toml`: `locales/uk/`
no-locale = на языке `{ $lang }` нет никаких текстов интерфейса
help-no-locale = выполните `litopys words { $lang } --into locales/{ $lang }` и переведите файлы; до тех пор читатели видят запасной язык
unknown-language-locale = языка `{ $lang }` на этом сайте нет, поэтому эти тексты не используются
help-add-language = добавьте в site.toml [[language]] с `tag = "{ $lang }"` или удалите папку
unwritable-message = прочитать `{ $name }` удалось, а показать невозможно, поэтому оно пропущено
help-unwritable = в нём вместе с подставленными сообщениями больше 100 подстановок: подставляйте меньше сообщений и терминов

## Синтаксис Fluent

syntax-found = { $expected }, а здесь { $found }
line-end = конец строки
file-end = конец файла
help-shape = строение сообщения описано в docs/TRANSLATING.md
tab-indentation = отступ сделан табуляцией, а не пробелами
help-tab = делайте отступ пробелами: табуляцию Fluent считает частью текста
nested-too-deep-braces = скобки вложены слишком глубоко (допустимо уровней: { $most }), поэтому сообщение пропущено
help-close-braces = закройте предыдущие скобки
fluent-syntax-too-large = отсюда больше 32 КиБ принадлежат одному сообщению, поэтому они пропущены
help-begin-messages = начинайте каждое сообщение с `name =` в начале строки, а длинные тексты перенесите в `pages/`
fluent-syntax-unreadable = это сообщение невозможно прочитать, поэтому оно пропущено
unclosed-placeable = ожидается `{ "}" }`
help-closing-brace = после каждой `{ "{" }` должна быть `{ "}" }`
unopened-placeable = `{ "}" }` без своей `{ "{" }`
help-show-brace = чтобы показать саму скобку, напишите `{ "{" } "{ "}" }" { "}" }`
help-open-brace = поставьте `{ "{" }` перед тем, что подставляется: `{ "{" } { $word } { "}" }`; чтобы показать саму скобку, напишите `{ "{" } "{ "}" }" { "}" }`
unopened-placeable-selector = перед `{ $selector } ->` не хватает `{ "{" }`
help-open-selector = напишите `{ "{" } { $selector } ->`; её `{ "}" }` стоит отдельной строкой после последнего варианта
help-close-selector = `{ "{" }` в строке { $line } не закрыта: напишите `{ "}" }` отдельной строкой после последнего варианта
no-text = у `{ $id }` нет текста
help-text-after-equals = напишите его после `=` или ниже с отступом
term-without-text = у `{ $id }` нет текста
help-term-text = у термина всегда есть текст после `=`
missing-default = ни один из вариантов не отмечен звёздочкой
help-star = поставьте `*` перед одним из них: `*[other]`
help-star-other = поставьте `*` перед `[other]`: `*[other]`
help-add-other = добавьте после `[{ $last }]` строку `*[other] …`: её берут, когда никакая другая не подходит
help-star-one = поставьте `*` перед тем, который берут, когда никакой другой не подходит: `*[{ $last }]`
two-defaults = звёздочкой отмечены два варианта
help-one-star = оставьте один из них
fluent-syntax-equals = после имени сообщения ожидается `=`
help-name-text = напишите `name = текст`
help-write-message = напишите `{ $name } = …`
help-no-spaces = в имени нет пробелов: напишите `{ $name } = …`
help-arrow = напишите `->` вместо `-&gt;`
fluent-syntax-value = ожидается текст
help-write-value = напишите его после `=` или `]`
fluent-syntax-quote = ожидается закрывающая кавычка `"`
help-quote = текст в кавычках заканчивается в той же строке
fluent-syntax-placeable = в `{ "{" } { "}" }` ожидается переменная, сообщение или текст
help-write-variable = напишите `{ "{" } $name { "}" }`
fluent-syntax-token = ожидается `{ $token }`
fluent-syntax-digit = ожидается цифра
help-number = напишите число, например `5` или `1.5`, либо текст в кавычках
fluent-syntax-new-line = после `->` ожидается новая строка
help-variant-line = каждый вариант стоит отдельной строкой
fluent-syntax-name = ожидается имя сообщения
help-name = имя начинается с латинской буквы; текст, который переходит на новую строку, пишут с отступом
fluent-syntax-callee = имя функции пишут только заглавными буквами
help-callee = напишите `NUMBER(…)` или `DATETIME(…)`
fluent-syntax-message-selector = сообщение не может выбирать между вариантами
help-choose = выбирайте по переменной: `{ "{" } $count -> … { "}" }`
fluent-syntax-term-selector = термин не может выбирать между вариантами — только его атрибут
help-term-selector = напишите `{ "{" } -name.attribute -> … { "}" }`
fluent-syntax-term-attribute = атрибут термина нельзя показать
help-term-attribute = он может только выбирать между вариантами: `{ "{" } -name.attribute -> … { "}" }`
fluent-syntax-positional = значение стоит после именованного аргумента
help-positional = поставьте значение первым: `NUMBER($count, type: "ordinal")`
fluent-syntax-argument-twice = аргумент `{ $name }` задан дважды
help-leave-one = оставьте один
fluent-syntax-escape = неизвестная последовательность `\{ $escape }`
help-escape = в кавычках возможны только `\\`, `\"`, `\uXXXX` и `\UXXXXXX`
fluent-syntax-unicode = ожидается цифра кода символа
help-unicode = напишите четыре шестнадцатеричные цифры после `\u`, шесть после `\U`
fluent-syntax-literal = значением именованного аргумента может быть текст в кавычках или число
help-literal = напишите `type: "ordinal"`
fluent-syntax-selector = здесь ничто не может выбирать между вариантами
fluent-syntax-other = это не Fluent: { $what }
fluent-syntax-not-variable = `{ $word }` — не переменная
help-source-variable = напишите её имя так, как в оригинале, латинскими буквами: `{ "{" } $date { "}" }`
help-between-braces = между `{ "{" }` и `{ "}" }` стоит имя переменной, как в оригинале: `{ "{" } $name { "}" }`; чтобы показать слово, напишите его без скобок
fluent-syntax-not-key = `[{ $word }]` — не ключ варианта
help-keys = ключи не переводят: напишите `[one]`, `[few]`, `[many]`, `[other]` или ключ из оригинала
fluent-syntax-not-attribute = `.{ $word }` — не атрибут
fluent-syntax-not-term = `-{ $word }` — не термин
help-source-name = напишите имя так, как в оригинале, латинскими буквами
fluent-syntax-begins-hyphen = строка текста начинается с `-`: `{ $line }`
help-indent-hyphen = сделайте отступ; термин пишут так: `-name = …`, без пробела
fluent-syntax-begins = строка текста начинается с `{ $sign }`
help-quote-sign = напишите `{ "{" } "{ $sign }" { "}" }{ $rest }` с отступом
help-quote-sign-variant = напишите `{ "{" } "{ $sign }" { "}" }{ $rest }` с отступом; вариант стоит между `{ "{" } $name ->` и `{ "}" }`
fluent-syntax-quoted-name = имя пишут без кавычек
fluent-syntax-margin = строка текста начинается без отступа
help-indent = сделайте отступ: продолжением текста считаются только строки, которые начинаются с пробела
fluent-syntax-indented = строка `{ $name } = …` начинается с отступа, поэтому относится к тексту выше
help-unindent = удалите пробелы в начале строки
fluent-syntax-translated-name = `{ $name }` — не имя сообщения
help-translated-name = имена не переводят: напишите то, что в оригинале; переводят только то, что после `=`
duplicate-message = `{ $key }` определено повторно; первое определение — в { $place }
duplicate-message-file = `{ $key }` определено повторно; есть также в `{ $path }`
help-delete-earlier = удалите одно из двух: действует это
duplicate-attribute = атрибут `.{ $name }` у `{ $key }` задан дважды
duplicate-variant = вариант `[{ $name }]` стоит здесь дважды
help-first-taken = удалите один из двух: действует только первый
unknown-code = правила `{ $code }` для сообщений нет, поэтому примечание ничего не разрешает
help-brackets = напишите имя, которое `litopys check` показывает в квадратных скобках

## Сообщения и их оригинал

missing-file = не хватает файла со всеми его сообщениями ({ $count })
help-copy = скопируйте { $path } и переведите
help-take-words = возьмите его из того, что выводит `litopys words { $lang }`, и переведите
missing-message = `{ $key }` не переведено на язык `{ $lang }`
missing-term = `{ $key }` не переведено на язык `{ $lang }`
help-add-below = добавьте его после `{ $key }`; { $original }
help-add-below-line = добавьте его после этой строки, последней в `{ $key }`; { $original }
help-add = добавьте его; { $original }
source-at = оригинал: { $place }
source-printed = оригинал выводит `litopys words { $lang }`
missing-attribute = у `{ $key }` не хватает атрибута `.{ $name }`
help-add-attribute = добавьте ниже `.{ $name } = …` с отступом
missing-value = у `{ $key }` есть атрибуты, но нет текста; в оригинале текст есть
help-write-after-equals = напишите его после `=`
obsolete-message = `{ $key }` нет в оригинале (`{ $lang }`), поэтому его никогда не показывают
obsolete-term = `{ $key }` нет в оригинале (`{ $lang }`), поэтому его никогда не показывают
help-is-it = может быть, `{ $near }`? иначе удалите
help-delete-or-correct = удалите или исправьте имя
obsolete-value = у `{ $key }` есть текст; в оригинале есть только атрибуты
help-delete-text = удалите текст после `=`: его никогда не показывают
obsolete-attribute = у `{ $key }` есть атрибут `.{ $name }`, которого в оригинале нет
help-delete-unshown = удалите: его никогда не показывают
unknown-variable = `{ $key }` никогда не получает `{ $name }`
help-no-variable = в оригинале здесь нет переменной: напишите слова
help-given = оно получает { $names }
dropped-variable = `{ $key }` не использует `{ $name }`, а оригинал показывает
help-put-variable = вставьте `{ "{" } { $name } { "}" }` туда, где ему место в предложении
dropped-reference = `{ $key }` не использует `{ $name }`, на которое ссылается оригинал
help-put-reference = напишите `{ "{" } { $name } { "}" }`, чтобы изменения в нём появлялись и здесь
added-reference = `{ $key }` ссылается на `{ $name }`, а оригинал — нет
help-write-words = напишите слова вместо `{ "{" } { $name } { "}" }`, как в оригинале
unused-message = программа не использует `{ $key }`
unused-message-file = программа не использует ни одного сообщения этого файла ({ $count })
help-unused-near = напишите `{ $near }` или удалите его во всех языках
help-unused = удалите его во всех языках или исправьте имя
help-unused-file = удалите файл во всех языках или исправьте имена его сообщений

## Ссылки и аргументы

cyclic-reference = `{ $name }` содержит само себя
cyclic-reference-through = `{ $name }` содержит само себя через { $names }
cyclic-reference-through-more = `{ $name }` содержит само себя через { $names } и другие ({ $more })
help-write-one-out = в одном из них напишите сами слова
unknown-message = на языке `{ $lang }` нет сообщения `{ $key }`
unknown-term = на языке `{ $lang }` нет термина `{ $key }`
help-define = определите `{ $key }` или напишите здесь сами слова
unknown-message-attributes = у `{ $key }` есть только атрибуты, текста для подстановки нет
help-refer-attribute = сошлитесь на один из его атрибутов
unknown-attribute = на языке `{ $lang }` у `{ $key }` нет атрибута `.{ $name }`
help-add-attribute-below = добавьте `.{ $name } = …` после `{ $key }`
unknown-function = функции `{ $name }` нет
help-functions = есть { $names }
bad-argument-count = `{ $name }` принимает одно значение, а их здесь: { $count }
help-one-value = напишите `{ $name }($variable)`
bad-argument-idle = `{ $name }` рядом с `{ $stronger }` не действует
bad-argument = `{ $name }` в `{ $function }` не может быть `{ $found }`
help-percent = напишите знак в сообщении, `{ "{" } $n { "}" } %`, а число передавайте в сотых долях
help-currency = напишите валюту в сообщении: `{ "{" } $n { "}" } грн`
help-one-of = напишите { $texts }
either = { $first } или { $second }
both = { $first } и { $second }
help-number-range = напишите число от { $least } до { $most } без кавычек
unknown-argument = у `{ $function }` нет аргумента `{ $name }`
help-has = есть { $names }
unknown-argument-positional = термин `{ $term }` принимает только именованные аргументы
help-named = напишите `{ $term }(case: "…")`
unknown-argument-term = термин `{ $term }` не принимает аргумента `{ $name }`
help-term-would-use = `{ $term }` должен был бы использовать `{ $variable }`
unseen-variable-shown = термин `{ $term }` не видит `{ $variable }` из `{ $key }`, поэтому читатели видят `{ "{" }{ $variable }{ "}" }`
unseen-variable-counts = термин `{ $term }` не видит `{ $variable }` из `{ $key }`, поэтому форма слова одинакова для всех чисел
unseen-variable-chooses = термин `{ $term }` не видит `{ $variable }` из `{ $key }`, поэтому читатели всегда видят вариант по умолчанию
help-term-to-message = термину можно передать только слова и числа: сделайте из `-{ $name }` сообщение `{ $name }` и напишите здесь `{ "{" } { $name } { "}" }`

## Формы числа

missing-plural = у `{ $key }` нет варианта { $variants }
help-plurals = в языке есть { $categories }: напишите вариант для каждой формы
unknown-plural = `{ $name }` — не форма числа, поэтому этот вариант никогда не показывают
help-plural-one-of = напишите одну из форм, которые есть в языке: { $categories }
impossible-plural = в этом языке нет чисел с формой `{ $name }`, поэтому этот вариант никогда не показывают
help-delete-plural = удалите; в языке есть { $categories }
numeral-in-one = `[one]` берут и для { $other }, но `{ $variable }` он не показывает
help-numeral = вставьте в него `{ "{" } { $variable } { "}" }` или назовите вариант `[1]` и добавьте `[one]`

## Текст сообщений

mismatched-tags = у тега `<{ $tag }>` нет пары, а страницы показывают теги так, как они набраны
help-delete-tag = удалите: жирный шрифт и ссылки задают в шаблоне страницы, а не в её текстах
html-in-message = `{ $markup }` показывается так, как набрано: сообщение — это текст, а не HTML
help-delete-tags = удалите теги: жирный шрифт и ссылки задают в шаблоне страницы, а не в её текстах
help-type-character = наберите сам символ
typewriter-apostrophe = машинописный апостроф в слове
help-apostrophe = напишите `{ $mark }`, как в других местах
unbalanced-quotes = у кавычки `{ $mark }` в `{ $key }` нет пары
help-other-mark = поставьте вторую или удалите эту
white-space-line = пробелы в конце строки
white-space-begins = `{ $key }` начинается с пробела
white-space-ends = `{ $key }` заканчивается пробелом
white-space-begins-none = `{ $key }`, в отличие от оригинала, не начинается с пробела
white-space-ends-none = `{ $key }`, в отличие от оригинала, не заканчивается пробелом
help-quoted-space = напишите его в кавычках, как в оригинале: `{ "{" } " " { "}" }`
empty-message = `{ $key }` здесь ничего не показывает
help-write-or-delete = напишите его текст или удалите
untranslated-message = `{ $key }` слово в слово повторяет оригинал
help-translate = переведите
help-translate-unless = переведите, если только на обоих языках это слово не одинаково
help-shorter = найдите слова покороче
foreign-letter-russian = в слове `{ $word }` русская буква `{ $letter }`
foreign-letter-ukrainian = в слове `{ $word }` украинская буква `{ $letter }`
help-spell = напишите слово по правилам языка `{ $lang }`
mixed-alphabets-latin = `{ $letter }` в `{ $word }` — латинская буква, похожая на кириллическую
mixed-alphabets-cyrillic = `{ $letter }` в `{ $word }` — кириллическая буква, похожая на латинскую
mixed-alphabets-word = слово `{ $word }` — латинская буква, похожая на кириллическую
mixed-alphabets-shown = { $what }; { $shown }
shown-in-latin = латиницей в статье есть `{ $written }`
shown-in-cyrillic = в другом месте статьи это написано кириллицей
shown-elsewhere = в другом месте статьи есть `{ $written }`
help-type-cyrillic = наберите кириллическую `{ $letter }`
help-type-latin = наберите латинскую `{ $letter }`
replacement-character = при сохранении файла потеряна буква: `{ $sign }`
help-type-again = наберите её снова и сохраните файл в UTF-8
bidi-control = невидимый знак, который меняет направление письма: { $sign }
help-delete-bidi = удалите: он попал сюда вместе со скопированным текстом

## TOML

toml-syntax = это не TOML: { $what }
toml-syntax-duplicate = `{ $written }` стоит здесь повторно; впервые — в строке { $line }
help-put-under = перенесите всё, что под ним, под строку { $line } и удалите эту строку
help-keep-one = оставьте одно из двух: это или строку { $line }
help-toml = см. https://toml.io/en/v1.0.0
help-toml-end = закончите строку на `{ $closing }`
help-toml-header = напишите `{ $written }`: имя с пробелами, точками или буквами вне a–z берут в кавычки
help-toml-colon = напишите `=` вместо `:`, например `{ $key } = { $value }`
help-toml-key = напишите `{ $key } = …`: такое имя берут в кавычки
help-toml-value = напишите значение после `=`, например `{ $key } = "…"`, или удалите строку
help-toml-date = первым напишите год: `{ $key } = { $date }`
help-toml-quotes = возьмите текст в прямые кавычки: `{ $key } = { $value }`
help-toml-end-quote = закончите текст прямой кавычкой: `"`
help-toml-inner-quote = внутри текста вместо кавычки напишите `\"` либо « » или “ ”
help-toml-array = закончите перечень скобкой `]`, а между текстами поставьте запятые
unknown-key = неизвестный ключ `{ $key }`
help-move-above = перенесите его выше первого `{ $header }`
help-move-below = перенесите его под `{ $header }`
help-known-keys = известные здесь ключи: { $keys }
missing-key = не хватает `{ $key }`
missing-key-series = для `part` нужна `series` — цикл, частью которого является статья
help-move-line = перенесите строку { $line } выше первого `{ $header }`
help-add-line-below = добавьте строку `{ $key } = …` под `{ $header }`
help-add-line = добавьте строку `{ $key } = …`
empty-value = `{ $key }` пуст, а ожидается текст
empty-value-languages = в `languages` нет ни одного языка, поэтому он проигнорирован
empty-value-withdrawn = в `withdrawn` не указана причина
wrong-type = `{ $key }`: ожидается { $expected }, а здесь { $found }
type-text = строка в кавычках
type-texts = перечень строк в кавычках
type-date = дата, например 2025-06-29
type-array = массив, например ["one", "two"]
type-tables = перечень таблиц с заголовком [[{ $key }]]
found-text = строка
found-integer = целое число
found-decimal = дробное число
found-boolean = true или false
found-date = дата
found-array = массив
found-table = таблица
bad-value = `{ $key }`: { $what }
bad-date = `{ $key }`: { $what }
expected-language = ожидается тег языка по BCP 47, например `uk` или `pt-BR`, а здесь `{ $found }`
expected-topic-id = ожидается имя без `/` и управляющих символов, но не `.` и не `..`, а здесь `{ $found }`
expected-date = ожидается дата, например 2025-06-29 или 2025-06-29T12:00:00+03:00, а здесь `{ $found }`
expected-slug = ожидаются строчные буквы, цифры и дефисы, а здесь `{ $found }`
expected-form = ожидается нормальная форма Юникода NFC, а `{ $found }` — в другой
expected-year = ожидается год из четырёх цифр, а здесь `{ $found }`
expected-month = ожидается месяц из двух цифр, от 01 до 12, а здесь `{ $found }`
expected-id = ожидается `<год>/<имя>`, а здесь `{ $found }`
expected-email = ожидается адрес электронной почты, например `editors@example.org`, а здесь `{ $found }`
expected-feed-tag = ожидается имя хоста и дата, когда он принадлежал сайту, например `example.org,2020`, а здесь `{ $found }`
expected-key-header = ожидается заголовок, например `Cache-Tag`, `Surrogate-Key` или `xkey`, а здесь `{ $found }`
expected-forward-header = ожидается `X-Forwarded-For` или `Forwarded`, а здесь `{ $found }`
expected-size = ожидается размер, например `256 MB`, а здесь `{ $found }`
expected-trusted-peer = ожидается IP-адрес, сеть, например `10.0.0.0/8`, или `unix`, а здесь `{ $found }`
expected-colour = ожидается цвет, например `#8a1c1c`, а здесь `{ $found }`
expected-range = ожидается значение от { $low } до { $high }, а здесь `{ $found }`
expected-fingerprint = ожидается 16 шестнадцатеричных цифр строчными буквами, а здесь `{ $found }`
expected-likeness = ожидаются 32 шестнадцатеричные цифры строчными буквами, а здесь `{ $found }`
expected-original = ожидаются вид, отпечаток, сходство и отпечаток перевода, а здесь `{ $found }`
expected-block-kind = ожидается вид блока, например `p` или `h2`, а здесь `{ $found }`

## site.toml и names.toml

no-language = ожидается хотя бы одна [[language]] с `tag`
bad-value-languages = языков может быть не больше { $most }, а здесь их { $count }
duplicate-language = имя `{ $name }` есть у двух языков
expected-language-alias = ожидается часть адреса, например `ua`, а здесь `{ $found }`
language-name-taken = `{ $name }` не может обозначать язык: по этому адресу уже есть { $shadow }
unknown-language-fallback = в `fallback` указан `{ $name }`, а такого языка на этом сайте нет
bad-value-fallback = в `fallback` дважды указан `{ $name }`
unknown-language-key = в `{ $key }` указан `{ $lang }`, а такой [[language]] здесь нет
bad-value-time-zone = ожидается часовой пояс, например `Europe/Kyiv`, а здесь `{ $found }`
bad-value-allow = `allow` слишком длинный: { $what }
bad-value-allow-many = в `allow` больше { $most } слов и выражений; остальные пропущены
bad-value-base-url = ожидается адрес, например `https://example.org` или `https://example.org/archive`, а здесь `{ $found }`
bad-value-blank = ожидается название, а текст пустой
bad-value-again = `{ $name }` здесь уже есть
bad-value-too-many = в `{ $key }` может быть не больше { $most }, а здесь { $count }; остальное проигнорировано
bad-value-logo-path = `logo`: ожидается файл в `static/`, а здесь `{ $found }`
bad-value-logo-missing = в `logo` указан `{ $path }`, а такого файла нет
bad-value-logo-kind = в `logo` указан `{ $path }`, а это не изображение; ожидается SVG, PNG, WebP, JPEG или GIF
bad-value-logo-broken = в `logo` указан `{ $path }`, а его нельзя показать: { $what }
bad-value-logo-size = размер `{ $path }` — { $size } Б; логотип загружает каждая страница, поэтому допустимо не больше { $most } Б
low-contrast-light = контраст ссылок цвета `{ $colour }` на светлом фоне `{ $ground }` был бы { $whole },{ $part } : 1, а нужно 4,5 : 1
low-contrast-dark = контраст ссылок цвета `{ $colour }` на тёмном фоне `{ $ground }` был бы { $whole },{ $part } : 1, а нужно 4,5 : 1
help-accent = возьмите, например, цвет `{ $colour }`
not-on-home-unknown = в `pinned` указана `{ $id }`, а такой статьи нет
not-on-home-hidden = `{ $id }` закреплена, а читатели её ещё не видят
not-on-home-withdrawn = `{ $id }` закреплена, а эта статья снята с публикации
not-on-home-section = в `sections` указан `{ $id }`, а в этом разделе нет статей, которые видят читатели
help-unpin = опубликуйте её или уберите из `pinned`
help-unpin-withdrawn = уберите её из `pinned`
help-unpin-section = уберите его из `sections`
missing-name-author = у автора `{ $id }` нет имени на языках: { $langs }
missing-name-tag = у темы `{ $id }` нет названия на языках: { $langs }
missing-name-section = у раздела `{ $id }` нет названия на языках: { $langs }
missing-name-series = у цикла `{ $id }` нет названия на языках: { $langs }
help-name-below = напишите под `{ $table }`
help-name-below-used = напишите под `{ $table }`; сюда относится `articles/{ $user }`

## Файлы и папки

file-too-large = размер файла — { $size } Б, допустимо не больше { $limit } Б
help-large = держите большие файлы в другом месте и ссылайтесь на них
link-outside = это символическая ссылка на `{ $target }` вне архива
help-own-file = положите в папку статьи сам файл
link-to-hidden = это символическая ссылка на `{ $target }`, а это не публикуют
help-copy-file = положите сюда копию файла, если читателям можно его видеть
link-repeated = это символическая ссылка на `{ $target }`, а эта папка уже прочитана
help-delete-link = удалите ссылку
not-a-file = ожидается файл, а здесь { $found }
kind-folder = папка
kind-pipe = именованный канал
kind-socket = сокет
kind-device = устройство
kind-other = что-то другое
help-put-file = удалите или положите на это место файл
too-many-files = в этой папке больше { $limit } файлов; остальные не прочитаны
help-keep-elsewhere = ненужное читателям держите в другом месте
bad-name = имя не в UTF-8: `{ $name }`
help-utf8-name = переименуйте, используя буквы UTF-8
unreadable = невозможно прочитать: { $why }
help-permission = дайте право на чтение пользователю, от имени которого работает Litopys
file-changing = файл изменился во время чтения: какая-то программа ещё записывает его
help-changing = дождитесь, пока файл запишется полностью; `litopys serve --watch` затем прочитает его без вашего участия
unportable-name-device = Windows зарезервировала имя `{ $name }` за устройством, поэтому архив невозможно туда скопировать
unportable-name-sign = Windows не допускает `{ $sign }` в именах, поэтому архив невозможно туда скопировать
unportable-name-both = Windows и macOS не допускают `{ $sign }` в именах, поэтому архив невозможно туда скопировать
unportable-name-full-stop = Windows отбрасывает точку в конце имени, поэтому архив невозможно туда скопировать
unportable-name-space = Windows отбрасывает пробел в конце имени, поэтому архив невозможно туда скопировать
help-rename = переименуйте
help-rename-as = переименуйте, например в `{ $name }`
name-clash = в Windows и macOS это то же имя, что и `{ $first }`
help-name-clash = переименуйте одно из двух: два имени должны различаться не только регистром букв
name-not-nfc = имя в нормальной форме Юникода NFD, а ожидается NFC
help-rename-to = переименуйте в `{ $name }`, набрав имя заново
stray-file-year = ожидается папка, названная по году, например `2025`
stray-file-collection = ожидается папка, а здесь файл
help-articles-lie = статьи лежат в articles/<год>/<id>/
stray-file-article = для каждой статьи ожидается папка, а здесь файл
help-own-folder = положите его в отдельную папку: articles/<год>/<id>/<язык>.md
bad-id = имя папки — это id статьи: { $what }
stray-text = текст во вложенной папке статьи не публикуется
help-stray-text = перенесите его в папку статьи или удалите

## Статьи и их языки

no-front-matter = ожидается `+++`, а здесь `{ $found }`
help-front-matter = начните файл строкой `+++`, затем `title = "…"`, затем строка `+++`
no-front-matter-end = вступительная часть не закрыта
help-front-matter-end = напишите строку `+++` после её последнего ключа
language-alias = `languages`: `{ $lang }` здесь псевдоним, а не тег языка
help-write-quoted = напишите "{ $tag }"
language-alias-file = `{ $stem }` здесь не тег языка: его тег — `{ $tag }`
help-rename-file = переименуйте файл в `{ $name }`
unknown-language = языка `{ $lang }` на этом сайте нет
unknown-language-listed = `languages`: языка `{ $lang }` на этом сайте нет
help-expected-language = ожидается один из языков: { $names } — или [[language]] для этого языка в site.toml
version-unlisted = в `languages` файла `article.toml` нет `{ $lang }`, но версия на этом языке есть
help-list-language = добавьте "{ $lang }" в `languages` или удалите этот файл
no-article-toml = у статьи нет `article.toml`
help-article-toml = создайте его с `published = 2025-06-29` и `source = "uk"`
no-version = у статьи нет ни одной версии, которую можно показать
no-source-version = в `source` указан `{ $source }`, но исправного `{ $source }.md` нет
help-versions = имеющиеся версии: { $langs }
footer-markup = в `footer` могут быть только текст и ссылки
footer-markup-link = `{ $address }` в `footer` не становится ссылкой: адрес начинается с `https://`, `mailto:` или `/`
help-footer-markup = ссылку пишите так: `[слова](https://…)`, а другой разметки не используйте
correction-date-before = исправлено { $date }, раньше, чем версия появилась ({ $published })
correction-date-future = исправлено { $date }, а этот день ещё не наступил
help-correction-date = напишите день, когда сделано исправление
wrong-year = опубликовано в { $year } году, а папка — `{ $folder }`
help-move-folder = перенесите папку в `{ $path }` или исправьте `published`
empty-version = у версии нет своего текста, поэтому её не показывают
help-empty-version = напишите её текст или удалите файл, пока текста нет
useless-record-source = `{ $lang }` — язык оригинала, а оригинал — не перевод
help-delete-file = удалите файл
useless-record-version = для этой записи нет `{ $lang }.md`
help-bring-back = удалите файл или верните версию
useless-record-from = `{ $lang }.md` переведён с `{ $from }`, а теперь оригинал — `{ $source }`
help-mark-again = сравните обе версии и снова выполните `litopys mark`
bad-value-alias = `aliases`: ожидается путь, например `/news/old`, а здесь `{ $found }`
unreachable-alias = старый путь `{ $alias }` недостижим: по этому адресу уже есть { $shadow }
reserved-slug = `{ $slug }` не может быть адресом страницы: по этому адресу уже есть { $shadow }
help-reserved-slug = выберите другое имя папки или другой `slug`
missing-key-menu = пункт никуда не ведёт: добавьте `page`, `section`, `tag`, `author` или `href`
bad-value-menu-target = у пункта есть только что-то одно: `page`, `section`, `tag`, `author` или `href`
bad-value-menu-place = `place`: ожидается `header` или `footer`, а здесь `{ $found }`
bad-value-menu-href = `href`: ожидается адрес с `https`, `http` или `mailto` либо путь от корня, например `/uk/2025/`, а здесь `{ $found }`
bad-value-redirect = `{ $key }`: ожидается путь от корня, например `/tags/old` (целью может быть и адрес с `https`), а здесь `{ $found }`
menu-target-page = страницы `pages/{ $id }` нет, поэтому читатели не видят этого пункта
menu-target-section = в разделе `{ $id }` нет статей, поэтому читатели не видят этого пункта
menu-target-tag = по теме `{ $id }` нет статей, поэтому читатели не видят этого пункта
menu-target-author = у автора `{ $id }` нет статей, поэтому читатели не видят этого пункта
help-menu-target = исправьте название или удалите пункт
shadow-file = файл сайта
shadow-home = главная страница
shadow-page = страница сайта
shadow-year = страница года
shadow-month = страница месяца
shadow-author = страница автора `{ $id }`
shadow-tag = страница темы `{ $id }`
shadow-section = страница раздела `{ $id }`
shadow-series = страница цикла `{ $id }`
duplicate-slug = slug `{ $slug }` — уже адрес `{ $id }`
help-slug = выберите другой `slug`; до тех пор адрес заканчивается на `{ $name }`
duplicate-alias = старый путь `{ $alias }` уже занят другой статьёй или версией
dead-address = на момент последнего коммита { $paths } { $count ->
    [1] вёл
    [one] вели
    [few] вели
    [many] вели
   *[other] вели
} к этой статье, а теперь никуда
help-aliases = напишите в нём `aliases = [{ $aliases }]`
help-aliases-elsewhere = напишите `aliases = [{ $aliases }]` в `article.toml` или `page.toml` статьи либо страницы, которая её заменила; переименовывайте статьи командой `litopys move`, снимайте командой `litopys remove`

## Изображения

picture-kind = изображение не показано: `.{ $ending }` показывает не каждый браузер, ожидается JPEG, PNG, WebP, GIF или SVG
help-convert = преобразуйте его в JPEG, PNG или WebP
picture-mismatch = изображение не показано: судя по имени, это { $named }, а по содержимому — { $found }
help-rename-ending = переименуйте так, чтобы имя заканчивалось на `.{ $ending }`
picture-broken-none = изображение не показано: судя по имени, это { $named }, а по содержимому — нет
help-export-again = экспортируйте его снова из оригинала
picture-broken-cut = изображение не показано: файл обрывается на байте { $bytes }, раньше, чем заканчивается изображение
help-copy-again = скопируйте его снова: передача оборвалась
picture-broken = изображение не показано: оно повреждено: { $what }
help-open-export = откройте его в редакторе и экспортируйте снова
picture-too-large = изображение не показано: { $width } × { $height } пикселей, допустимо не больше { $side } по каждой стороне и { $millions } млн всего
help-smaller = уменьшите его: на страницах показывают 1600 пикселей в ширину
picture-too-large-heavy = изображение не показано: чтобы раскодировать { $width } × { $height } пикселей в таком виде, нужно { $needed } МБ, допустимо не больше { $most } МБ
help-lighter = уменьшите его или сохраните с 8 битами на канал, а JPEG — не прогрессивным
svg-cleaned = из рисунка, который видят читатели, удалено: { $what }
help-svg = сохраните его как простой SVG, без скриптов, анимации и ссылок на другие файлы
recording-broken = вместо записи показана ссылка: файл с расширением `.{ $ending }` начинается иначе
recording-broken-empty = вместо записи показана ссылка: файл пуст
help-export-recording = скопируйте её ещё раз или снова экспортируйте из оригинала
subtitles-broken-header = первая строка — не `WEBVTT`, поэтому браузеры ничего из этого файла не показывают
help-vtt-header = сохраните субтитры как WebVTT: `WEBVTT`, пустая строка, затем реплики
subtitles-broken-arrow = над этими строками не указано время, поэтому браузеры их пропускают
help-vtt-timing = напишите над словами строку вроде `00:01.000 --> 00:04.500`: точка перед тремя цифрами, `-->` посередине
subtitles-broken-time = `{ $time }` — не время, поэтому браузеры эти слова пропускают
subtitles-broken-end = эти слова заканчиваются в { $to }, а начинаются в { $from }, поэтому их никогда не видно
subtitles-broken-order = эти слова начинаются в { $from }, раньше тех, что над ними
help-vtt-order = исправьте время: каждая реплика начинается раньше, чем заканчивается, и не раньше предыдущей
subtitles-unused-language = этих субтитров не показывает ни одна страница: на сайте нет языка `{ $lang }`
subtitles-unused-bare = этих субтитров не показывает ни одна страница: в имени не указан язык
help-subtitles-name = назовите файл так: { $names }
subtitles-unused-film = этих субтитров не показывает ни одна страница: рядом нет видео с таким именем
help-subtitles-film = назовите их по видео и языку: `film.uk.vtt` рядом с `film.mp4`

## Что не так внутри изображения

damage-size = в нём { $width } × { $height } пикселей
damage-header = в нём нет заголовка
damage-two-headers = в нём два заголовка
damage-first-chunk = оно начинается с `{ $name }`, а не с `IHDR`
damage-checksum = контрольная сумма его блока `{ $name }` не совпадает с байтами
damage-chunk = в нём есть блок `{ $name }`, которого не знает ни один браузер
damage-data = данных ({ $bytes } Б) мало для { $width } × { $height } пикселей
damage-no-size = оно не указывает своего размера
damage-no-pixels = в нём нет пикселей
damage-marker = ожидается маркер, а здесь байт { $byte }
damage-two-frames = в нём два кадра
damage-scans = в нём больше { $most } сканов
damage-no-frame = в нём нет кадра
damage-no-scan = в нём нет ни одного скана
damage-block = ожидается блок, а здесь байт { $byte }
damage-not-utf8 = оно не в UTF-8
damage-entities = оно объявляет сущности, а ожидается рисунок, сохранённый как простой SVG
damage-root = его корень — `{ $name }`, а ожидается `svg` с xmlns="{ $namespace }"
damage-depth = его элементы вложены глубже чем { $most }

## Текст статьи

nested-too-deep = списки, цитаты или выделения вложены друг в друга слишком глубоко, чтобы так их показать
empty-heading = заголовок без слов пропущен
help-heading-words = допишите слова или уберите `#`
heading-skips = `{ $text }` ниже предыдущего заголовка на несколько уровней ({ $levels })
help-heading-level = поставьте на один `#` больше, чем у заголовка, к которому он относится
bad-heading-id = `{ $id }` не может быть id заголовка, поэтому id составлен из его слов
help-heading-id = пишите буквы, цифры, `-` и `_`, например `{ "{" }#part-1{ "}" }`, начиная с буквы или цифры; `top` и всё, что начинается с `fn-`, занято
duplicate-heading-id = id `{ $id }` уже есть у другого заголовка, поэтому этот получает id из своих слов
help-own-id = дайте каждому заголовку свой id
broken-link = статьи `{ $to }` нет
help-link-folder = на статью ссылаются через её папку: `../../<год>/<id>/`
broken-link-relative = `{ $address }` никуда не ведёт: { $why }
leads-empty = она пуста
leads-encoding = её процентное кодирование — не UTF-8
leads-out = она ведёт за пределы `articles/`
leads-neither = это не статья и не файл этой статьи
leads-name = статьи с таким именем быть не может
help-link = напишите `../<статья>/`, `../../<год>/<статья>/` или файл из этой папки
broken-link-author = ни одна статья не принадлежит автору `{ $id }`
broken-link-tag = ни у одной статьи нет темы `{ $id }`
broken-link-section = ни одна статья не относится к разделу `{ $id }`
broken-link-series = ни одна статья не относится к циклу `{ $id }`
help-correct-link = исправьте или уберите ссылку
missing-media = в папке статьи нет файла `{ $name }`
help-put-image = положите туда файл или удалите его [[image]]
help-add-file = положите файл в папку статьи или исправьте его имя
help-whole-address = напишите полный адрес: страницы — `https://…`, почтового ящика — `mailto:…`
unsafe-link = `{ $address }` не превращён в ссылку: такая схема небезопасна для читателя
help-safe-scheme = используйте https, http, mailto, tel или относительный путь
broken-anchor = в этом тексте нет заголовка с id `{ $id }`
broken-anchor-article = в `{ $path }` нет заголовка с id `{ $id }`
help-anchor = id — это слова заголовка строчными буквами через дефис
untranslated-link = у `{ $id }` нет версии для тех, кто читает на языке `{ $lang }`
help-there-in = статья есть на языках: { $langs }; переведите её или скажите об этом в тексте
unpublished-link = `{ $id }` ещё не опубликована, поэтому по ссылке читатели увидят 404
help-publish-first = сначала опубликуйте эту статью или добавьте ссылку, когда она будет опубликована
missing-alt = у изображения нет альтернативного текста
help-alt = напишите `![что видно на изображении](файл)` или `alt` в его [[image]]
external-image = вместо `{ $address }` показана ссылка: файл лежит на другом сайте
help-put-here = положите файл в папку статьи
not-a-picture = вместо `{ $name }` показана ссылка: это не изображение, не видео и не звукозапись, которые может содержать страница
help-link-file = напишите ссылку: `[слова](файл)`
not-a-picture-recording = вместо `{ $name }` показана ссылка: такие файлы воспроизводит не каждый браузер
help-convert-recording = преобразуйте видео в MP4 (H.264 и AAC) или WebM, звук — в MP3, Ogg или M4A
not-a-picture-inline = вместо `{ $name }` показана ссылка: файл стоит среди слов
help-own-paragraph = поставьте его в отдельный абзац
missing-alt-recording = у видео или звукозаписи нет ни альтернативного текста, ни подписи
help-alt-recording = напишите `![что это](файл)`, `![](файл "подпись")`, либо `alt` или `caption` в его [[image]]
subtitles-missing = у видео нет субтитров на языке этого текста: нет файла `{ $file }`
help-subtitles = положите рядом субтитры WebVTT под этим именем; для немого фильма достаточно файла с одной строкой `WEBVTT`
html-comment = комментарий HTML на страницу не попадает
help-comment = удалите его или напишите нужное читателям без `<!--`
html-comment-open = комментарий HTML не закрыт, поэтому остальной текст пропущен
help-comment-open = закройте его через `-->`; чтобы показать, напишите `\<!--` или возьмите в обратные апострофы
raw-html = HTML показывается как текст
help-raw-html = напишите вместо него Markdown или возьмите его в обратные апострофы
unused-footnote = на примечание `{ $label }` ничто не ссылается
unused-footnote-again = выше уже есть примечание с меткой `{ $label }`
unread-link = это показывается так, как набрано, а не как ссылка
help-unread-link = напишите `[текст](адрес)`: адрес с пробелами или непарными скобками возьмите в `<` и `>`
undefined-reference = для этой ссылки не задан адрес, поэтому она показывается так, как набрана
help-undefined-reference = напишите `[текст](адрес)` или добавьте строку `[метка]: адрес`
undefined-footnote = примечания с такой меткой нет
help-undefined-footnote = добавьте строку `[^метка]: текст` или исправьте метку
unread-emphasis = эти знаки показываются так, как набраны
help-unread-emphasis = не ставьте пробелов внутри `**…**`, а знаки препинания перед буквой выносите наружу
unread-heading = это не заголовок
help-unread-heading = поставьте пробел после `#`
help-wiki-heading = напишите перед ним `## `, а после него ничего

unread-list = это не пункт списка
help-unread-list = поставьте после знака пробел; для тире напишите `—` и пробел
unread-table = это не таблица: в строке дефисов не столько ячеек, сколько в строке над ней
help-unread-table = сделайте в обеих строках одинаковое число ячеек
unread-table-delimiter = это не таблица: под первой строкой не хватает строки дефисов
help-table-delimiter = поставьте там `|---|---|`, по ячейке на каждый столбец
unread-markup = это разметка другой программы: она показывается так, как набрана
help-markup = удалите или скажите словами
help-box = напишите цитату, `> …`, или начните абзац со слова, выделенного жирным
help-task = скажите словами, что сделано: `- сделано: …`
help-contents = удалите: содержание страницы составляется само
help-definition = напишите список: `- **термин**: что он означает`
help-script = наберите сам символ: `²`, `₂`
help-emoji = наберите сам символ или скажите словами
help-formula = напишите обычными символами: `x² + y²`; длинную формулу дайте изображением
help-attributes = удалите; `{ "{" }#id{ "}" }` бывает только у заголовка
help-inline-note = напишите здесь `[^1]`, а для примечания — строку `[^1]: …`
help-wiki-link = напишите `[текст](адрес)`; адрес статьи — путь к её папке
unclosed-fence = блок кода не закрыт, поэтому всё, что дальше, показывается как код
help-fence = закончите его строкой ```` ``` ````
table-cells-lost = в первой строке меньше ячеек, поэтому `{ $text }` не показано
help-table-cells = добавьте в первую строку и строку дефисов по ячейке на каждый столбец

## Версия и её оригинал

headings-differ = заголовков: здесь { $here }, в `{ $file }` — { $there }
headings-differ-level = заголовок { $n } — уровня { $here }, а в `{ $file }` — уровня { $there }
help-same-headings = сделайте в обеих версиях одинаковые заголовки
lists-differ = списков: здесь { $here }, в `{ $file }` — { $there }
lists-differ-items = пунктов этого списка: здесь { $here }, в `{ $file }` — { $there }
help-same-lists = сделайте в обеих версиях одинаковые списки
figures-differ = иллюстраций: здесь { $here }, в `{ $file }` — { $there }
help-same-figures = покажите в обеих одни и те же иллюстрации
links-differ = ссылок: здесь { $here }, в `{ $file }` — { $there }
links-differ-article = здесь ссылка на `{ $here }`, а в `{ $file }` — на `{ $there }`
help-same-links = в обеих ссылайтесь на одно и то же или ни на что
numbers-differ = здесь { $here }, а в `{ $file }` — { $there }
numbers-differ-here = здесь есть { $here }, а в `{ $file }` нет
numbers-differ-there = в `{ $file }` есть { $there }, а здесь нет
help-number-wrong = одно из двух неверно или неполно
dates-differ = здесь `{ $here }`, а в `{ $file }` — `{ $there }`
help-date-wrong = одно из двух неверно
passage-lost = фрагментов `{ $file }`, которых в этой версии больше нет, хотя она отмечена вместе с ними: { $count }; первый начинается там в строке { $line }
help-passage-lost = верните перевод; если они убраны или переписаны намеренно, выполните `litopys mark { $id } { $lang }`
seen-latin = латинскими буквами
seen-cyrillic = кириллическими буквами
seen-russian = на русском
seen-ukrainian = на украинском
seen-other = на другом языке
other-language = текст написан { $seen }, а файл назван для `{ $lang }`
help-name-file = переименуйте файл по его языку или удалите, если перевода ещё нет
other-language-field = `{ $field }` — текст { $seen }, а файл назван для `{ $lang }`: `{ $text }`
untranslated-field = `{ $field }` повторяет слова из `{ $file }`: `{ $text }`
help-untranslated = переведите; если так и нужно, возьмите в кавычки или добавьте эти слова в `allow` в разделе [check] файла site.toml

## --complete

version-missing = у статьи нет версии на языке `{ $lang }`
version-unpublished = версия на языке `{ $lang }` ещё не опубликована: вместо неё читатели видят другую
help-publish = опубликуйте её: уберите `draft` или укажите более раннюю дату `published`
help-translate-from = переведите её с `{ $source }.md`
version-stale = версия устарела: `{ $source }.md` изменён { $day }
help-update = обновите её и задайте `updated` в её вступительной части
version-stale-marked = версия устарела: с тех пор как она отмечена, в `{ $source }.md`: { $changes }
help-update-mark = обновите её и выполните `litopys mark { $id } { $lang }`
change-both = { $first }, { $rest }
change-changed = изменено фрагментов: { $count }
change-added = добавлено фрагментов: { $count }
change-removed = удалено фрагментов: { $count }
change-title = изменён заголовок
change-summary = изменена аннотация
version-shorter = слов: здесь { $here }, в `{ $file }` — { $there }
version-shorter-blocks = блоков текста: здесь { $here }, в `{ $file }` — { $there }
help-left-out = переведите пропущенное

## С числом

more-problems = { $count ->
    [one] ещё { $count } проблема этого файла не показана
    [few] ещё { $count } проблемы этого файла не показаны
    [many] ещё { $count } проблем этого файла не показано
   *[other] ещё { $count } проблемы этого файла не показано
}
more-problems-syntax = { $count ->
    [one] ещё { $count } синтаксическая ошибка этого файла не показана
    [few] ещё { $count } синтаксические ошибки этого файла не показаны
    [many] ещё { $count } синтаксических ошибок этого файла не показано
   *[other] ещё { $count } синтаксической ошибки этого файла не показано
}
too-long = в `{ $key }` { $length ->
    [one] { $length } знак
    [few] { $length } знака
    [many] { $length } знаков
   *[other] { $length } знака
}, а на его месте помещается { $limit }
other-language-passages = { $count ->
    [1] фрагмент
    [one] { $count } фрагмент подряд
    [few] { $count } фрагмента подряд
    [many] { $count } фрагментов подряд
   *[other] { $count } фрагмента подряд
} { $seen } в файле, названном для `{ $lang }`: `{ $text }`
untranslated-passages = { $count ->
    [1] фрагмент
    [one] { $count } фрагмент подряд
    [few] { $count } фрагмента подряд
    [many] { $count } фрагментов подряд
   *[other] { $count } фрагмента подряд
} дословно из `{ $file }`: `{ $text }`
summary-errors = { $count ->
    [one] { $count } ошибка
    [few] { $count } ошибки
    [many] { $count } ошибок
   *[other] { $count } ошибки
}
summary-warnings = { $count ->
    [one] { $count } предупреждение
    [few] { $count } предупреждения
    [many] { $count } предупреждений
   *[other] { $count } предупреждения
}
summary-articles = { $count ->
    [one] { $count } статья
    [few] { $count } статьи
    [many] { $count } статей
   *[other] { $count } статьи
}
summary-pages = { $count ->
    [one] { $count } страница
    [few] { $count } страницы
    [many] { $count } страниц
   *[other] { $count } страницы
}
summary-texts = { $articles } и { $pages }
summary-read-pages = { $articles }, { $pages } и { $files }
summary-files = { $count ->
    [one] { $count } файл локалей
    [few] { $count } файла локалей
    [many] { $count } файлов локалей
   *[other] { $count } файла локалей
}

## Строки в терминале: `mark`, `status`, `search`, `new`

mark-done = `{ $path }` отмечен как перевод нынешнего текста оригинала
mark-left-out = пропущено, потому что перевода нет: { $passage }
mark-passage = { $passage }: { $words }
mark-stale = `{ $path }` старше оригинала: переведите то, что изменилось, а затем отметьте версию, назвав статью
mark-nothing = у каждого перевода уже есть запись; чтобы отметить какой-то снова, назовите его статью
mark-unreadable = `{ $path }` невозможно прочитать как статью: { $problem }
mark-no-version = `{ $path }` нет или в нём есть ошибки; исправьте его, прежде чем отмечать
mark-source = `{ $path }` — оригинал статьи, поэтому записывать нечего
mark-structure = { $difference }; сделайте их строение одинаковым или отметьте версию с --anyway
mark-overlooked = в `{ $path }` не переведено то, что изменилось в оригинале:
mark-anyway = переведите, а если ничего менять не нужно, отметьте версию с --anyway
mark-untranslated = `{ $path }`, { $place }: здесь не хватает перевода — { $what }
mark-extra = `{ $path }`, строка { $line }: здесь { $block }, а в `{ $source }` соответствия нет
mark-other-level = `{ $path }`, строка { $line }: ожидается { $block } на столько же уровней ниже самого высокого заголовка, как в строке { $there } файла `{ $source }`
mark-other-kind = `{ $path }`, строка { $line }: ожидается { $wanted }, как в строке { $there } файла `{ $source }`, а здесь { $block }
mark-moved = `{ $path }`, { $place }: здесь ожидается перевод — { $what }
mark-changed = строка { $there } в `{ $source }` изменена, а строка { $here } в `{ $version }` — нет
mark-changed-numbers = { $changed }: { $numbers }
mark-title-changed = заголовок в `{ $source }` изменён: { $numbers }
mark-summary-changed = аннотация в `{ $source }` изменена: { $numbers }
mark-numbers-there = там { $numbers }
mark-numbers-here = здесь { $numbers }
mark-numbers = там { $there }, здесь { $here }
place-line = строка { $line }
place-before-line = перед строкой { $line }
place-end = в конце
block-at = строка { $line } в `{ $file }`, { $block }
blocks-at = строки { $first }–{ $last } в `{ $file }`, фрагментов: { $count }
block-heading-1 = заголовок первого уровня
block-heading-2 = заголовок второго уровня
block-heading-3 = заголовок третьего уровня
block-heading-lower = заголовок более низкого уровня
block-paragraph = абзац
block-list = список
block-quotation = цитата
block-code = блок кода
block-table = таблица
block-picture = изображение
block-rule = разделительная линия
block-footnotes = примечания
status-article = статья
status-language = язык
status-messages = сообщения
status-articles = статьи
status-passages = фрагменты
status-state = состояние
status-demand = спрос
status-missing = нет
status-stale = устарела
status-fresh = актуальна
status-source = оригинал
status-complete = всё переведено, ничего не устарело
status-waiting = читатели ещё не видят
status-every-language = все
found-instead = по введённому запросу ничего не найдено; вот результаты по запросу `{ $meant }`
found-most = ни одна статья не содержит всех слов; вот те, где их больше всего
found-count = найдено: { $total }, показано: { $shown }
new-translate = переведите `{ $path }`: сейчас там текст на языке `{ $from }`; затем выполните `litopys mark { $id } { $lang }`
new-other-source = оригинал этой статьи — `{ $source }`, а не `{ $from }`: `litopys mark` сравнивает с `{ $source }.md`
new-write = теперь напишите `{ $path }`; все поля описаны в документации Litopys (docs/WRITING.md)
new-present = статья уже есть на языках: { $langs }
new-present-from = статья уже есть на языках: { $langs }; с `--from { $from }` можно начать с её текста
new-date = впишите день, когда она опубликована, в `articles/{ $id }/article.toml`
new-look = посмотрите её с помощью `litopys serve --watch` и проверьте с помощью `litopys check`

## Строки в терминале: архив, для которого набрана команда

archive-unfinished = прерванное изменение невозможно завершить
archive-recovered = изменение этого архива было прервано; теперь он снова цел
archive-missing = `{ $path }` — не архив: ожидается папка с файлом `site.toml`; `litopys init { $dir }` создаст архив в новой или пустой папке
archive-here = текущую папку невозможно найти; укажите архив: --archive DIR
archive-nowhere = здесь нет архива: искали `site.toml` в папках { $folders }; создайте архив с помощью `litopys init DIR` или укажите его: --archive DIR
archive-nowhere-unread = здесь нет архива: искали `site.toml` в папках { $folders } (не удалось прочитать: { $unread }); создайте архив с помощью `litopys init DIR` или укажите его: --archive DIR
archive-article = статья: { $problem }
archive-several = такое имя у нескольких статей: { $all }; укажите год, например: `{ $first }`
archive-taken = `{ $cache }` использует другой процесс для архива `{ $other }`; каждому архиву нужна своя папка состояния: --state DIR
archive-catalog = каталог архива невозможно открыть
archive-no-language = в `site.toml` не назван ни один язык
archive-not-language = `{ $lang }` — не язык этого сайта, ожидается один из таких: { $known }
archive-no-folder = `{ $path }` не существует
archive-unreadable = `{ $path }` невозможно прочитать: { $problem }
archive-no-text = в `{ $path }` нет текста, который можно показать: причину назовёт `litopys check`

## Строки в терминале: `init`

init-ask-title = Как называется архив?
init-ask-address = По какому адресу его будут находить читатели?
init-ask-languages = На каких языках? Теги через запятую, сначала главный:
init-ask-author = Кто автор? Имя или пустая строка:
init-done = Архив создан в папке { $folder }.
init-assumed = Спросить было некого, поэтому взято: { $options }
init-wordless = У программы нет собственных текстов для: { $languages }. Как добавить язык: docs/TRANSLATING.md.
init-next = Что дальше:
init-next-look = посмотреть архив в браузере; после каждого изменения страницу нужно обновить
init-next-new = начать статью
init-next-check = найти ошибки во всех текстах
init-not-empty = папка `{ $dir }` не пуста; укажите новую или пустую папку
init-not-here = в `{ $dir }` невозможно создать архив
init-country = `{ $tag }` — это страна; тег украинского — `uk`
init-languages = языки: { $problem }
init-no-language = архиву нужен язык: --languages uk,en
init-unanswered = архив не создан
init-folder = папку `{ $dir }` невозможно создать
init-unwritable = в папку `{ $dir }` невозможно ничего записать
init-unfilled = папку `{ $dir }` невозможно наполнить

## Строки в терминале: `new`

new-exists = `{ $path }` уже существует; ничего не изменено
new-exists-year = `{ $path }` уже существует; ничего не изменено; чтобы начать статью этого года, напишите `{ $id }`
new-no-slug = в заголовке `{ $title }` нет ни букв, ни цифр, из которых можно составить адрес; укажите id статьи
new-two-years = год в `{ $typed }` не тот, что в --year; уберите один из них
new-id = id статьи: { $problem }
new-no-id = статье нужен id или --title
new-no-source = нет `{ $path }`, с которого можно было бы начать

## Строки в терминале: `move`

move-page = переместить можно только статью; папку страницы переименуйте сами, а её старый адрес впишите в `aliases`
move-target = куда переместить: { $problem }
move-not-day = --published { $day } — не день года { $year }
move-other-year = в `published` стоит { $old }, а `{ $path }` — папка года { $year }; укажите день того года, когда статья опубликована: --published { $likely }
move-ask = В `published` стоит { $old }. В какой день года { $year } статья опубликована?
move-answer = `{ $answer }` — не день года { $year }; укажите день того года, когда статья опубликована: --published { $likely }
move-done = перемещено: `{ $from }` → `{ $to }`
move-would = было бы перемещено: `{ $from }` → `{ $to }`
move-links = других файлов со ссылками на неё изменено: { $count }
move-links-would = других файлов со ссылками на неё было бы изменено: { $count }
move-aliases = старые адреса, которые ведут туда на каждом языке: { $paths }
move-dry = ничего не изменено; чтобы выполнить, повторите команду без --dry-run
move-next = теперь выполните `litopys check` и сохраните изменение в git, если им пользуетесь
move-same = статья уже лежит в `{ $path }`
move-new-id = новый id: { $problem }
move-exists = `{ $path }` уже существует; выберите другой id, ничего не изменено
move-slug-taken = `{ $id }` — адрес `{ $path }` (его `slug`); выберите другой id
move-both = на языке `{ $lang }` по адресу `{ $address }` были бы и эта статья, и `{ $other }`; сначала измените один из `slug`
move-old-address = старый адрес `{ $path }` вёл бы к `{ $other }`, где тоже есть slug `{ $slug }`; сначала измените его
move-alias = `{ $alias }` — старый адрес `{ $other }`: его читатели попадали бы к этой статье; сначала удалите его из `aliases`
move-no-meta = у статьи нет `article.toml`, поэтому её старые адреса никуда не ведут
move-not-toml = в `{ $path }` не всё является TOML, поэтому добавить `aliases` невозможно; где исправить, покажет `litopys check`

## Строки в терминале: `remove`, `share`

remove-no-reason = --reason пустой, а его показывают читателям старого адреса
remove-author = текст об авторе нельзя снять, назвав причину; удалите его папку
remove-done = в `{ $path }` теперь есть `withdrawn`: по адресу `{ $id }` читатели получают ответ 410 с причиной
remove-stays = файлы и адреса остаются; чтобы снова показать статью, удалите эту строку
remove-other = для тех, кто читает на другом языке: `litopys remove { $id } --lang { $lang } --reason "…"`
remove-unreadable = `{ $path }` невозможно прочитать как текст: причину назовёт `litopys check`
remove-broken = `{ $path }` невозможно изменить: что в нём не так, покажет `litopys check`
remove-table = `withdrawn` в `{ $path }` — отдельная таблица; впишите причину в неё
share-no-key = новый ключ невозможно создать
share-revoked = создан новый ключ: ни одна из прежних ссылок больше ничего не открывает
share-no-version = у `{ $id }` нет версии для тех, кто читает на языке `{ $lang }`: уберите `--lang` или назовите другой язык
share-days = --days выводит за пределы календаря
share-key = ключ ссылок не удалось ни прочитать, ни создать
share-until = ссылка открывает `{ $id }` каждому, у кого она есть, до { $until }; `litopys share --revoke` отменяет все ссылки
share-public = `{ $id }` уже опубликована, поэтому ссылка ведёт на страницу статьи
share-withdrawn = `{ $id }` снята с публикации: об этом говорит `withdrawn` в `{ $path }`

## Строки в терминале: другие команды

mark-no-article = ожидается статья, например `2025/dnipro`, или --all
status-no-demand = спрос ещё не подсчитан: впишите `count_fallbacks = true` в site.toml и запустите `litopys serve`
status-unwritten = состояние невозможно вывести
status-left-out = { $problem }; статья пропущена
search-index-building = сервер этого архива ещё строит индекс; попробуйте через минуту
words-taken = `{ $path }` уже существует; ничего не записано
words-folder = папка `{ $path }`
words-written = записано файлов в `{ $path }`: { $count }
check-complete = `--complete { $lang }`: `{ $lang }` — не язык этого сайта
check-language = `--lang { $lang }`: проблемы описаны только на таких языках: { $known }
stats-counts = статей: { $articles }, версий: { $versions }
stats-versions = версий
stats-words = слов
stats-originals = оригиналов
stats-fresh = актуальных
stats-stale = устаревших
stats-missing = не хватает
progress-reading = читаем статьи: { $done } из { $all }
progress-indexing = индексируем статьи: { $done }
reindex-nothing = в `site.toml` не назван ни один язык, поэтому индексировать нечего
reindex-read = перечитано: { $texts }; { $found }
reindex-index = поисковый индекс невозможно построить
reindex-done = поисковый индекс построен заново
serve-passed = проверено: { $texts }, языки: { $langs }; прочитано: { $changed }, исчезло: { $removed }; { $found }
serve-found = { $problems } — список выше
serve-clean = проблем нет
serve-more = … и ещё { $count }

## Почему проблема важна

why-not-utf8 = файл, который невозможно прочитать, не показывается вообще
why-byte-order-mark = некоторые программы считают невидимую метку частью первого слова
why-crlf = из-за разных концов строк git считает изменённой каждую строку
why-fluent-syntax = сообщение пропущено, вместо него показано запасное
why-unclosed-placeable = сообщение пропущено, вместо него показано запасное
why-unopened-placeable = сообщение пропущено, или читатели видят его часть так, как она набрана
why-missing-default = без варианта по умолчанию для некоторых чисел нечего показать
why-two-defaults = программа не знает, какой из них имеется в виду
why-no-text = показывать нечего, поэтому показано запасное сообщение
why-term-without-text = сообщения, которые ссылаются на термин, показывают его имя в скобках
why-tab-indentation = сообщение заканчивается перед табуляцией, а остальное потеряно
why-nested-too-deep = непрочитанный текст не показывается
why-unknown-code = проблема, ради которой оно добавлено, всё равно показана
why-unwritable-message = оно пропущено, вместо него показано запасное
why-internal-error = файл пропущен, показано его последнее исправное состояние
why-duplicate-message = показывается только одно из двух, а изменения в другом ничего не дают
why-duplicate-attribute = показывается только один из двух
why-duplicate-variant = показывается только один из двух
why-cyclic-reference = текст, который содержит сам себя, невозможно развернуть, поэтому часть его остаётся пустой
why-no-locale = каждая страница на этом языке показывает тексты на другом
why-unknown-language = это никогда не показывается
why-missing-file = читатели видят эти тексты на другом языке
why-missing-message = читатели видят эти тексты на другом языке
why-missing-term = сообщение, которое на него ссылается, покажет его имя в скобках
why-missing-attribute = читатели видят эти тексты на другом языке
why-missing-value = читатели видят эти тексты на другом языке
why-obsolete-message = оно никогда не показывается, поэтому переводить его — напрасный труд
why-obsolete-term = он никогда не показывается, поэтому переводить его — напрасный труд
why-obsolete-attribute = он никогда не показывается, поэтому переводить его — напрасный труд
why-obsolete-value = он никогда не показывается, поэтому переводить его — напрасный труд
why-unknown-variable = страница показывает имя переменной в скобках
why-unseen-variable = читатели видят неверную форму слова или имя в скобках
why-dropped-variable = те, кто читает на этом языке, узнают меньше остальных
why-dropped-reference = слова расходятся с сообщением или термином, из которого они взяты
why-added-reference = изменение другого сообщения незаметно меняет и это
why-unknown-message = страница показывает имя сообщения в скобках
why-unknown-term = страница показывает имя термина в скобках
why-unknown-attribute = страница показывает имя в скобках или неверный вариант
why-unknown-function = страница показывает имя функции в скобках
why-unknown-argument = он проигнорирован, поэтому текст оформлен не так, как вы хотели
why-bad-argument = он проигнорирован, поэтому текст оформлен не так, как вы хотели
why-missing-plural = с некоторыми числами слово стоит в неверной форме
why-impossible-plural = он никогда не показывается и скрывает настоящий набор форм
why-unknown-plural = с числами, для которых он написан, слово стоит в неверной форме
why-numeral-in-one = 21 и 101 показываются как 1
why-html-in-message = читатели видят саму разметку
why-mismatched-tags = читатели видят саму разметку
why-white-space = невидимые пробелы раздвигают слова и выглядят в git как изменение
why-untranslated = читатели видят другой язык там, где ждут свой
why-empty-message = читатели ничего не видят, а ссылкой или кнопкой без слов нельзя воспользоваться
why-foreign-letter = слово написано с ошибкой, и поиск его не находит
why-mixed-alphabets = выглядит правильно, но поиск этого не находит, а программы чтения с экрана спотыкаются
why-typewriter-apostrophe = одно и то же слово написано двумя способами, и для поиска это два слова
why-unbalanced-quotes = читатель не видит, где заканчивается цитата
why-bidi-control = невидимые символы могут перевернуть слова и скрыть настоящий текст
why-replacement-character = вместо буквы читатели видят знак вопроса
why-too-long = слова обрезаются или вытесняют другие с их места
why-unused-message = оно никогда не показывается, поэтому переводить его — напрасный труд
why-no-language = без языка показывать нечего
why-duplicate-language = один адрес вёл бы к двум языкам
why-toml-syntax = файл или его часть невозможно прочитать
why-unknown-key = он проигнорирован
why-missing-key = без него что-то не имеет имени, адреса или даты или не показывается
why-empty-value = без него у страницы нет имени или адреса
why-wrong-type = он проигнорирован
why-bad-value = он проигнорирован
why-low-contrast = он проигнорирован, потому что люди со слабым зрением не прочли бы ссылок
why-not-on-home = на главной странице этого нет
why-bad-date = статья не получает даты, получает неверную или не публикуется
why-no-front-matter = без заголовка версию невозможно показать
why-no-article-toml = без даты и языка оригинала статьи нет
why-empty-version = страница без текста скрыла бы версии, которые читатели могут прочитать
why-no-version = у статьи нет страницы ни на одном языке
why-no-source-version = если версии различаются, неизвестно, какая верна
why-language-alias = версия не показывается вообще
why-version-unlisted = по `languages` статья не предназначена для этого языка, а читатели всё равно её получают
why-footer-markup = каждая страница заканчивается испорченными словами или ссылкой, которая никуда не ведёт
why-correction-date = читатели видят исправление, которого в этот день быть не могло
why-wrong-year = адрес показывает один год, а страница — другой
why-duplicate-slug = одна из двух статей недоступна по своему адресу
why-reserved-slug = по этому адресу страница недоступна
why-menu-target = пункт пропускают, чтобы не вести читателей на страницу, которой нет
why-unreachable-alias = старая ссылка, по которой идут читатели, никогда не ведёт к статье
why-duplicate-alias = старая ссылка ведёт только к одной из двух
why-dead-address = читатели, которые сохранили адрес, и ссылки на других сайтах натыкаются на ошибку
why-stray-file = он никогда не показывается
why-bad-id = имя папки не может быть адресом
why-bad-name = у файла не может быть адреса
why-name-not-nfc = одни системы считают две записи одного имени двумя файлами, другие — одним
why-unportable-name = клонирование архива в другой системе остановится или останется без этого файла
why-name-clash = в клоне архива в другой системе будет только один из двух файлов
why-file-too-large = файл такого размера не читается
why-link-outside = файлы вне архива не публикуются
why-link-to-hidden = скрытые файлы, резервные копии и файлы самого архива не публикуются
why-link-repeated = у папки, которая содержит саму себя, нет конца
why-merge-conflict = были бы видны оба текста и метки, поэтому остаётся последний исправный текст
why-more-problems = длинный перечень скрывает важное
why-not-a-file = опубликовать можно только файлы и папки
why-too-many-files = остальное в папке не показано
why-stray-text = он не публикуется: тексты статьи лежат в её собственной папке
why-unreadable = файл или папка, которые невозможно прочитать, не показываются
why-html-comment = читатели его не видят; нужная им заметка потеряна, а не предназначенная для них видна всем в git
why-raw-html = читатели видят саму разметку
why-unsafe-link = читатели видят слова там, где должна была быть ссылка
why-broken-link = ссылка никуда не ведёт
why-broken-anchor = ссылка ведёт в начало страницы, а не к названному месту
why-untranslated-link = ссылка ведёт тех, кто читает на этом языке, на страницу без текста
why-unpublished-link = ссылка ведёт читателей на страницу, которой ещё нет
why-useless-record = она не говорит, с чего переведена версия
why-missing-media = читатели видят пустое место там, где должно было быть изображение
why-picture-kind = браузеры не показывают таких изображений
why-picture-mismatch = браузер, который доверяет расширению, ничего не покажет
why-picture-broken = читатели увидели бы часть изображения или ничего
why-picture-too-large = такое изображение занимает больше памяти, чем сервер может на него потратить
why-svg-cleaned = код и внешние ссылки удалены, поэтому рисунок может выглядеть иначе
why-recording-broken = браузер, который доверяет расширению, ничего не воспроизведёт
why-not-a-picture = на месте изображения его не показать, и читатели видели бы сломанную картинку
why-subtitles-broken = люди, которые не слышат или не знают языка, не узнают, что сказано
why-subtitles-missing = люди, которые не слышат или не знают языка, не узнают, что сказано
why-subtitles-unused = читатели, для которых они написаны, никогда их не увидят
why-missing-alt = люди, которые не видят изображения, ничего о нём не узнают
why-external-image = если бы его загружали, другой сайт узнал бы, кто здесь читает
why-heading-skips = люди, которые переходят по заголовкам, думают, что какого-то раздела не хватает
why-empty-heading = заголовок без слов никуда не ведёт
why-bad-heading-id = ссылки на эту часть текста сломаются, как только изменятся её слова
why-duplicate-heading-id = ссылка на этот id ведёт к другому заголовку
why-undefined-footnote = читатели видят метку, а примечания нет
why-undefined-reference = читатели видят скобки там, где должна была быть ссылка
why-unread-link = читатели видят скобки там, где должна была быть ссылка
why-unread-emphasis = читатели видят звёздочки
why-unread-heading = раздел остался без заголовка, и в содержании его нет
why-unread-list = пункты сливаются в один абзац
why-unread-markup = читатели видят саму разметку
why-unread-table = читатели видят черты и дефисы вместо таблицы
why-table-cells-lost = читатели не видят того, что в тех ячейках
why-unclosed-fence = остальной текст показывается как код
why-unused-footnote = примечание никогда не показывается
why-headings-differ = версии невозможно показать рядом, и одна может быть неполной
why-lists-differ = на одном языке можно узнать больше, чем на другом
why-figures-differ = на одном языке можно увидеть больше, чем на другом
why-links-differ = на одном языке ссылок больше, чем на другом
why-numbers-differ = в версиях сказано разное
why-dates-differ = в версиях сказано разное
why-passage-lost = читатели видят предупреждение, что перевод устарел, а самого фрагмента не видят
why-other-language = читатели получают не тот язык, который выбрали, а программы чтения с экрана неверно его произносят
why-missing-name = страница показывает id или название на другом языке
why-version-missing = вы требуете, чтобы на этом языке была каждая статья; для украинского этого требует и закон
why-version-stale = в ней может быть сказано меньше, чем в остальных; закон требует, чтобы на украинском было сказано не меньше
why-version-shorter = в ней может быть сказано меньше, чем в остальных; закон требует, чтобы на украинском было сказано не меньше
