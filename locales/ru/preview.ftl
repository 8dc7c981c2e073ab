## templates/parts/preview.html: что видит переводчик под каждой страницей, когда запущен `litopys serve --watch`

preview-label = Для переводчиков
# $count — сколько проблем в архиве.
preview-problems =
    { $count ->
        [one] { $count } проблема в архиве
        [few] { $count } проблемы в архиве
        [many] { $count } проблем в архиве
       *[other] { $count } проблемы в архиве
    }
# $count — сколько из них относится к статье на этой странице. Стоит перед предыдущей строкой.
preview-problems-here = На этой странице: { $count }
preview-error = Ошибка:
preview-warning = Предупреждение:
# $path — файл, например articles/2025/dnipro/uk.md; $line и $column — место в нём.
preview-place = { $path }, строка { $line }, столбец { $column }
# $count — сколько проблем не поместилось в перечень.
preview-more =
    { $count ->
        [one] и ещё { $count }, о которой сказано в терминале
        [few] и ещё { $count }, о которых сказано в терминале
        [many] и ещё { $count }, о которых сказано в терминале
       *[other] и ещё { $count }, о которых сказано в терминале
    }

## Как смотреть на страницу

preview-modes = Как показать эту страницу
preview-mode-plain = Как читателям
preview-mode-marked = Откуда взяты слова
preview-mode-pseudo = На псевдоязыке
preview-mode-keys = Имена сообщений

## Сообщения страницы, каждое со своим состоянием

# $count — сколько их.
preview-messages = Сообщения на этой странице: { $count }
preview-standing-translated = переведено
preview-standing-fallback = нет перевода; показано на другом языке
preview-standing-same = то же, что на исходном языке
preview-standing-missing = нет ни на одном языке
# После файла, который содержит программа, а не архив.
preview-built-in = (встроено)

## Версия, которую читатели ещё не видят: над текстом и в списках

preview-draft = Черновик
# $date и $time — когда её увидят читатели.
preview-scheduled = Запланировано: { $date }, { $time }
preview-unpublished = Читатели эту версию не видят.
