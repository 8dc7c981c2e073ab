## templates/base.html: ссылка внизу каждой страницы

feed-link = Лента статей (Atom)

## /ru/opensearch.xml: как браузер называет поиск на этом сайте

# $site — название сайта.
opensearch-description = Поиск в архиве «{ $site }»
