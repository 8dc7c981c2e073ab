## templates/parts/preview.html: що бачить перекладач під кожною сторінкою, коли запущено `litopys serve --watch`

preview-label = Для перекладачів
# $count — скільки проблем в архіві.
preview-problems =
    { $count ->
        [one] { $count } проблема в архіві
        [few] { $count } проблеми в архіві
        [many] { $count } проблем в архіві
       *[other] { $count } проблеми в архіві
    }
# $count — скільки з них стосуються статті на цій сторінці. Стоїть перед попереднім рядком.
preview-problems-here = На цій сторінці: { $count }
preview-error = Помилка:
preview-warning = Попередження:
# $path — файл, наприклад articles/2025/dnipro/uk.md; $line і $column — місце в ньому.
preview-place = { $path }, рядок { $line }, стовпчик { $column }
# $count — скільки проблем не вмістилося в перелік.
preview-more =
    { $count ->
        [one] і ще { $count }, про яку сказано в терміналі
        [few] і ще { $count }, про які сказано в терміналі
        [many] і ще { $count }, про які сказано в терміналі
       *[other] і ще { $count }, про які сказано в терміналі
    }

## Як дивитися на сторінку

preview-modes = Як показати цю сторінку
preview-mode-plain = Як читачам
preview-mode-marked = Звідки взято слова
preview-mode-pseudo = Псевдомовою
preview-mode-keys = Назви повідомлень

## Повідомлення сторінки, кожне зі своїм станом

# $count — скільки їх.
preview-messages = Повідомлення на цій сторінці: { $count }
preview-standing-translated = перекладено
preview-standing-fallback = немає перекладу; показано іншою мовою
preview-standing-same = те саме, що мовою-джерелом
preview-standing-missing = немає жодною мовою
# Після файлу, що його містить програма, а не архів.
preview-built-in = (вбудовано)

## Версія, якої читачі ще не бачать: над текстом і в переліках

preview-draft = Чернетка
# $date і $time — коли її побачать читачі.
preview-scheduled = Заплановано: { $date }, { $time }
preview-unpublished = Читачі цієї версії не бачать.
