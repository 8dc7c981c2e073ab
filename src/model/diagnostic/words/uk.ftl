### Речення проблем, про які повідомляють `check`, сервер і панель `serve --watch`.
### Проблема правила `crlf` — повідомлення `crlf` або `crlf-…`, якщо їх у правила кілька. `help-…` каже, що зробити, `why-…` —
### чому це важливо. З малої літери, без крапки в кінці.


## Будь-який файл

verbatim = { $text }
internal-error = помилка в самому Litopys: { $what }
help-report = повідомте про неї розробників і додайте файл; доки файл не зміниться, показуємо останній справний стан
help-fix-above = виправте згадані вище проблеми й перевірте ще раз
help-write = напишіть `{ $name }`
help-delete = видаліть
help-delete-one = видаліть одне з двох
not-utf8 = очікується UTF-8, а тут байт 0x{ $byte }
not-utf8-utf16 = файл збережено в UTF-16, а очікується UTF-8
help-save-utf8 = збережіть його в UTF-8: кодування видно в рядку стану редактора або в меню «Зберегти як»
help-save-older = збережіть файл у UTF-8: зараз він у старішому кодуванні
help-save-encodings = збережіть файл у UTF-8: зараз він у старішому кодуванні, можливо { $encodings }
encodings = { $first } або { $second }
byte-order-mark = файл починається з позначки порядку байтів
help-no-bom = збережіть його в UTF-8 без BOM
crlf = рядки закінчуються на CRLF, а очікується LF
help-lf = збережіть файл із кінцями рядків Unix (LF); вибір видно в рядку стану редактора
merge-conflict = у файлі лишилися позначки конфлікту злиття
help-conflict = залиште один із двох текстів і видаліть рядки `<<<<<<<`, `=======` та `>>>>>>>`

## Що стоїть довкола речення

severity-error = помилка
severity-warning = попередження
label-why = чому важливо
label-help = що зробити
summary-clean = перевірено { $read }: проблем немає
summary-found = перевірено { $read }: { $found }
summary-read = { $articles } і { $files }
summary-both = { $errors }, { $warnings }
waiting-title = ще не опубліковано:
waiting-draft = чернетка
waiting-until = вийде { $date } о { $time }
waiting-more = { $count ->
    [one] і ще { $count } запис
    [few] і ще { $count } записи
    [many] і ще { $count } записів
   *[other] і ще { $count } запису
}; усі покаже `litopys status --format json`

## Файли локалей

unknown-language-no-folder = файл лежить поза теками мов, тому його тексти не використовуються
help-move-locale = перенесіть його до теки його мови, як-от `locales/{ $folder }/own.ftl`
unknown-language-tag = `{ $tag }` — не тег мови, тому ці тексти не використовуються
help-name-folder = назвіть теку так, як мову названо в `site.toml`: `locales/uk/`
no-locale = мовою `{ $lang }` немає жодних текстів інтерфейсу
help-no-locale = виконайте `litopys words { $lang } --into locales/{ $lang }` і перекладіть файли; доти читачі бачать запасну мову
unknown-language-locale = мови `{ $lang }` на цьому сайті немає, тому ці тексти не використовуються
help-add-language = додайте до site.toml [[language]] з `tag = "{ $lang }"` або видаліть теку
unwritable-message = прочитати `{ $name }` вдалося, а показати неможливо, тому його пропущено
help-unwritable = у ньому разом із підставленими повідомленнями понад 100 підстановок: підставляйте менше повідомлень і термінів

## Синтаксис Fluent

syntax-found = { $expected }, а тут { $found }
line-end = кінець рядка
file-end = кінець файлу
help-shape = будову повідомлення описано в docs/TRANSLATING.md
tab-indentation = відступ зроблено табуляцією, а не пробілами
help-tab = робіть відступ пробілами: табуляцію Fluent вважає частиною тексту
nested-too-deep-braces = дужки вкладено надто глибоко (дозволено рівнів: { $most }), тому повідомлення пропущено
help-close-braces = закрийте попередні дужки
fluent-syntax-too-large = звідси понад 32 КіБ належать одному повідомленню, тому їх пропущено
help-begin-messages = починайте кожне повідомлення з `name =` на початку рядка, а довгі тексти перенесіть до `pages/`
fluent-syntax-unreadable = це повідомлення неможливо прочитати, тому його пропущено
unclosed-placeable = очікується `{ "}" }`
help-closing-brace = після кожної `{ "{" }` має бути `{ "}" }`
unopened-placeable = `{ "}" }` без своєї `{ "{" }`
help-show-brace = щоб показати саму дужку, напишіть `{ "{" } "{ "}" }" { "}" }`
help-open-brace = поставте `{ "{" }` перед тим, що підставляється: `{ "{" } { $word } { "}" }`; щоб показати саму дужку, напишіть `{ "{" } "{ "}" }" { "}" }`
unopened-placeable-selector = перед `{ $selector } ->` бракує `{ "{" }`
help-open-selector = напишіть `{ "{" } { $selector } ->`; її `{ "}" }` стоїть окремим рядком після останнього варіанта
help-close-selector = `{ "{" }` в рядку { $line } не закрито: напишіть `{ "}" }` окремим рядком після останнього варіанта
no-text = `{ $id }` не має тексту
help-text-after-equals = напишіть його після `=` або нижче з відступом
term-without-text = `{ $id }` не має тексту
help-term-text = термін завжди має текст після `=`
missing-default = жоден із варіантів не позначено зірочкою
help-star = поставте `*` перед одним із них: `*[other]`
help-star-other = поставте `*` перед `[other]`: `*[other]`
help-add-other = додайте після `[{ $last }]` рядок `*[other] …`: його беруть, коли жоден інший не підходить
help-star-one = поставте `*` перед тим, який беруть, коли жоден інший не підходить: `*[{ $last }]`
two-defaults = зірочкою позначено два варіанти
help-one-star = залиште один із них
fluent-syntax-equals = після назви повідомлення очікується `=`
help-name-text = напишіть `name = текст`
help-write-message = напишіть `{ $name } = …`
help-no-spaces = у назві немає пробілів: напишіть `{ $name } = …`
help-arrow = напишіть `->` замість `-&gt;`
fluent-syntax-value = очікується текст
help-write-value = напишіть його після `=` або `]`
fluent-syntax-quote = очікується закривна лапка `"`
help-quote = текст у лапках закінчується в тому самому рядку
fluent-syntax-placeable = у `{ "{" } { "}" }` очікується змінна, повідомлення або текст
help-write-variable = напишіть `{ "{" } $name { "}" }`
fluent-syntax-token = очікується `{ $token }`
fluent-syntax-digit = очікується цифра
help-number = напишіть число, як-от `5` чи `1.5`, або текст у лапках
fluent-syntax-new-line = після `->` очікується новий рядок
help-variant-line = кожен варіант стоїть окремим рядком
fluent-syntax-name = очікується назва повідомлення
help-name = назва починається з латинської літери; текст, що переходить на новий рядок, пишуть із відступом
fluent-syntax-callee = назву функції пишуть лише великими літерами
help-callee = напишіть `NUMBER(…)` або `DATETIME(…)`
fluent-syntax-message-selector = повідомлення не може обирати між варіантами
help-choose = обирайте за змінною: `{ "{" } $count -> … { "}" }`
fluent-syntax-term-selector = термін не може обирати між варіантами — лише його атрибут
help-term-selector = напишіть `{ "{" } -name.attribute -> … { "}" }`
fluent-syntax-term-attribute = атрибут терміна не можна показати
help-term-attribute = він може лише обирати між варіантами: `{ "{" } -name.attribute -> … { "}" }`
fluent-syntax-positional = значення стоїть після іменованого аргументу
help-positional = поставте значення першим: `NUMBER($count, type: "ordinal")`
fluent-syntax-argument-twice = аргумент `{ $name }` задано двічі
help-leave-one = залиште один
fluent-syntax-escape = невідома послідовність `\{ $escape }`
help-escape = у лапках можливі лише `\\`, `\"`, `\uXXXX` та `\UXXXXXX`
fluent-syntax-unicode = очікується цифра коду символу
help-unicode = напишіть чотири шістнадцяткові цифри після `\u`, шість після `\U`
fluent-syntax-literal = значенням іменованого аргументу може бути текст у лапках або число
help-literal = напишіть `type: "ordinal"`
fluent-syntax-selector = тут ніщо не може обирати між варіантами
fluent-syntax-other = це не Fluent: { $what }
fluent-syntax-not-variable = `{ $word }` — не змінна
help-source-variable = напишіть її назву так, як в оригіналі, латинськими літерами: `{ "{" } $date { "}" }`
help-between-braces = між `{ "{" }` та `{ "}" }` стоїть назва змінної, як в оригіналі: `{ "{" } $name { "}" }`; щоб показати слово, напишіть його без дужок
fluent-syntax-not-key = `[{ $word }]` — не ключ варіанта
help-keys = ключі не перекладають: напишіть `[one]`, `[few]`, `[many]`, `[other]` або ключ з оригіналу
fluent-syntax-not-attribute = `.{ $word }` — не атрибут
fluent-syntax-not-term = `-{ $word }` — не термін
help-source-name = напишіть назву так, як в оригіналі, латинськими літерами
fluent-syntax-begins-hyphen = рядок тексту починається з `-`: `{ $line }`
help-indent-hyphen = зробіть відступ; термін пишуть так: `-name = …`, без пробілу
fluent-syntax-begins = рядок тексту починається з `{ $sign }`
help-quote-sign = напишіть `{ "{" } "{ $sign }" { "}" }{ $rest }` з відступом
help-quote-sign-variant = напишіть `{ "{" } "{ $sign }" { "}" }{ $rest }` з відступом; варіант стоїть між `{ "{" } $name ->` та `{ "}" }`
fluent-syntax-quoted-name = назву пишуть без лапок
fluent-syntax-margin = рядок тексту починається без відступу
help-indent = зробіть відступ: продовженням тексту вважаються лише рядки, що починаються з пробілу
fluent-syntax-indented = рядок `{ $name } = …` починається з відступу, тож належить до тексту вище
help-unindent = видаліть пробіли на початку рядка
fluent-syntax-translated-name = `{ $name }` — не назва повідомлення
help-translated-name = назви не перекладають: напишіть ту, що в оригіналі; перекладають лише те, що після `=`
duplicate-message = `{ $key }` визначено вдруге; перше визначення — у { $place }
duplicate-message-file = `{ $key }` визначено вдруге; є також у `{ $path }`
help-delete-earlier = видаліть одне з двох: діє це
duplicate-attribute = атрибут `.{ $name }` у `{ $key }` задано двічі
duplicate-variant = варіант `[{ $name }]` стоїть тут двічі
help-first-taken = видаліть один із двох: діє лише перший
unknown-code = правила `{ $code }` для повідомлень немає, тому примітка нічого не дозволяє
help-brackets = напишіть назву, яку `litopys check` показує у квадратних дужках

