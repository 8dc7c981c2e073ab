## templates/pages/home.html

home-intro = Статті, які однаково добре читати українською, англійською та російською — і які можна буде знайти через десятиліття.
# $count — скільки статей має архів цією мовою, разом із показаними іншою.
home-count =
    { $count ->
        [one] { $count } стаття
        [few] { $count } статті
        [many] { $count } статей
       *[other] { $count } статті
    }

## templates/pages/listing.html: статті за темою, автором або розділом

listing-tag = Тема
listing-author = Автор
listing-section = Розділ
# $count — скільки статей у списку.
listing-count =
    { $count ->
        [one] { $count } стаття
        [few] { $count } статті
        [many] { $count } статей
       *[other] { $count } статті
    }
