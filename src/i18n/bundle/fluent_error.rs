//! What can go wrong while a sound message is written, in words for the log: the page shows a name where a text should be.

use fluent::{
    FluentError,
    resolver::{ResolverError, errors::ReferenceKind},
};

/// What the page shows instead, and the name that it is about, as the file has it.
pub(in crate::i18n) fn describe(fault: &FluentError) -> (&'static str, String) {
    let FluentError::ResolverError(fault) = fault else { return ("a message cannot be written", fault.to_string()) };
    let with = |name: &str, attribute: &Option<String>| match attribute {
        Some(attribute) => format!("{name}.{attribute}"),
        None => name.to_owned(),
    };
    match fault {
        ResolverError::Reference(ReferenceKind::Variable { id }) => {
            ("a variable is unknown; its name is shown", format!("${id}"))
        }
        ResolverError::Reference(ReferenceKind::Message { id, attribute }) => {
            ("a message in this one is unknown; its name is shown", with(id, attribute))
        }
        ResolverError::Reference(ReferenceKind::Term { id, attribute }) => {
            ("a term is unknown; its name is shown", format!("-{}", with(id, attribute)))
        }
        ResolverError::Reference(ReferenceKind::Function { id }) => {
            ("a function is unknown; its name is shown", format!("{id}()"))
        }
        ResolverError::NoValue(id) => ("a message in this one has no text; its name is shown", id.clone()),
        ResolverError::MissingDefault => ("no variant fits and none has a star; nothing is shown", String::new()),
        ResolverError::Cyclic => ("a message contains itself; a part of it is not shown", String::new()),
        ResolverError::TooManyPlaceables => ("a message holds too much; the rest of it is not shown", String::new()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        i18n::{LocaleFile, bundle::messages::Bundle},
        model::lang::Lang,
    };
    use fluent::FluentArgs;

    #[test]
    fn the_log_says_what_is_unknown_and_what_is_shown() {
        let lang: Lang = "uk".parse().unwrap();
        let text = "a = { $dat }\nb = { c }\nd = { -e }\nf = { G() }\nh = { i }\ni =\n    .j = k\nl = { l }\n";
        let mut bundle = Bundle::new(&lang);
        let file = LocaleFile { lang, path: "a.ftl".to_owned(), text: text.to_owned() };
        assert_eq!(bundle.add(&[&file]), []);
        for (id, what, name) in [
            ("a", "a variable is unknown; its name is shown", "$dat"),
            ("b", "a message in this one is unknown; its name is shown", "c"),
            ("d", "a term is unknown; its name is shown", "-e"),
            ("f", "a function is unknown; its name is shown", "G()"),
            ("h", "a message in this one has no text; its name is shown", "i"),
            ("l", "a message contains itself; a part of it is not shown", ""),
        ] {
            let faults = bundle.write(&mut String::new(), id, &FluentArgs::new()).unwrap();
            assert_eq!(faults.iter().map(describe).collect::<Vec<_>>(), [(what, name.to_owned())], "{id}");
        }
    }
}