## Повідомлення та їхній оригінал

missing-file = бракує файлу з усіма його повідомленнями ({ $count })
help-copy = скопіюйте { $path } і перекладіть
help-take-words = візьміть його з того, що виводить `litopys words { $lang }`, і перекладіть
missing-message = `{ $key }` не перекладено мовою `{ $lang }`
missing-term = `{ $key }` не перекладено мовою `{ $lang }`
help-add-below = додайте його після `{ $key }`; { $original }
help-add-below-line = додайте його після цього рядка, останнього в `{ $key }`; { $original }
help-add = додайте його; { $original }
source-at = оригінал: { $place }
source-printed = оригінал виводить `litopys words { $lang }`
missing-attribute = у `{ $key }` бракує атрибута `.{ $name }`
help-add-attribute = додайте нижче `.{ $name } = …` з відступом
missing-value = `{ $key }` має атрибути, але не має тексту; в оригіналі текст є
help-write-after-equals = напишіть його після `=`
obsolete-message = `{ $key }` немає в оригіналі (`{ $lang }`), тому його ніколи не показують
obsolete-term = `{ $key }` немає в оригіналі (`{ $lang }`), тому його ніколи не показують
help-is-it = може, `{ $near }`? інакше видаліть
help-delete-or-correct = видаліть або виправте назву
obsolete-value = `{ $key }` має текст; в оригіналі є лише атрибути
help-delete-text = видаліть текст після `=`: його ніколи не показують
obsolete-attribute = `{ $key }` має атрибут `.{ $name }`, якого в оригіналі немає
help-delete-unshown = видаліть: його ніколи не показують
unknown-variable = `{ $key }` ніколи не отримує `{ $name }`
help-no-variable = в оригіналі тут немає змінної: напишіть слова
help-given = воно отримує { $names }
dropped-variable = `{ $key }` не використовує `{ $name }`, а оригінал показує
help-put-variable = вставте `{ "{" } { $name } { "}" }` там, де його місце в реченні
dropped-reference = `{ $key }` не використовує `{ $name }`, на яке посилається оригінал
help-put-reference = напишіть `{ "{" } { $name } { "}" }`, щоб зміни в ньому з’являлися й тут
added-reference = `{ $key }` посилається на `{ $name }`, а оригінал — ні
help-write-words = напишіть слова замість `{ "{" } { $name } { "}" }`, як в оригіналі
unused-message = програма не використовує `{ $key }`
unused-message-file = програма не використовує жодного повідомлення цього файлу ({ $count })
help-unused-near = напишіть `{ $near }` або видаліть його в усіх мовах
help-unused = видаліть його в усіх мовах або виправте назву
help-unused-file = видаліть файл у всіх мовах або виправте назви його повідомлень

## Посилання й аргументи

cyclic-reference = `{ $name }` містить саме себе
cyclic-reference-through = `{ $name }` містить саме себе через { $names }
cyclic-reference-through-more = `{ $name }` містить саме себе через { $names } та інші ({ $more })
help-write-one-out = в одному з них напишіть самі слова
unknown-message = мовою `{ $lang }` немає повідомлення `{ $key }`
unknown-term = мовою `{ $lang }` немає терміна `{ $key }`
help-define = визначте `{ $key }` або напишіть тут самі слова
unknown-message-attributes = `{ $key }` має лише атрибути, тексту для підстановки немає
help-refer-attribute = пошліться на один із його атрибутів
unknown-attribute = мовою `{ $lang }` у `{ $key }` немає атрибута `.{ $name }`
help-add-attribute-below = додайте `.{ $name } = …` після `{ $key }`
unknown-function = функції `{ $name }` немає
help-functions = є { $names }
bad-argument-count = `{ $name }` приймає одне значення, а їх тут: { $count }
help-one-value = напишіть `{ $name }($variable)`
bad-argument-idle = `{ $name }` поряд із `{ $stronger }` не діє
bad-argument = `{ $name }` у `{ $function }` не може бути `{ $found }`
help-percent = напишіть знак у повідомленні, `{ "{" } $n { "}" } %`, а число передавайте в сотих частках
help-currency = напишіть валюту в повідомленні: `{ "{" } $n { "}" } грн`
help-one-of = напишіть { $texts }
either = { $first } або { $second }
both = { $first } і { $second }
help-number-range = напишіть число від { $least } до { $most } без лапок
unknown-argument = `{ $function }` не має аргументу `{ $name }`
help-has = є { $names }
unknown-argument-positional = термін `{ $term }` приймає лише іменовані аргументи
help-named = напишіть `{ $term }(case: "…")`
unknown-argument-term = термін `{ $term }` не приймає аргументу `{ $name }`
help-term-would-use = `{ $term }` мав би використовувати `{ $variable }`
unseen-variable-shown = термін `{ $term }` не бачить `{ $variable }` з `{ $key }`, тому читачі бачать `{ "{" }{ $variable }{ "}" }`
unseen-variable-counts = термін `{ $term }` не бачить `{ $variable }` з `{ $key }`, тому форма слова однакова для всіх чисел
unseen-variable-chooses = термін `{ $term }` не бачить `{ $variable }` з `{ $key }`, тому читачі завжди бачать варіант за умовчанням
help-term-to-message = терміну можна передати лише слова й числа: зробіть із `-{ $name }` повідомлення `{ $name }` і напишіть тут `{ "{" } { $name } { "}" }`

## Форми числа

missing-plural = `{ $key }` не має варіанта { $variants }
help-plurals = у мові є { $categories }: напишіть варіант для кожної форми
unknown-plural = `{ $name }` — не форма числа, тому цей варіант ніколи не показують
help-plural-one-of = напишіть одну з форм, які є в мові: { $categories }
impossible-plural = у цій мові немає чисел із формою `{ $name }`, тому цей варіант ніколи не показують
help-delete-plural = видаліть; у мові є { $categories }
numeral-in-one = `[one]` беруть і для { $other }, але `{ $variable }` він не показує
help-numeral = вставте до нього `{ "{" } { $variable } { "}" }` або назвіть варіант `[1]` і додайте `[one]`

## Текст повідомлень

mismatched-tags = тег `<{ $tag }>` не має пари, а сторінки показують теги так, як їх набрано
help-delete-tag = видаліть: жирний шрифт і посилання задають у шаблоні сторінки, а не в її текстах
html-in-message = `{ $markup }` показується так, як набрано: повідомлення — це текст, а не HTML
help-delete-tags = видаліть теги: жирний шрифт і посилання задають у шаблоні сторінки, а не в її текстах
help-type-character = наберіть сам символ
typewriter-apostrophe = машинописний апостроф у слові
help-apostrophe = напишіть `{ $mark }`, як в інших місцях
unbalanced-quotes = лапка `{ $mark }` у `{ $key }` не має пари
help-other-mark = поставте другу або видаліть цю
white-space-line = пробіли в кінці рядка
white-space-begins = `{ $key }` починається з пробілу
white-space-ends = `{ $key }` закінчується пробілом
white-space-begins-none = `{ $key }`, на відміну від оригіналу, не починається з пробілу
white-space-ends-none = `{ $key }`, на відміну від оригіналу, не закінчується пробілом
help-quoted-space = напишіть його в лапках, як в оригіналі: `{ "{" } " " { "}" }`
empty-message = `{ $key }` тут нічого не показує
help-write-or-delete = напишіть його текст або видаліть
untranslated-message = `{ $key }` слово в слово повторює оригінал
help-translate = перекладіть
help-translate-unless = перекладіть, хіба що обома мовами це слово однакове
help-shorter = знайдіть коротші слова
foreign-letter-russian = у слові `{ $word }` російська літера `{ $letter }`
foreign-letter-ukrainian = у слові `{ $word }` українська літера `{ $letter }`
help-spell = напишіть слово за правописом мови `{ $lang }`
mixed-alphabets-latin = `{ $letter }` у `{ $word }` — латинська літера, схожа на кириличну
mixed-alphabets-cyrillic = `{ $letter }` у `{ $word }` — кирилична літера, схожа на латинську
mixed-alphabets-word = слово `{ $word }` — латинська літера, схожа на кириличну
mixed-alphabets-shown = { $what }; { $shown }
shown-in-latin = латиницею у статті є `{ $written }`
shown-in-cyrillic = деінде у статті це написано кирилицею
shown-elsewhere = деінде у статті є `{ $written }`
help-type-cyrillic = наберіть кириличну `{ $letter }`
help-type-latin = наберіть латинську `{ $letter }`
replacement-character = під час збереження файлу втрачено літеру: `{ $sign }`
help-type-again = наберіть її знову та збережіть файл у UTF-8
bidi-control = невидимий знак, що змінює напрямок письма: { $sign }
help-delete-bidi = видаліть: він потрапив сюди разом зі скопійованим текстом

