//! The apostrophe: one list for search, addresses and `check`, for keyboards and editors disagree about it.

/// Whether a character is typed, or meant, as an apostrophe within a word.
///
/// ```
/// use litopys::model::apostrophe::is_apostrophe;
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
