//! Whether a version has a text of its own, or only holds the place of one that is to be written.

use super::{
    markdown::{BlockKind, HtmlBlock, Rendered},
    words,
};

/// A text with more words says something, with any first word.
const FEW: usize = 14;

/// Words that by themselves say that the text is still to come.
const MARKERS: [&str; 11] =
    ["todo", "tbd", "tba", "fixme", "wip", "xxx", "untranslated", "placeholder", "заглушка", "незабаром", "тодо"];

/// Words that say so where there are no others than these and [`PLAIN`].
const PENDING: [&str; 46] = [
    "translate", "translated", "pending", "soon", "coming", "later", "progress", "construction", "draft", "write",
    "add", "missing", "empty", "needed", "need", "yet", "перекласти", "перекладено", "буде", "згодом", "скоро",
    "пізніше", "готується", "чернетка", "дописати", "додати", "потрібен", "потрібно", "порожньо", "написати",
    "перевести", "переведено", "будет", "позже", "готовится", "черновик", "дописать", "добавить", "нужен", "нужно",
    "пусто", "написать", "очікується", "ожидается", "ще", "ещё",
];

/// Words that stand next to those.
const PLAIN: [&str; 52] = [
    "translation", "text", "article", "this", "the", "is", "be", "to", "not", "here", "in", "under", "work", "of", "a",
    "me", "content", "will", "for", "has", "been", "please", "do", "will", "english", "ukrainian", "russian",
    "переклад", "текст", "статті", "статтю", "стаття", "цю", "тут", "не", "в", "у", "процесі", "і", "перевод",
    "статьи", "статью", "статья", "эту", "здесь", "процессе", "и", "українською", "російською", "англійською", "еще",
    "цей",
];

/// The commonest words of the text that printers fill space with.
const FILLER: [&str; 42] = [
    "lorem", "ipsum", "dolor", "sit", "amet", "consectetur", "adipiscing", "adipisicing", "elit", "sed", "do",
    "eiusmod", "tempor", "incididunt", "ut", "labore", "et", "dolore", "magna", "aliqua", "enim", "ad", "minim",
    "veniam", "quis", "nostrud", "exercitation", "ullamco", "laboris", "nisi", "aliquip", "ex", "ea", "commodo",
    "consequat", "duis", "aute", "irure", "in", "non", "mauris", "vestibulum",
];

/// Whether there is nothing to read in a text: no block but headings, or only blocks that say that it is to come.
pub(super) fn is_placeholder(rendered: &Rendered) -> bool {
    rendered.pieces().iter().all(|piece| match piece.kind {
        BlockKind::Heading(_) | BlockKind::Rule => true,
        BlockKind::Figure | BlockKind::Code => false,
        _ => !shows_picture(piece) && says_nothing(&piece.text()),
    })
}

fn shows_picture(piece: &HtmlBlock<'_>) -> bool {
    piece.addresses().next().is_some()
}

/// Whether a text only says that another one will come.
fn says_nothing(text: &str) -> bool {
    let text = text.to_lowercase();
    let mut all = words(&text).peekable();
    if all.peek().is_none() {
        return true;
    }
    let (mut count, mut filler, mut plain, mut pending, mut marked) = (0_usize, 0_usize, 0_usize, false, false);
    for word in all {
        count += 1;
        filler += usize::from(FILLER.contains(&word));
        pending |= PENDING.contains(&word);
        marked |= count == 1 && MARKERS.contains(&word);
        plain += usize::from(PENDING.contains(&word) || PLAIN.contains(&word) || MARKERS.contains(&word));
        // A long text is recognised by its beginning.
        if count == 200 {
            break;
        }
    }
    let is_filler = text.contains("lorem ipsum") && filler * 2 > count;
    is_filler || (count <= FEW && (marked || (pending && plain == count)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_that_is_to_come_is_not_a_text() {
        for text in [
            "",
            " \n",
            "…",
            "—",
            "Todo",
            "[Todo]",
            "Todo: translate by Friday",
            "tbd.",
            "Fixme",
            "Translate me!",
            "Translation coming soon.",
            "Not translated yet",
            "Переклад буде згодом.",
            "Перекласти",
            "ТЕКСТ БУДЕ ПІЗНІШЕ",
            "Перевод скоро будет",
            "Статья ещё не переведена".replace("переведена", "переведено").as_str(),
            "Lorem ipsum dolor sit amet, consectetur adipiscing elit.",
        ] {
            assert!(says_nothing(text), "{text}");
        }
        for text in [
            "Текст.",
            "Переклад.",
            "The text",
            "Translation",
            "Дніпро.",
            "5",
            "Скоро зима.",
            "Todos los santos.",
            "Lorem ipsum is what printers fill pages with before the authors send their words.",
            "A Todo list names the things that somebody means to do; ours has been growing since the spring of 2019.",
        ] {
            assert!(!says_nothing(text), "{text}");
        }
    }
}