## TOML

toml-syntax = це не TOML: { $what }
toml-syntax-duplicate = `{ $written }` стоїть тут удруге; вперше — у рядку { $line }
help-put-under = перенесіть усе, що під ним, під рядок { $line } і видаліть цей рядок
help-keep-one = залиште одне з двох: це або рядок { $line }
help-toml = див. https://toml.io/en/v1.0.0
help-toml-end = закінчіть рядок на `{ $closing }`
help-toml-header = напишіть `{ $written }`: назву з пробілами, крапками чи літерами поза a–z беруть у лапки
help-toml-colon = напишіть `=` замість `:`, як-от `{ $key } = { $value }`
help-toml-key = напишіть `{ $key } = …`: таку назву беруть у лапки
help-toml-value = напишіть значення після `=`, як-от `{ $key } = "…"`, або видаліть рядок
help-toml-date = першим напишіть рік: `{ $key } = { $date }`
help-toml-quotes = візьміть текст у прямі лапки: `{ $key } = { $value }`
help-toml-end-quote = закінчіть текст прямою лапкою: `"`
help-toml-inner-quote = усередині тексту замість лапки напишіть `\"` або « » чи “ ”
help-toml-array = закінчіть перелік дужкою `]`, а між текстами поставте коми
unknown-key = невідомий ключ `{ $key }`
help-move-above = перенесіть його вище від першого `{ $header }`
help-move-below = перенесіть його під `{ $header }`
help-known-keys = відомі тут ключі: { $keys }
missing-key = бракує `{ $key }`
missing-key-series = `part` потребує `series` — циклу, частиною якого є стаття
help-move-line = перенесіть рядок { $line } вище від першого `{ $header }`
help-add-line-below = додайте рядок `{ $key } = …` під `{ $header }`
help-add-line = додайте рядок `{ $key } = …`
empty-value = `{ $key }` порожній, а очікується текст
empty-value-languages = у `languages` немає жодної мови, тому його проігноровано
empty-value-withdrawn = у `withdrawn` не вказано причини
wrong-type = `{ $key }`: очікується { $expected }, а тут { $found }
type-text = рядок у лапках
type-texts = перелік рядків у лапках
type-date = дата, як-от 2025-06-29
type-array = масив, як-от ["one", "two"]
type-tables = перелік таблиць із заголовком [[{ $key }]]
found-text = рядок
found-integer = ціле число
found-decimal = дробове число
found-boolean = true або false
found-date = дата
found-array = масив
found-table = таблиця
bad-value = `{ $key }`: { $what }
bad-date = `{ $key }`: { $what }
expected-language = очікується тег мови за BCP 47, як-от `uk` чи `pt-BR`, а тут `{ $found }`
expected-topic-id = очікується назва без `/` і керівних символів, але не `.` і не `..`, а тут `{ $found }`
expected-date = очікується дата, як-от 2025-06-29 чи 2025-06-29T12:00:00+03:00, а тут `{ $found }`
expected-slug = очікуються малі літери, цифри й дефіси, а тут `{ $found }`
expected-form = очікується нормальна форма Юнікоду NFC, а `{ $found }` — в іншій
expected-year = очікується рік із чотирьох цифр, а тут `{ $found }`
expected-month = очікується місяць із двох цифр, від 01 до 12, а тут `{ $found }`
expected-id = очікується `<рік>/<назва>`, а тут `{ $found }`
expected-email = очікується адреса електронної пошти, як-от `editors@example.org`, а тут `{ $found }`
expected-feed-tag = очікується назва хоста й дата, коли він належав сайту, як-от `example.org,2020`, а тут `{ $found }`
expected-key-header = очікується заголовок, як-от `Cache-Tag`, `Surrogate-Key` чи `xkey`, а тут `{ $found }`
expected-forward-header = очікується `X-Forwarded-For` чи `Forwarded`, а тут `{ $found }`
expected-size = очікується розмір, як-от `256 MB`, а тут `{ $found }`
expected-trusted-peer = очікується IP-адреса, мережа, як-от `10.0.0.0/8`, чи `unix`, а тут `{ $found }`
expected-colour = очікується колір, як-от `#8a1c1c`, а тут `{ $found }`
expected-range = очікується значення від { $low } до { $high }, а тут `{ $found }`
expected-fingerprint = очікується 16 шістнадцяткових цифр малими літерами, а тут `{ $found }`
expected-likeness = очікуються 32 шістнадцяткові цифри малими літерами, а тут `{ $found }`
expected-original = очікуються вид, відбиток, подібність і відбиток перекладу, а тут `{ $found }`
expected-block-kind = очікується вид блоку, як-от `p` чи `h2`, а тут `{ $found }`

## site.toml і names.toml

no-language = очікується принаймні одна [[language]] з `tag`
bad-value-languages = мов може бути щонайбільше { $most }, а тут їх { $count }
duplicate-language = ім’я `{ $name }` мають дві мови
expected-language-alias = очікується частина адреси, як-от `ua`, а тут `{ $found }`
language-name-taken = `{ $name }` не може називати мову: за цією адресою вже є { $shadow }
unknown-language-fallback = у `fallback` вказано `{ $name }`, а такої мови на цьому сайті немає
bad-value-fallback = у `fallback` двічі вказано `{ $name }`
unknown-language-key = у `{ $key }` вказано `{ $lang }`, а такої [[language]] тут немає
bad-value-time-zone = очікується часовий пояс, як-от `Europe/Kyiv`, а тут `{ $found }`
bad-value-allow = `allow` задовгий: { $what }
bad-value-allow-many = в `allow` понад { $most } слів і виразів; решту пропущено
bad-value-base-url = очікується адреса, як-от `https://example.org` чи `https://example.org/archive`, а тут `{ $found }`
bad-value-blank = очікується назва, а текст порожній
bad-value-again = `{ $name }` тут уже є
bad-value-too-many = у `{ $key }` може бути щонайбільше { $most }, а тут { $count }; решту проігноровано
bad-value-logo-path = `logo`: очікується файл у `static/`, а тут `{ $found }`
bad-value-logo-missing = у `logo` вказано `{ $path }`, а такого файлу немає
bad-value-logo-kind = у `logo` вказано `{ $path }`, а це не зображення; очікується SVG, PNG, WebP, JPEG або GIF
bad-value-logo-broken = у `logo` вказано `{ $path }`, а його не можна показати: { $what }
bad-value-logo-size = розмір `{ $path }` — { $size } Б; логотип завантажує кожна сторінка, тож дозволено щонайбільше { $most } Б
low-contrast-light = контраст посилань кольору `{ $colour }` на світлому тлі `{ $ground }` становив би { $whole },{ $part } : 1, а потрібно 4,5 : 1
low-contrast-dark = контраст посилань кольору `{ $colour }` на темному тлі `{ $ground }` становив би { $whole },{ $part } : 1, а потрібно 4,5 : 1
help-accent = візьміть, наприклад, колір `{ $colour }`
not-on-home-unknown = у `pinned` вказано `{ $id }`, а такої статті немає
not-on-home-hidden = `{ $id }` закріплено, а читачі її ще не бачать
not-on-home-withdrawn = `{ $id }` закріплено, а цю статтю знято з публікації
not-on-home-section = у `sections` вказано `{ $id }`, а в цьому розділі немає статей, які бачать читачі
help-unpin = опублікуйте її або приберіть із `pinned`
help-unpin-withdrawn = приберіть її з `pinned`
help-unpin-section = приберіть його із `sections`
missing-name-author = автор `{ $id }` не має імені такими мовами: { $langs }
missing-name-tag = тема `{ $id }` не має назви такими мовами: { $langs }
missing-name-section = розділ `{ $id }` не має назви такими мовами: { $langs }
missing-name-series = цикл `{ $id }` не має назви такими мовами: { $langs }
help-name-below = напишіть під `{ $table }`
help-name-below-used = напишіть під `{ $table }`; сюди належить `articles/{ $user }`

## Файли й теки

