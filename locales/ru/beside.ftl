## templates/pages/beside.html: две версии рядом

beside-alone = Читать отдельно
# $language — «на украинском»: язык текста, который встанет рядом.
beside-pair = Рядом с текстом { $language }
# Для тех, кто слушает страницу. $number считает отрывки от 1; ссылка открывает отрывок на языке того, кто её получит.
beside-link = Ссылка на отрывок { $number }

## Одной из двух версий нет

beside-missing-title = Эти две версии нельзя читать рядом
beside-missing-text = Одной из них ещё нет. Статью можно прочитать:

## templates/pages/article.html: ссылки на такие страницы

article-beside = Читать рядом с текстом:

## templates/pages/article.html: заголовки длинного текста

article-contents = Содержание
