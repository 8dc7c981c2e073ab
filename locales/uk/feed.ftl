## templates/base.html: посилання внизу кожної сторінки

feed-link = Стрічка статей (Atom)

## /uk/opensearch.xml: як браузер називає пошук на цьому сайті

# $site — назва сайту.
opensearch-description = Пошук в архіві «{ $site }»