file-too-large = розмір файлу — { $size } Б, дозволено щонайбільше { $limit } Б
help-large = тримайте великі файли деінде й посилайтеся на них
link-outside = це символічне посилання на `{ $target }` поза архівом
help-own-file = покладіть до теки статті сам файл
link-to-hidden = це символічне посилання на `{ $target }`, а цього не публікують
help-copy-file = покладіть сюди копію файлу, якщо читачам можна його бачити
link-repeated = це символічне посилання на `{ $target }`, а цю теку вже прочитано
help-delete-link = видаліть посилання
not-a-file = очікується файл, а тут { $found }
kind-folder = тека
kind-pipe = іменований канал
kind-socket = сокет
kind-device = пристрій
kind-other = щось інше
help-put-file = видаліть або покладіть на це місце файл
too-many-files = у цій теці понад { $limit } файлів; решту не прочитано
help-keep-elsewhere = непотрібне читачам тримайте деінде
bad-name = назва не в UTF-8: `{ $name }`
help-utf8-name = перейменуйте, використовуючи літери UTF-8
unreadable = неможливо прочитати: { $why }
help-permission = дайте право на читання користувачеві, від імені якого працює Litopys
file-changing = файл змінився під час читання: якась програма ще записує його
help-changing = зачекайте, доки файл запишеться повністю; `litopys serve --watch` потім прочитає його без вашої участі
unportable-name-device = Windows зарезервувала назву `{ $name }` за пристроєм, тому архів неможливо туди скопіювати
unportable-name-sign = Windows не дозволяє `{ $sign }` у назвах, тому архів неможливо туди скопіювати
unportable-name-both = Windows і macOS не дозволяють `{ $sign }` у назвах, тому архів неможливо туди скопіювати
unportable-name-full-stop = Windows відкидає крапку в кінці назви, тому архів неможливо туди скопіювати
unportable-name-space = Windows відкидає пробіл у кінці назви, тому архів неможливо туди скопіювати
help-rename = перейменуйте
help-rename-as = перейменуйте, наприклад на `{ $name }`
name-clash = у Windows і macOS це та сама назва, що й `{ $first }`
help-name-clash = перейменуйте щось одне: дві назви мають різнитися не лише регістром літер
name-not-nfc = назва в нормальній формі Юнікоду NFD, а очікується NFC
help-rename-to = перейменуйте на `{ $name }`, набравши назву наново
stray-file-year = очікується тека, названа за роком, як-от `2025`
stray-file-collection = очікується тека, а тут файл
help-articles-lie = статті лежать в articles/<рік>/<id>/
stray-file-article = для кожної статті очікується тека, а тут файл
help-own-folder = покладіть його до окремої теки: articles/<рік>/<id>/<мова>.md
bad-id = назва теки — це id статті: { $what }
stray-text = текст у вкладеній теці статті не публікується
help-stray-text = перенесіть його до теки статті або видаліть

## Статті та їхні мови

no-front-matter = очікується `+++`, а тут `{ $found }`
help-front-matter = почніть файл рядком `+++`, далі `title = "…"`, далі рядок `+++`
no-front-matter-end = вступну частину не закрито
help-front-matter-end = напишіть рядок `+++` після її останнього ключа
language-alias = `languages`: `{ $lang }` тут псевдонім, а не тег мови
help-write-quoted = напишіть "{ $tag }"
language-alias-file = `{ $stem }` тут не тег мови: її тег — `{ $tag }`
help-rename-file = перейменуйте файл на `{ $name }`
unknown-language = мови `{ $lang }` на цьому сайті немає
unknown-language-listed = `languages`: мови `{ $lang }` на цьому сайті немає
help-expected-language = очікується одна з мов: { $names } — або [[language]] для цієї мови в site.toml
version-unlisted = у `languages` файлу `article.toml` немає `{ $lang }`, але версія цією мовою є
help-list-language = додайте "{ $lang }" до `languages` або видаліть цей файл
no-article-toml = стаття не має `article.toml`
help-article-toml = створіть його з `published = 2025-06-29` та `source = "uk"`
no-version = стаття не має жодної версії, яку можна показати
no-source-version = у `source` вказано `{ $source }`, але справного `{ $source }.md` немає
help-versions = наявні версії: { $langs }
footer-markup = у `footer` можуть бути лише текст і посилання
footer-markup-link = `{ $address }` у `footer` не стає посиланням: адреса починається з `https://`, `mailto:` або `/`
help-footer-markup = посилання пишіть так: `[слова](https://…)`, а іншої розмітки не вживайте
correction-date-before = виправлено { $date }, раніше, ніж версія з’явилася ({ $published })
correction-date-future = виправлено { $date }, а цей день іще не настав
help-correction-date = напишіть день, коли зроблено виправлення
wrong-year = опубліковано { $year } року, а тека — `{ $folder }`
help-move-folder = перенесіть теку до `{ $path }` або виправте `published`
empty-version = версія не має власного тексту, тому її не показують
help-empty-version = напишіть її текст або видаліть файл, доки тексту немає
useless-record-source = `{ $lang }` — мова оригіналу, а оригінал — не переклад
help-delete-file = видаліть файл
useless-record-version = для цього запису немає `{ $lang }.md`
help-bring-back = видаліть файл або поверніть версію
useless-record-from = `{ $lang }.md` перекладено з `{ $from }`, а тепер оригінал — `{ $source }`
help-mark-again = порівняйте обидві версії й знову виконайте `litopys mark`
bad-value-alias = `aliases`: очікується шлях, як-от `/news/old`, а тут `{ $found }`
unreachable-alias = старий шлях `{ $alias }` недосяжний: за цією адресою вже є { $shadow }
reserved-slug = `{ $slug }` не може бути адресою сторінки: за цією адресою вже є { $shadow }
help-reserved-slug = оберіть іншу назву теки або інший `slug`
missing-key-menu = пункт нікуди не веде: додайте `page`, `section`, `tag`, `author` або `href`
bad-value-menu-target = пункт має лише щось одне: `page`, `section`, `tag`, `author` або `href`
bad-value-menu-place = `place`: очікується `header` або `footer`, а тут `{ $found }`
bad-value-menu-href = `href`: очікується адреса з `https`, `http` чи `mailto` або шлях від кореня, як-от `/uk/2025/`, а тут `{ $found }`
bad-value-redirect = `{ $key }`: очікується шлях від кореня, як-от `/tags/old` (ціллю може бути й адреса з `https`), а тут `{ $found }`
menu-target-page = сторінки `pages/{ $id }` немає, тож читачі не бачать цього пункту
menu-target-section = у розділі `{ $id }` немає статей, тож читачі не бачать цього пункту
menu-target-tag = за темою `{ $id }` немає статей, тож читачі не бачать цього пункту
menu-target-author = автор `{ $id }` не має статей, тож читачі не бачать цього пункту
help-menu-target = виправте назву або видаліть пункт
shadow-file = файл сайту
shadow-home = головна сторінка
shadow-page = сторінка сайту
shadow-year = сторінка року
shadow-month = сторінка місяця
shadow-author = сторінка автора `{ $id }`
shadow-tag = сторінка теми `{ $id }`
shadow-section = сторінка розділу `{ $id }`
shadow-series = сторінка циклу `{ $id }`
duplicate-slug = slug `{ $slug }` — уже адреса `{ $id }`
help-slug = оберіть інший `slug`; доти адреса закінчується на `{ $name }`
duplicate-alias = старий шлях `{ $alias }` уже зайняла інша стаття чи версія
dead-address = під час останнього коміту { $paths } { $count ->
    [1] вела
    [one] вели
    [few] вели
    [many] вели
   *[other] вели
} до цієї статті, а тепер нікуди
help-aliases = напишіть у ньому `aliases = [{ $aliases }]`
help-aliases-elsewhere = напишіть `aliases = [{ $aliases }]` в `article.toml` чи `page.toml` статті або сторінки, що стала на її місце; перейменовуйте статті командою `litopys move`, знімайте командою `litopys remove`

## Зображення

picture-kind = зображення не показано: `.{ $ending }` показує не кожен браузер, очікується JPEG, PNG, WebP, GIF або SVG
help-convert = перетворіть його на JPEG, PNG або WebP
picture-mismatch = зображення не показано: за назвою це { $named }, а за вмістом — { $found }
help-rename-ending = перейменуйте так, щоб назва закінчувалася на `.{ $ending }`
picture-broken-none = зображення не показано: за назвою це { $named }, а за вмістом — ні
help-export-again = експортуйте його знову з оригіналу
picture-broken-cut = зображення не показано: файл обривається на байті { $bytes }, раніше, ніж закінчується зображення
help-copy-again = скопіюйте його знову: передавання обірвалося
picture-broken = зображення не показано: воно пошкоджене: { $what }
help-open-export = відкрийте його в редакторі й експортуйте знову
picture-too-large = зображення не показано: { $width } × { $height } пікселів, дозволено щонайбільше { $side } з кожного боку й { $millions } млн загалом
help-smaller = зменште його: на сторінках показують 1600 пікселів завширшки
picture-too-large-heavy = зображення не показано: щоб розкодувати { $width } × { $height } пікселів у такому вигляді, треба { $needed } МБ, дозволено щонайбільше { $most } МБ
help-lighter = зменште його або збережіть із 8 бітами на канал, а JPEG — не прогресивним
svg-cleaned = з рисунка, який бачать читачі, вилучено: { $what }
help-svg = збережіть його як простий SVG, без скриптів, анімації та посилань на інші файли
recording-broken = замість запису показано посилання: файл із розширенням `.{ $ending }` починається інакше
recording-broken-empty = замість запису показано посилання: файл порожній
help-export-recording = скопіюйте його ще раз або знову експортуйте з оригіналу
subtitles-broken-header = перший рядок — не `WEBVTT`, тож браузери нічого з цього файлу не показують
help-vtt-header = збережіть субтитри як WebVTT: `WEBVTT`, порожній рядок, потім репліки
subtitles-broken-arrow = над цими рядками не вказано часу, тож браузери їх пропускають
help-vtt-timing = напишіть над словами рядок на зразок `00:01.000 --> 00:04.500`: крапка перед трьома цифрами, `-->` посередині
subtitles-broken-time = `{ $time }` — не час, тож браузери ці слова пропускають
subtitles-broken-end = ці слова закінчуються о { $to }, а починаються о { $from }, тож їх ніколи не видно
subtitles-broken-order = ці слова починаються о { $from }, раніше, ніж ті, що над ними
help-vtt-order = виправте час: кожна репліка починається раніше, ніж закінчується, і не раніше за попередню
subtitles-unused-language = цих субтитрів не показує жодна сторінка: сайт не має мови `{ $lang }`
subtitles-unused-bare = цих субтитрів не показує жодна сторінка: у назві не вказано мову
help-subtitles-name = назвіть файл так: { $names }
subtitles-unused-film = цих субтитрів не показує жодна сторінка: поруч немає відео з такою назвою
help-subtitles-film = назвіть їх за відео та мовою: `film.uk.vtt` поруч із `film.mp4`

