## templates/pages/beside.html: дві версії поруч

beside-alone = Читати окремо
# $language — «українською»: мова тексту, що стане поруч.
beside-pair = Поруч із текстом { $language }
# Для тих, хто слухає сторінку. $number рахує уривки від 1; посилання відкриває уривок мовою того, хто його отримає.
beside-link = Посилання на уривок { $number }

## Однієї з двох версій немає

beside-missing-title = Ці дві версії не можна читати поруч
beside-missing-text = Однієї з них ще немає. Статтю можна прочитати:

## templates/pages/article.html: посилання на такі сторінки

article-beside = Читати поруч із текстом:

## templates/pages/article.html: заголовки довгого тексту

article-contents = Зміст
