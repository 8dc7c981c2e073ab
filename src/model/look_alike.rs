//! Letters of the Latin and the Cyrillic alphabet that look alike: one list for search and `check`.

/// Latin letters and the Cyrillic ones that look the same.
const ALIKE: [(char, char); 27] = [
    ('a', 'а'),
    ('c', 'с'),
    ('e', 'е'),
    ('i', 'і'),
    ('j', 'ј'),
    ('o', 'о'),
    ('p', 'р'),
    ('s', 'ѕ'),
    ('x', 'х'),
    ('y', 'у'),
    ('ï', 'ї'),
    ('ë', 'ё'),
    ('A', 'А'),
    ('B', 'В'),
    ('C', 'С'),
    ('E', 'Е'),
    ('H', 'Н'),
    ('I', 'І'),
    ('K', 'К'),
    ('M', 'М'),
    ('O', 'О'),
    ('P', 'Р'),
    ('T', 'Т'),
    ('X', 'Х'),
    ('Y', 'У'),
    ('Ï', 'Ї'),
    ('Ë', 'Ё'),
];

/// The letter of the other alphabet that looks like this one.
pub(crate) fn twin(letter: char) -> Option<char> {
    ALIKE.iter().find_map(|(latin, cyrillic)| match letter {
        letter if letter == *latin => Some(*cyrillic),
        letter if letter == *cyrillic => Some(*latin),
        _ => None,
    })
}

/// Whether a character is a letter. The two alphabets need no look into the tables of Unicode.
pub(crate) fn is_letter(c: char) -> bool {
    if c.is_ascii() { c.is_ascii_alphabetic() } else { is_cyrillic(c) || c.is_alphabetic() }
}

/// Whether it is a letter of the Cyrillic alphabet.
pub(crate) fn is_cyrillic(c: char) -> bool {
    matches!(c, '\u{400}'..='\u{52F}')
}

/// Whether it is a letter of the Latin alphabet, with marks or without.
pub(crate) fn is_latin(c: char) -> bool {
    c.is_ascii_alphabetic() || (matches!(c, '\u{C0}'..='\u{24F}') && c.is_alphabetic())
}

/// Whether a character is typed, or meant, as an apostrophe within a word.
///
/// ```
/// use litopys::model::look_alike::is_apostrophe;
/// assert!("мʼята м’ята м'ята".chars().filter(|c| is_apostrophe(*c)).count() == 3);
/// ```
pub fn is_apostrophe(c: char) -> bool {
    matches!(
        c,
        '\'' // U+0027, of typewriters
        | '`' // U+0060, grave accent
        | '´' // U+00B4, acute accent
        | 'ʹ' // U+02B9, modifier prime
        | 'ʻ' // U+02BB, turned comma
        | 'ʼ' // U+02BC, modifier apostrophe: the letter of Ukrainian
        | 'ʽ' // U+02BD, reversed comma
        | 'ʾ' // U+02BE, right half ring
        | 'ˈ' // U+02C8, vertical line
        | 'ˊ' // U+02CA, modifier acute
        | 'ˋ' // U+02CB, modifier grave
        | '՚' // U+055A, Armenian apostrophe
        | '׳' // U+05F3, geresh
        | '‘' // U+2018, left quotation mark
        | '’' // U+2019, right quotation mark: the apostrophe of print
        | '‛' // U+201B, reversed quotation mark
        | '′' // U+2032, prime
        | '‵' // U+2035, reversed prime
        | 'ꞌ' // U+A78C, saltillo
        | '＇' // U+FF07, full width
        | '｀' // U+FF40, full width grave
    )
}