## Що не так усередині зображення

damage-size = воно має { $width } × { $height } пікселів
damage-header = воно не має заголовка
damage-two-headers = воно має два заголовки
damage-first-chunk = воно починається з `{ $name }`, а не з `IHDR`
damage-checksum = контрольна сума його блоку `{ $name }` не збігається з байтами
damage-chunk = воно має блок `{ $name }`, якого не знає жоден браузер
damage-data = даних ({ $bytes } Б) замало для { $width } × { $height } пікселів
damage-no-size = воно не вказує свого розміру
damage-no-pixels = у ньому немає пікселів
damage-marker = очікується маркер, а тут байт { $byte }
damage-two-frames = воно має два кадри
damage-scans = воно має понад { $most } сканів
damage-no-frame = воно не має кадру
damage-no-scan = воно не має жодного скану
damage-block = очікується блок, а тут байт { $byte }
damage-not-utf8 = воно не в UTF-8
damage-entities = воно оголошує сутності, а очікується рисунок, збережений як простий SVG
damage-root = його корінь — `{ $name }`, а очікується `svg` із xmlns="{ $namespace }"
damage-depth = його елементи вкладено глибше ніж { $most }

## Текст статті

nested-too-deep = списки, цитати чи виділення вкладено одне в одне заглибоко, щоб так їх показати
empty-heading = заголовок без слів пропущено
help-heading-words = допишіть слова або приберіть `#`
heading-skips = `{ $text }` нижче за попередній заголовок на кілька рівнів ({ $levels })
help-heading-level = поставте на один `#` більше, ніж у заголовка, до якого він належить
bad-heading-id = `{ $id }` не може бути id заголовка, тому id утворено з його слів
help-heading-id = пишіть літери, цифри, `-` та `_`, як-от `{ "{" }#part-1{ "}" }`, починаючи з літери чи цифри; `top` і все, що починається з `fn-`, зайнято
duplicate-heading-id = id `{ $id }` уже має інший заголовок, тому цей отримує id зі своїх слів
help-own-id = дайте кожному заголовку власний id
broken-link = статті `{ $to }` немає
help-link-folder = на статтю посилаються через її теку: `../../<рік>/<id>/`
broken-link-relative = `{ $address }` нікуди не веде: { $why }
leads-empty = воно порожнє
leads-encoding = його відсоткове кодування — не UTF-8
leads-out = воно веде за межі `articles/`
leads-neither = це не стаття й не файл цієї статті
leads-name = статті з такою назвою бути не може
help-link = напишіть `../<стаття>/`, `../../<рік>/<стаття>/` або файл із цієї теки
broken-link-author = жодна стаття не належить авторові `{ $id }`
broken-link-tag = жодна стаття не має теми `{ $id }`
broken-link-section = жодна стаття не належить до розділу `{ $id }`
broken-link-series = жодна стаття не належить до циклу `{ $id }`
help-correct-link = виправте або приберіть посилання
missing-media = у теці статті немає файлу `{ $name }`
help-put-image = покладіть туди файл або видаліть його [[image]]
help-add-file = покладіть файл до теки статті або виправте його назву
help-whole-address = напишіть повну адресу: сторінки — `https://…`, скриньки — `mailto:…`
unsafe-link = `{ $address }` не перетворено на посилання: така схема небезпечна для читача
help-safe-scheme = використайте https, http, mailto, tel або відносний шлях
broken-anchor = у цьому тексті немає заголовка з id `{ $id }`
broken-anchor-article = у `{ $path }` немає заголовка з id `{ $id }`
help-anchor = id — це слова заголовка малими літерами через дефіс
untranslated-link = `{ $id }` не має версії для тих, хто читає мовою `{ $lang }`
help-there-in = стаття є такими мовами: { $langs }; перекладіть її або скажіть про це в тексті
unpublished-link = `{ $id }` ще не опубліковано, тож за посиланням читачі побачать 404
help-publish-first = спершу опублікуйте цю статтю або додайте посилання, коли її буде опубліковано
missing-alt = зображення не має альтернативного тексту
help-alt = напишіть `![що видно на зображенні](файл)` або `alt` у його [[image]]
external-image = замість `{ $address }` показано посилання: файл лежить на іншому сайті
help-put-here = покладіть файл до теки статті
not-a-picture = замість `{ $name }` показано посилання: це не зображення, не відео і не звукозапис, які може містити сторінка
help-link-file = напишіть посилання: `[слова](файл)`
not-a-picture-recording = замість `{ $name }` показано посилання: такі файли відтворює не кожен браузер
help-convert-recording = перетворіть відео на MP4 (H.264 та AAC) або WebM, звук — на MP3, Ogg або M4A
not-a-picture-inline = замість `{ $name }` показано посилання: його поставлено серед слів
help-own-paragraph = поставте його в окремий абзац
missing-alt-recording = відео чи звукозапис не має ні альтернативного тексту, ні підпису
help-alt-recording = напишіть `![що це](файл)`, `![](файл "підпис")`, або `alt` чи `caption` у його [[image]]
subtitles-missing = відео не має субтитрів мовою цього тексту: немає файлу `{ $file }`
help-subtitles = покладіть поруч субтитри WebVTT під цією назвою; для німого фільму досить файлу з одним рядком `WEBVTT`
html-comment = коментар HTML на сторінку не потрапляє
help-comment = видаліть його або напишіть потрібне читачам без `<!--`
html-comment-open = коментар HTML не закрито, тому решту тексту пропущено
help-comment-open = закрийте його через `-->`; щоб показати, напишіть `\<!--` або візьміть у зворотні апострофи
raw-html = HTML показується як текст
help-raw-html = напишіть замість нього Markdown або візьміть його у зворотні апострофи
unused-footnote = на примітку `{ $label }` ніщо не посилається
unused-footnote-again = вище вже є примітка з міткою `{ $label }`
unread-link = це показується так, як набрано, а не як посилання
help-unread-link = напишіть `[текст](адреса)`: адресу з пробілами чи непарними дужками візьміть у `<` і `>`
undefined-reference = для цього посилання не задано адреси, тому воно показується так, як набрано
help-undefined-reference = напишіть `[текст](адреса)` або додайте рядок `[мітка]: адреса`
undefined-footnote = примітки з такою міткою немає
help-undefined-footnote = додайте рядок `[^мітка]: текст` або виправте мітку
unread-emphasis = ці знаки показуються так, як набрано
help-unread-emphasis = не ставте пробілів усередині `**…**`, а розділові знаки перед літерою виносьте назовні
unread-heading = це не заголовок
help-unread-heading = поставте пробіл після `#`
help-wiki-heading = напишіть перед ним `## `, а після нього нічого

unread-list = це не пункт списку
help-unread-list = поставте після знака пробіл; для тире напишіть `—` і пробіл
unread-table = це не таблиця: у рядку дефісів не стільки клітинок, скільки в рядку над ним
help-unread-table = зробіть в обох рядках однакову кількість клітинок
unread-table-delimiter = це не таблиця: під першим рядком бракує рядка дефісів
help-table-delimiter = поставте там `|---|---|`, по клітинці на кожен стовпець
unread-markup = це розмітка іншої програми: вона показується так, як набрано
help-markup = видаліть або скажіть словами
help-box = напишіть цитату, `> …`, або почніть абзац зі слова, виділеного жирним
help-task = скажіть словами, що зроблено: `- зроблено: …`
help-contents = видаліть: зміст сторінки складається сам
help-definition = напишіть список: `- **термін**: що він означає`
help-script = наберіть сам символ: `²`, `₂`
help-emoji = наберіть сам символ або скажіть словами
help-formula = напишіть звичайними символами: `x² + y²`; довгу формулу дайте зображенням
help-attributes = видаліть; `{ "{" }#id{ "}" }` буває лише в заголовка
help-inline-note = напишіть тут `[^1]`, а для примітки — рядок `[^1]: …`
help-wiki-link = напишіть `[текст](адреса)`; адреса статті — шлях до її теки
unclosed-fence = блок коду не закрито, тому все, що далі, показується як код
help-fence = закінчіть його рядком ```` ``` ````
table-cells-lost = у першому рядку менше клітинок, тому `{ $text }` не показано
help-table-cells = додайте в перший рядок і рядок дефісів по клітинці на кожен стовпець

## Версія та її оригінал

headings-differ = заголовків: тут { $here }, у `{ $file }` — { $there }
headings-differ-level = заголовок { $n } — рівня { $here }, а в `{ $file }` — рівня { $there }
help-same-headings = зробіть в обох версіях однакові заголовки
lists-differ = списків: тут { $here }, у `{ $file }` — { $there }
lists-differ-items = пунктів цього списку: тут { $here }, у `{ $file }` — { $there }
help-same-lists = зробіть в обох версіях однакові списки
figures-differ = ілюстрацій: тут { $here }, у `{ $file }` — { $there }
help-same-figures = покажіть в обох ті самі ілюстрації
links-differ = посилань: тут { $here }, у `{ $file }` — { $there }
links-differ-article = тут посилання на `{ $here }`, а в `{ $file }` — на `{ $there }`
help-same-links = в обох посилайтеся на те саме або ні на що
numbers-differ = тут { $here }, а в `{ $file }` — { $there }
numbers-differ-here = тут є { $here }, а в `{ $file }` немає
numbers-differ-there = у `{ $file }` є { $there }, а тут немає
help-number-wrong = одне з двох хибне або неповне
dates-differ = тут `{ $here }`, а в `{ $file }` — `{ $there }`
help-date-wrong = одне з двох хибне
passage-lost = фрагментів `{ $file }`, яких ця версія більше не має, хоча була позначена з ними: { $count }; перший починається там у рядку { $line }
help-passage-lost = поверніть переклад; якщо їх вилучено чи переписано навмисно, виконайте `litopys mark { $id } { $lang }`
seen-latin = латинськими літерами
seen-cyrillic = кириличними літерами
seen-russian = російською
seen-ukrainian = українською
seen-other = іншою мовою
other-language = текст написано { $seen }, а файл названо для `{ $lang }`
help-name-file = перейменуйте файл за його мовою або видаліть, якщо перекладу ще немає
other-language-field = `{ $field }` написано { $seen }, а файл названо для `{ $lang }`: `{ $text }`
untranslated-field = `{ $field }` повторює слова з `{ $file }`: `{ $text }`
help-untranslated = перекладіть; якщо так і треба, візьміть у лапки або додайте ці слова до `allow` у розділі [check] файлу site.toml

## --complete

version-missing = стаття не має версії мовою `{ $lang }`
version-unpublished = версію мовою `{ $lang }` ще не опубліковано: замість неї читачі бачать іншу
help-publish = опублікуйте її: приберіть `draft` або вкажіть ранішу дату `published`
help-translate-from = перекладіть її з `{ $source }.md`
version-stale = версія застаріла: `{ $source }.md` змінено { $day }
help-update = оновіть її та задайте `updated` у її вступній частині
version-stale-marked = версія застаріла: відколи її позначено, у `{ $source }.md`: { $changes }
help-update-mark = оновіть її та виконайте `litopys mark { $id } { $lang }`
change-both = { $first }, { $rest }
change-changed = змінено фрагментів: { $count }
change-added = додано фрагментів: { $count }
change-removed = вилучено фрагментів: { $count }
change-title = змінено заголовок
change-summary = змінено анотацію
version-shorter = слів: тут { $here }, у `{ $file }` — { $there }
version-shorter-blocks = блоків тексту: тут { $here }, у `{ $file }` — { $there }
help-left-out = перекладіть пропущене

## З числом

more-problems = { $count ->
    [one] ще { $count } проблему цього файлу не показано
    [few] ще { $count } проблеми цього файлу не показано
    [many] ще { $count } проблем цього файлу не показано
   *[other] ще { $count } проблеми цього файлу не показано
}
more-problems-syntax = { $count ->
    [one] ще { $count } синтаксичну помилку цього файлу не показано
    [few] ще { $count } синтаксичні помилки цього файлу не показано
    [many] ще { $count } синтаксичних помилок цього файлу не показано
   *[other] ще { $count } синтаксичної помилки цього файлу не показано
}
too-long = `{ $key }` має { $length ->
    [one] { $length } символ
    [few] { $length } символи
    [many] { $length } символів
   *[other] { $length } символу
}, а на його місце вміщується { $limit }
other-language-passages = { $count ->
    [1] фрагмент
    [one] { $count } фрагмент поспіль
    [few] { $count } фрагменти поспіль
    [many] { $count } фрагментів поспіль
   *[other] { $count } фрагмента поспіль
} { $seen } у файлі, названому для `{ $lang }`: `{ $text }`
untranslated-passages = { $count ->
    [1] фрагмент
    [one] { $count } фрагмент поспіль
    [few] { $count } фрагменти поспіль
    [many] { $count } фрагментів поспіль
   *[other] { $count } фрагмента поспіль
} дослівно з `{ $file }`: `{ $text }`
summary-errors = { $count ->
    [one] { $count } помилка
    [few] { $count } помилки
    [many] { $count } помилок
   *[other] { $count } помилки
}
summary-warnings = { $count ->
    [one] { $count } попередження
    [few] { $count } попередження
    [many] { $count } попереджень
   *[other] { $count } попередження
}
summary-articles = { $count ->
    [one] { $count } статтю
    [few] { $count } статті
    [many] { $count } статей
   *[other] { $count } статті
}
summary-pages = { $count ->
    [one] { $count } сторінку
    [few] { $count } сторінки
    [many] { $count } сторінок
   *[other] { $count } сторінки
}
summary-texts = { $articles } і { $pages }
summary-read-pages = { $articles }, { $pages } і { $files }
summary-files = { $count ->
    [one] { $count } файл локалей
    [few] { $count } файли локалей
    [many] { $count } файлів локалей
   *[other] { $count } файлу локалей
}

## Рядки в терміналі: `mark`, `status`, `search`, `new`

mark-done = `{ $path }` позначено як переклад теперішнього тексту оригіналу
mark-left-out = пропущено, бо перекладу немає: { $passage }
mark-passage = { $passage }: { $words }
mark-stale = `{ $path }` давніший за оригінал: перекладіть, що змінилося, а тоді позначте версію, назвавши статтю
mark-nothing = кожен переклад уже має запис; щоб позначити якийсь знову, назвіть його статтю
mark-unreadable = `{ $path }` неможливо прочитати як статтю: { $problem }
mark-no-version = `{ $path }` немає або в ньому є помилки; виправте його, перш ніж позначати
mark-source = `{ $path }` — оригінал статті, тому записувати нема чого
mark-structure = { $difference }; зробіть їхню будову однаковою або позначте версію з --anyway
mark-overlooked = у `{ $path }` не перекладено того, що змінилося в оригіналі:
mark-anyway = перекладіть, а якщо нічого змінювати не треба, позначте версію з --anyway
mark-untranslated = `{ $path }`, { $place }: тут бракує перекладу — { $what }
mark-extra = `{ $path }`, рядок { $line }: тут { $block }, а в `{ $source }` відповідника немає
mark-other-level = `{ $path }`, рядок { $line }: очікується { $block } на стільки ж рівнів нижче від найвищого заголовка, як у рядку { $there } файлу `{ $source }`
mark-other-kind = `{ $path }`, рядок { $line }: очікується { $wanted }, як у рядку { $there } файлу `{ $source }`, а тут { $block }
mark-moved = `{ $path }`, { $place }: тут очікується переклад — { $what }
mark-changed = рядок { $there } у `{ $source }` змінено, а рядок { $here } у `{ $version }` — ні
mark-changed-numbers = { $changed }: { $numbers }
mark-title-changed = заголовок у `{ $source }` змінено: { $numbers }
mark-summary-changed = анотацію у `{ $source }` змінено: { $numbers }
mark-numbers-there = там { $numbers }
mark-numbers-here = тут { $numbers }
mark-numbers = там { $there }, тут { $here }
place-line = рядок { $line }
place-before-line = перед рядком { $line }
place-end = у кінці
block-at = рядок { $line } у `{ $file }`, { $block }
blocks-at = рядки { $first }–{ $last } у `{ $file }`, фрагментів: { $count }
block-heading-1 = заголовок першого рівня
block-heading-2 = заголовок другого рівня
block-heading-3 = заголовок третього рівня
block-heading-lower = заголовок нижчого рівня
block-paragraph = абзац
block-list = список
block-quotation = цитата
block-code = блок коду
block-table = таблиця
block-picture = зображення
block-rule = розділова лінія
block-footnotes = примітки
status-article = стаття
status-language = мова
status-messages = повідомлення
status-articles = статті
status-passages = фрагменти
status-state = стан
status-demand = попит
status-missing = немає
status-stale = застаріла
status-fresh = актуальна
status-source = оригінал
status-complete = усе перекладено, нічого не застаріло
status-waiting = читачі ще не бачать
status-every-language = усі
found-instead = за введеним запитом нічого не знайдено; ось результати за запитом `{ $meant }`
found-most = жодна стаття не містить усіх слів; ось ті, де їх найбільше
found-count = знайдено: { $total }, показано: { $shown }
new-translate = перекладіть `{ $path }`: зараз там текст мовою `{ $from }`; потім виконайте `litopys mark { $id } { $lang }`
new-other-source = оригінал цієї статті — `{ $source }`, а не `{ $from }`: `litopys mark` порівнює з `{ $source }.md`
new-write = тепер напишіть `{ $path }`; усі поля описано в документації Litopys (docs/WRITING.md)
new-present = стаття вже є такими мовами: { $langs }
new-present-from = стаття вже є такими мовами: { $langs }; з `--from { $from }` можна почати з її тексту
new-date = впишіть день, коли її опубліковано, в `articles/{ $id }/article.toml`
new-look = перегляньте її за допомогою `litopys serve --watch` і перевірте за допомогою `litopys check`

## Рядки в терміналі: архів, для якого набрано команду

archive-unfinished = перервану зміну неможливо завершити
archive-recovered = зміну цього архіву було перервано; тепер він знову цілий
archive-missing = `{ $path }` — не архів: очікується тека з файлом `site.toml`; `litopys init { $dir }` створить архів у новій або порожній теці
archive-here = поточну теку неможливо знайти; вкажіть архів: --archive DIR
archive-nowhere = тут немає архіву: шукали `site.toml` у теках { $folders }; створіть архів за допомогою `litopys init DIR` або вкажіть його: --archive DIR
archive-nowhere-unread = тут немає архіву: шукали `site.toml` у теках { $folders } (не вдалося прочитати: { $unread }); створіть архів за допомогою `litopys init DIR` або вкажіть його: --archive DIR
archive-article = стаття: { $problem }
archive-several = таку назву мають кілька статей: { $all }; вкажіть рік, наприклад: `{ $first }`
archive-taken = `{ $cache }` використовує інший процес для архіву `{ $other }`; кожному архіву потрібна власна тека стану: --state DIR
archive-catalog = каталог архіву неможливо відкрити
archive-no-language = у `site.toml` не названо жодної мови
archive-not-language = `{ $lang }` — не мова цього сайту, очікується одна з таких: { $known }
archive-no-folder = `{ $path }` не існує
archive-unreadable = `{ $path }` неможливо прочитати: { $problem }
archive-no-text = у `{ $path }` немає тексту, який можна показати: причину назве `litopys check`

## Рядки в терміналі: `init`

init-ask-title = Як називається архів?
init-ask-address = За якою адресою його знаходитимуть читачі?
init-ask-languages = Якими мовами? Теги через кому, спершу головна:
init-ask-author = Хто автор? Ім’я або порожній рядок:
init-done = Архів створено в теці { $folder }.
init-assumed = Запитати не було кого, тож узято: { $options }
init-wordless = Програма не має власних текстів для: { $languages }. Як додати мову: docs/TRANSLATING.md.
init-next = Що далі:
init-next-look = переглянути архів у браузері; після кожної зміни сторінку треба оновити
init-next-new = почати статтю
init-next-check = знайти помилки в усіх текстах
init-not-empty = тека `{ $dir }` не порожня; вкажіть нову або порожню теку
init-not-here = у `{ $dir }` неможливо створити архів
init-country = `{ $tag }` — це країна; тег української — `uk`
init-languages = мови: { $problem }
init-no-language = архіву потрібна мова: --languages uk,en
init-unanswered = архів не створено
init-folder = теку `{ $dir }` неможливо створити
init-unwritable = у теку `{ $dir }` неможливо нічого записати
init-unfilled = теку `{ $dir }` неможливо наповнити

## Рядки в терміналі: `new`

new-exists = `{ $path }` уже існує; нічого не змінено
new-exists-year = `{ $path }` уже існує; нічого не змінено; щоб почати статтю цього року, напишіть `{ $id }`
new-no-slug = у заголовку `{ $title }` немає ні літер, ні цифр, з яких можна скласти адресу; вкажіть id статті
new-two-years = рік у `{ $typed }` не той, що в --year; приберіть один із них
new-id = id статті: { $problem }
new-no-id = статті потрібен id або --title
new-no-source = немає `{ $path }`, з якого можна було б почати

## Рядки в терміналі: `move`

move-page = перемістити можна лише статтю; теку сторінки перейменуйте самі, а її стару адресу впишіть в `aliases`
move-target = куди перемістити: { $problem }
move-not-day = --published { $day } — не день року { $year }
move-other-year = у `published` стоїть { $old }, а `{ $path }` — тека року { $year }; вкажіть день того року, коли статтю опубліковано: --published { $likely }
move-ask = У `published` стоїть { $old }. Якого дня року { $year } статтю опубліковано?
move-answer = `{ $answer }` — не день року { $year }; вкажіть день того року, коли статтю опубліковано: --published { $likely }
move-done = переміщено: `{ $from }` → `{ $to }`
move-would = було б переміщено: `{ $from }` → `{ $to }`
move-links = інших файлів із посиланнями на неї змінено: { $count }
move-links-would = інших файлів із посиланнями на неї було б змінено: { $count }
move-aliases = старі адреси, що ведуть туди кожною мовою: { $paths }
move-dry = нічого не змінено; щоб виконати, повторіть команду без --dry-run
move-next = тепер виконайте `litopys check` і збережіть зміну в git, якщо ним користуєтеся
move-same = стаття вже лежить у `{ $path }`
move-new-id = новий id: { $problem }
move-exists = `{ $path }` уже існує; виберіть інший id, нічого не змінено
move-slug-taken = `{ $id }` — адреса `{ $path }` (його `slug`); виберіть інший id
move-both = мовою `{ $lang }` за адресою `{ $address }` були б і ця стаття, і `{ $other }`; спершу змініть один зі `slug`
move-old-address = стара адреса `{ $path }` вела б до `{ $other }`, де теж є slug `{ $slug }`; спершу змініть його
move-alias = `{ $alias }` — стара адреса `{ $other }`: її читачі потрапляли б до цієї статті; спершу видаліть її з `aliases`
move-no-meta = стаття не має `article.toml`, тому її старі адреси нікуди не ведуть
move-not-toml = у `{ $path }` не все є TOML, тому додати `aliases` неможливо; де виправити, покаже `litopys check`

## Рядки в терміналі: `remove`, `share`

remove-no-reason = --reason порожній, а його показують читачам старої адреси
remove-author = текст про автора неможливо зняти, назвавши причину; видаліть його теку
remove-done = у `{ $path }` тепер є `withdrawn`: за адресою `{ $id }` читачі отримують відповідь 410 з причиною
remove-stays = файли й адреси лишаються; щоб знову показати статтю, видаліть цей рядок
remove-other = для тих, хто читає іншою мовою: `litopys remove { $id } --lang { $lang } --reason "…"`
remove-unreadable = `{ $path }` неможливо прочитати як текст: причину назве `litopys check`
remove-broken = `{ $path }` неможливо змінити: що в ньому не так, покаже `litopys check`
remove-table = `withdrawn` у `{ $path }` — окрема таблиця; впишіть причину в неї
share-no-key = новий ключ неможливо створити
share-revoked = створено новий ключ: жодне з попередніх посилань більше нічого не відкриває
share-no-version = у `{ $id }` немає версії для тих, хто читає мовою `{ $lang }`: приберіть `--lang` або назвіть іншу мову
share-days = --days виводить за межі календаря
share-key = ключа посилань не вдалося ні прочитати, ні створити
share-until = посилання відкриває `{ $id }` кожному, хто його має, до { $until }; `litopys share --revoke` скасовує всі посилання
share-public = `{ $id }` уже опубліковано, тому посилання веде на сторінку статті
share-withdrawn = `{ $id }` знято з публікації: про це каже `withdrawn` у `{ $path }`

## Рядки в терміналі: інші команди

mark-no-article = очікується стаття, як-от `2025/dnipro`, або --all
status-no-demand = попит ще не підраховано: впишіть `count_fallbacks = true` у site.toml і запустіть `litopys serve`
status-unwritten = стан неможливо вивести
status-left-out = { $problem }; статтю пропущено
search-index-building = сервер цього архіву ще будує індекс; спробуйте за хвилину
words-taken = `{ $path }` уже існує; нічого не записано
words-folder = тека `{ $path }`
words-written = записано файлів у `{ $path }`: { $count }
check-complete = `--complete { $lang }`: `{ $lang }` — не мова цього сайту
check-language = `--lang { $lang }`: проблеми описано лише такими мовами: { $known }
stats-counts = статей: { $articles }, версій: { $versions }
stats-versions = версій
stats-words = слів
stats-originals = оригіналів
stats-fresh = актуальних
stats-stale = застарілих
stats-missing = бракує
progress-reading = читаємо статті: { $done } із { $all }
progress-indexing = індексуємо статті: { $done }
reindex-nothing = у `site.toml` не названо жодної мови, тому індексувати нема чого
reindex-read = перечитано { $texts }; { $found }
reindex-index = пошуковий індекс неможливо побудувати
reindex-done = пошуковий індекс побудовано наново
serve-passed = перевірено { $texts }, мови: { $langs }; прочитано: { $changed }, зникло: { $removed }; { $found }
serve-found = { $problems } — перелік вище
serve-clean = проблем немає
serve-more = … і ще { $count }

## Чому проблема важлива

why-not-utf8 = файл, який неможливо прочитати, не показується взагалі
why-byte-order-mark = деякі програми вважають невидиму позначку частиною першого слова
why-crlf = через різні кінці рядків git вважає зміненим кожен рядок
why-fluent-syntax = повідомлення пропущено, замість нього показано запасне
why-unclosed-placeable = повідомлення пропущено, замість нього показано запасне
why-unopened-placeable = повідомлення пропущено, або читачі бачать його частину так, як набрано
why-missing-default = без варіанта за умовчанням для деяких чисел нема чого показати
why-two-defaults = програма не знає, який із них мається на увазі
why-no-text = показувати нема чого, тому показано запасне повідомлення
why-term-without-text = повідомлення, що посилаються на термін, показують його назву в дужках
why-tab-indentation = повідомлення закінчується перед табуляцією, а решту втрачено
why-nested-too-deep = непрочитаний текст не показується
why-unknown-code = проблему, заради якої її додано, усе одно показано
why-unwritable-message = його пропущено, замість нього показано запасне
why-internal-error = файл пропущено, показано його останній справний стан
why-duplicate-message = показується лише одне з двох, а зміни в другому нічого не дають
why-duplicate-attribute = показується лише один із двох
why-duplicate-variant = показується лише один із двох
why-cyclic-reference = текст, що містить сам себе, неможливо розгорнути, тому його частина лишається порожньою
why-no-locale = кожна сторінка цією мовою показує тексти іншої
why-unknown-language = його ніколи не показують
why-missing-file = читачі бачать ці тексти іншою мовою
why-missing-message = читачі бачать ці тексти іншою мовою
why-missing-term = повідомлення, що на нього посилається, покаже його назву в дужках
why-missing-attribute = читачі бачать ці тексти іншою мовою
why-missing-value = читачі бачать ці тексти іншою мовою
why-obsolete-message = його ніколи не показують, тому перекладати його — марна праця
why-obsolete-term = його ніколи не показують, тому перекладати його — марна праця
why-obsolete-attribute = його ніколи не показують, тому перекладати його — марна праця
why-obsolete-value = його ніколи не показують, тому перекладати його — марна праця
why-unknown-variable = сторінка показує назву змінної в дужках
why-unseen-variable = читачі бачать хибну форму слова або назву в дужках
why-dropped-variable = ті, хто читає цією мовою, дізнаються менше за інших
why-dropped-reference = слова розходяться з повідомленням чи терміном, з якого їх узято
why-added-reference = зміна іншого повідомлення непомітно змінює й це
why-unknown-message = сторінка показує назву повідомлення в дужках
why-unknown-term = сторінка показує назву терміна в дужках
why-unknown-attribute = сторінка показує назву в дужках або хибний варіант
why-unknown-function = сторінка показує назву функції в дужках
why-unknown-argument = його проігноровано, тому текст оформлено не так, як ви хотіли
why-bad-argument = його проігноровано, тому текст оформлено не так, як ви хотіли
why-missing-plural = з деякими числами слово стоїть у хибній формі
why-impossible-plural = його ніколи не показують, і він приховує справжній набір форм
why-unknown-plural = з числами, для яких його написано, слово стоїть у хибній формі
why-numeral-in-one = 21 і 101 показуються як 1
why-html-in-message = читачі бачать саму розмітку
why-mismatched-tags = читачі бачать саму розмітку
why-white-space = невидимі пробіли розсувають слова й виглядають у git як зміна
why-untranslated = читачі бачать іншу мову там, де чекають на свою
why-empty-message = читачі нічого не бачать, а посиланням чи кнопкою без слів не можна скористатися
why-foreign-letter = слово написано з помилкою, і пошук його не знаходить
why-mixed-alphabets = виглядає правильно, але пошук цього не знаходить, а програми екранного читання спотикаються
why-typewriter-apostrophe = те саме слово написано двома способами, і для пошуку це два слова
why-unbalanced-quotes = читач не бачить, де закінчується цитата
why-bidi-control = невидимі символи можуть перевернути слова й приховати справжній текст
why-replacement-character = замість літери читачі бачать знак питання
why-too-long = слова обрізаються або витісняють інші з їхнього місця
why-unused-message = його ніколи не показують, тому перекладати його — марна праця
why-no-language = без мови показувати нема чого
why-duplicate-language = одна адреса вела б до двох мов
why-toml-syntax = файл або його частину неможливо прочитати
why-unknown-key = його проігноровано
why-missing-key = без нього щось не має назви, адреси чи дати або не показується
why-empty-value = без нього сторінка не має назви чи адреси
why-wrong-type = його проігноровано
why-bad-value = його проігноровано
why-low-contrast = його проігноровано, бо люди зі слабким зором не прочитали б посилань
why-not-on-home = на головній сторінці цього не показано
why-bad-date = стаття не отримує дати, отримує хибну або не публікується
why-no-front-matter = без заголовка версію неможливо показати
why-no-article-toml = без дати й мови оригіналу статті немає
why-empty-version = сторінка без тексту приховала б версії, які читачі можуть прочитати
why-no-version = стаття не має сторінки жодною мовою
why-no-source-version = якщо версії різняться, невідомо, котра правильна
why-language-alias = версію не показують узагалі
why-version-unlisted = за `languages` стаття не призначена для цієї мови, а читачі все одно її отримують
why-footer-markup = кожна сторінка закінчується зіпсованими словами або посиланням, яке нікуди не веде
why-correction-date = читачі бачать виправлення, якого того дня не могло бути
why-wrong-year = адреса показує один рік, а сторінка — інший
why-duplicate-slug = одна з двох статей недосяжна за своєю адресою
why-reserved-slug = за цією адресою сторінка недосяжна
why-menu-target = пункт пропускають, щоб не вести читачів на сторінку, якої немає
why-unreachable-alias = старе посилання, за яким ідуть читачі, ніколи не веде до статті
why-duplicate-alias = старе посилання веде лише до однієї з двох
why-dead-address = читачі, які зберегли адресу, і посилання на інших сайтах натрапляють на помилку
why-stray-file = його ніколи не показують
why-bad-id = назва теки не може бути адресою
why-bad-name = файл не може мати адреси
why-name-not-nfc = одні системи вважають два записи однієї назви двома файлами, інші — одним
why-unportable-name = клонування архіву в іншій системі зупиниться або лишиться без цього файлу
why-name-clash = клон архіву в іншій системі матиме лише один із двох файлів
why-file-too-large = файл такого розміру не читається
why-link-outside = файли поза архівом не публікуються
why-link-to-hidden = приховані файли, резервні копії та файли самого архіву не публікуються
why-link-repeated = тека, що містить саму себе, не має кінця
why-merge-conflict = було б видно обидва тексти й позначки, тому лишається останній справний текст
why-more-problems = довгий перелік приховує важливе
why-not-a-file = опублікувати можна лише файли й теки
why-too-many-files = решту теки не показано
why-stray-text = його не публікують: тексти статті лежать у її власній теці
why-unreadable = файл чи тека, які неможливо прочитати, не показуються
why-html-comment = читачі його не бачать; потрібну їм нотатку втрачено, а не призначену для них видно всім у git
why-raw-html = читачі бачать саму розмітку
why-unsafe-link = читачі бачать слова там, де мало бути посилання
why-broken-link = посилання нікуди не веде
why-broken-anchor = посилання веде на початок сторінки, а не до названого місця
why-untranslated-link = посилання веде тих, хто читає цією мовою, на сторінку без тексту
why-unpublished-link = посилання веде читачів на сторінку, якої ще немає
why-useless-record = він не каже, з чого перекладено версію
why-missing-media = читачі бачать порожнє місце там, де мало бути зображення
why-picture-kind = браузери не показують таких зображень
why-picture-mismatch = браузер, який довіряє розширенню, нічого не покаже
why-picture-broken = читачі побачили б частину зображення або нічого
why-picture-too-large = таке зображення забирає більше пам’яті, ніж сервер може на нього витратити
why-svg-cleaned = код і зовнішні посилання вилучено, тому рисунок може виглядати інакше
why-recording-broken = браузер, який довіряє розширенню, нічого не відтворить
why-not-a-picture = у місці для зображення його не показати, і читачі бачили б зламану картинку
why-subtitles-broken = люди, які не чують або не знають мови, не дізнаються, що сказано
why-subtitles-missing = люди, які не чують або не знають мови, не дізнаються, що сказано
why-subtitles-unused = читачі, для яких їх написано, ніколи їх не побачать
why-missing-alt = люди, які не бачать зображення, нічого про нього не дізнаються
why-external-image = якби його завантажували, інший сайт дізнався б, хто тут читає
why-heading-skips = люди, які переходять за заголовками, думають, що якогось розділу бракує
why-empty-heading = заголовок без слів нікуди не веде
why-bad-heading-id = посилання на цю частину тексту зламаються, щойно зміняться її слова
why-duplicate-heading-id = посилання на цей id веде до іншого заголовка
why-undefined-footnote = читачі бачать мітку, а примітки немає
why-undefined-reference = читачі бачать дужки там, де мало бути посилання
why-unread-link = читачі бачать дужки там, де мало бути посилання
why-unread-emphasis = читачі бачать зірочки
why-unread-heading = розділ лишився без заголовка, і в змісті його немає
why-unread-list = пункти зливаються в один абзац
why-unread-markup = читачі бачать саму розмітку
why-unread-table = читачі бачать риски й дефіси замість таблиці
why-table-cells-lost = читачі не бачать того, що в тих клітинках
why-unclosed-fence = решта тексту показується як код
why-unused-footnote = примітку ніколи не показують
why-headings-differ = версії неможливо показати поряд, і одна може бути неповною
why-lists-differ = однією мовою можна дізнатися більше, ніж іншою
why-figures-differ = однією мовою можна побачити більше, ніж іншою
why-links-differ = однією мовою посилань більше, ніж іншою
why-numbers-differ = у версіях сказано різне
why-dates-differ = у версіях сказано різне
why-passage-lost = читачі бачать попередження, що переклад застарів, а самого фрагмента не бачать
why-other-language = читачі отримують не ту мову, яку обрали, а програми екранного читання хибно її вимовляють
why-missing-name = сторінка показує id або назву іншою мовою
why-version-missing = ви вимагаєте, щоб цією мовою була кожна стаття; щодо української цього вимагає й закон
why-version-stale = у ній може бути сказано менше, ніж в інших; закон вимагає, щоб українською було сказано не менше
why-version-shorter = у ній може бути сказано менше, ніж в інших; закон вимагає, щоб українською було сказано не менше
