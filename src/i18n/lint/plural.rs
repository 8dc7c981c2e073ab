//! Plurals: the categories that a language's numbers fall into against the variants that a message gives.

use std::{
    cell::LazyCell,
    collections::{BTreeMap, BTreeSet},
};

use fluent_syntax::ast::{Expression, InlineExpression, PatternElement, Variant, VariantKey};
use intl_pluralrules::{PluralCategory, PluralRuleType, PluralRules, operands::PluralOperands};

use super::{
    MessageEntry,
    messages::flat_pattern::{PatternNode, nodes, walk},
    syntax::key_name,
};
use crate::model::{diagnostic::Diagnostic, lang::Lang, sentence::say};

/// The names of the categories, as variants write them (UTS 35, Language Plural Rules).
const NAMES: [&str; 6] = ["zero", "one", "two", "few", "many", "other"];
/// Whole numbers that are tried; every language's rules repeat within a hundred, but for a few that look at a million.
const TRIED: u32 = 200;
/// Numbers with a fraction, and large ones, in which some languages differ.
const ALSO_TRIED: [&str; 8] = ["0.5", "1.0", "1.5", "2.0", "5.0", "11.5", "1000", "1000000"];

/// The plurals of one language, counting things and putting them in order.
pub(super) struct Plurals {
    cardinal: Categories,
    ordinal: Categories,
}

/// The categories that occur, each with the whole numbers up to [`TRIED`] in it.
struct Categories(BTreeMap<&'static str, BTreeSet<u32>>);

impl Plurals {
    /// The plural rules that fluent-bundle has for `lang`; `None` if it has none and would count as in English.
    pub(super) fn for_lang(lang: &Lang) -> Option<Self> {
        let of = |kind| Categories::for_lang(lang, kind);
        Some(Plurals { cardinal: of(PluralRuleType::CARDINAL)?, ordinal: of(PluralRuleType::ORDINAL)? })
    }
}

impl Categories {
    fn for_lang(lang: &Lang, kind: PluralRuleType) -> Option<Self> {
        let base = unic_langid::LanguageIdentifier::from_parts(lang.id().language, None, None, &[]);
        let rules = PluralRules::create(lang.id().clone(), kind).or_else(|_| PluralRules::create(base, kind)).ok()?;
        let mut found: BTreeMap<_, BTreeSet<u32>> = BTreeMap::new();
        for number in 0..=TRIED {
            found.entry(name(&rules.select(number).ok()?)).or_default().insert(number);
        }
        for number in ALSO_TRIED {
            let operands: PluralOperands = number.try_into().ok()?;
            found.entry(name(&rules.select(operands).ok()?)).or_default();
        }
        Some(Categories(found))
    }

    /// The categories for which `variants` has neither their name nor all of their numbers.
    fn missing(&self, variants: &[Variant<&str>]) -> Vec<&'static str> {
        let given: BTreeSet<_> = variants.iter().map(|variant| key_name(&variant.key)).collect();
        let exact: BTreeSet<u32> = given.iter().filter_map(|name| name.parse().ok()).collect();
        let covered = |name: &str, numbers: &BTreeSet<u32>| {
            given.contains(name) || (!numbers.is_empty() && numbers.is_subset(&exact))
        };
        let in_order = NAMES.iter().filter_map(|name| self.0.get_key_value(name));
        in_order.filter(|(name, numbers)| !covered(name, numbers)).map(|(name, _)| *name).collect()
    }

    fn names(&self) -> String {
        let names = NAMES.iter().filter(|name| self.0.contains_key(*name)).map(|name| format!("`{name}`"));
        names.collect::<Vec<_>>().join(", ")
    }

    /// A number other than 1 that is `one` in this language: 21 in Ukrainian.
    fn another_one(&self) -> Option<u32> {
        self.0.get("one")?.iter().copied().find(|number| *number > 1)
    }
}

fn name(category: &PluralCategory) -> &'static str {
    match category {
        PluralCategory::ZERO => "zero",
        PluralCategory::ONE => "one",
        PluralCategory::TWO => "two",
        PluralCategory::FEW => "few",
        PluralCategory::MANY => "many",
        PluralCategory::OTHER => "other",
    }
}

/// The problems of the plurals of `entry`; `source` is the same entry there. The program may pass a variable that `is_known`.
pub(super) fn check(
    plurals: &Plurals,
    entry: MessageEntry<'_>,
    source: Option<MessageEntry<'_>>,
    is_known: &dyn Fn(&str) -> bool,
    out: &mut Vec<Diagnostic>,
) {
    let numbers = LazyCell::new(|| source.map(numbers).unwrap_or_default());
    for (_, pattern) in entry.patterns() {
        walk(pattern, &mut |node| {
            let PatternNode::Select(selector, variants) = node else { return };
            let Some((variable, ordinal)) = counted(selector, variants, &numbers) else { return };
            let categories = if ordinal { &plurals.ordinal } else { &plurals.cardinal };
            let strange = unknown(categories, entry, variants, out);
            let misplaced = impossible(categories, entry, variants, out) + repeated(variants);
            // A strange key stands, as a rule, where one of the categories should, and is reported there.
            if !strange {
                missing(categories, entry, variants, misplaced, out);
            }
            // A misspelt variable was meant for the number, and is reported as unknown.
            let is_misspelt = |variant: &Variant<&str>| {
                let unknown = |node: &PatternNode<'_>| matches!(node, PatternNode::Variable(name) if !is_known(name));
                key_name(&variant.key) == "one" && nodes(&variant.value).iter().any(unknown)
            };
            if !variants.iter().any(is_misspelt) {
                numeral(categories, entry, variable, variants, out);
            }
        });
    }
}

/// The variables of an entry that are numbers, as its variants show.
fn numbers<'a>(entry: MessageEntry<'a>) -> BTreeSet<&'a str> {
    let mut found = BTreeSet::new();
    for (_, pattern) in entry.patterns() {
        walk(pattern, &mut |node| {
            if let PatternNode::Select(selector, variants) = node {
                found.extend(counted(selector, variants, &BTreeSet::new()).map(|(name, _)| name));
            }
        });
    }
    found
}

/// The variable by whose number the variants are chosen, and whether it puts in order; `None` if no number chooses.
/// `numbers` are variables known to be numbers.
fn counted<'a>(
    selector: &'a InlineExpression<&'a str>,
    variants: &[Variant<&str>],
    numbers: &BTreeSet<&str>,
) -> Option<(&'a str, bool)> {
    match selector {
        InlineExpression::VariableReference { id } => {
            (looks_plural(variants) || numbers.contains(id.name)).then_some((id.name, false))
        }
        InlineExpression::FunctionReference { id, arguments } if id.name == "NUMBER" => {
            let Some(InlineExpression::VariableReference { id }) = arguments.positional.first() else { return None };
            let is_ordinal = arguments.named.iter().any(|argument| {
                argument.name.name == "type"
                    && matches!(argument.value, InlineExpression::StringLiteral { value: "ordinal" })
            });
            Some((id.name, is_ordinal))
        }
        _ => None,
    }
}

/// Whether variants count: one has a category's name, or all but `other` have numbers. Twelve months do not count.
fn looks_plural(variants: &[Variant<&str>]) -> bool {
    let is_category = |variant: &Variant<&str>| NAMES.contains(&key_name(&variant.key)) && !is_other(variant);
    let is_number = |variant: &Variant<&str>| matches!(variant.key, VariantKey::NumberLiteral { .. });
    let numbers_and_other = || variants.iter().all(|variant| is_number(variant) || is_other(variant));
    variants.iter().any(is_category) || (variants.iter().any(is_other) && numbers_and_other())
}

fn is_other(variant: &Variant<&str>) -> bool {
    key_name(&variant.key) == "other"
}

/// The categories without a variant, if there are more of them than variants that are `misplaced`: each of these stands for
/// one, and is reported by itself.
fn missing(
    categories: &Categories,
    entry: MessageEntry<'_>,
    variants: &[Variant<&str>],
    misplaced: usize,
    out: &mut Vec<Diagnostic>,
) {
    let missing: Vec<String> = categories.missing(variants).iter().map(|name| format!("`[{name}]`")).collect();
    let Some(first) = variants.first().filter(|_| missing.len() > misplaced) else { return };
    let message = say("missing-plural").with("key", entry.key.to_string()).with("variants", missing);
    let help = say("help-plurals").with("categories", categories.names());
    out.push(entry.ftl.warning("missing-plural", key_name(&first.key), message).help(help));
}

/// Whether a variant's key is neither a category of any language nor a number.
fn unknown(
    categories: &Categories,
    entry: MessageEntry<'_>,
    variants: &[Variant<&str>],
    out: &mut Vec<Diagnostic>,
) -> bool {
    let is_word = |variant: &&Variant<&str>| matches!(variant.key, VariantKey::Identifier { .. });
    let names = variants.iter().filter(is_word).map(|variant| key_name(&variant.key));
    let strange: Vec<_> = names.filter(|name| !NAMES.contains(name)).collect();
    for name in &strange {
        let message = say("unknown-plural").with("name", *name);
        let help = say("help-plural-one-of").with("categories", categories.names());
        out.push(entry.ftl.warning("unknown-plural", name, message).help(help));
    }
    !strange.is_empty()
}

/// How many variants have a key that stands before them already; they are reported as such.
fn repeated(variants: &[Variant<&str>]) -> usize {
    variants.len() - variants.iter().map(|variant| key_name(&variant.key)).collect::<BTreeSet<_>>().len()
}

/// Reports the variants of categories that the language does not have, and counts them.
fn impossible(
    categories: &Categories,
    entry: MessageEntry<'_>,
    variants: &[Variant<&str>],
    out: &mut Vec<Diagnostic>,
) -> usize {
    let before = out.len();
    let names = variants.iter().map(|variant| key_name(&variant.key)).filter(|name| NAMES.contains(name));
    for name in names.filter(|name| !categories.0.contains_key(name)) {
        let message = say("impossible-plural").with("name", name);
        let help = say("help-delete-plural").with("categories", categories.names());
        out.push(entry.ftl.warning("impossible-plural", name, message).help(help));
    }
    out.len() - before
}

/// A variant `[one]` that says 1 where the language takes it for 21 too.
fn numeral(
    categories: &Categories,
    entry: MessageEntry<'_>,
    variable: &str,
    variants: &[Variant<&str>],
    out: &mut Vec<Diagnostic>,
) {
    let Some(other) = categories.another_one() else { return };
    let shows = |variant: &Variant<&str>| {
        nodes(&variant.value).iter().any(|node| matches!(node, PatternNode::Variable(name) if *name == variable))
    };
    let Some(one) = variants.iter().find(|variant| key_name(&variant.key) == "one") else { return };
    let has_one_of_its_own = variants.iter().any(|variant| key_name(&variant.key) == "1");
    if shows(one) || has_one_of_its_own {
        return;
    }
    let figure = digit(one);
    if figure.is_none() && !variants.iter().any(shows) {
        return;
    }
    let variable = format!("${variable}");
    let message = say("numeral-in-one").with("other", other).with("variable", &variable);
    let help = say("help-numeral").with("variable", variable);
    out.push(entry.ftl.error("numeral-in-one", figure.unwrap_or(key_name(&one.key)), message).help(help));
}

/// The slice of a variant's text that begins with a figure.
fn digit<'a>(variant: &Variant<&'a str>) -> Option<&'a str> {
    variant.value.elements.iter().find_map(|element| {
        let text = match element {
            PatternElement::TextElement { value } => *value,
            PatternElement::Placeable {
                expression:
                    Expression::Inline(
                        InlineExpression::StringLiteral { value } | InlineExpression::NumberLiteral { value },
                    ),
            } => *value,
            PatternElement::Placeable { .. } => return None,
        };
        text.get(text.find(|c: char| c.is_ascii_digit())?..)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_language_has_the_categories_of_cldr() {
        for (tag, cardinal, ordinal) in [
            ("uk", "`one`, `few`, `many`, `other`", "`few`, `other`"),
            ("ru", "`one`, `few`, `many`, `other`", "`other`"),
            ("en", "`one`, `other`", "`one`, `two`, `few`, `other`"),
            ("pl", "`one`, `few`, `many`, `other`", "`other`"),
            ("ar", "`zero`, `one`, `two`, `few`, `many`, `other`", "`other`"),
            ("pt-BR", "`one`, `other`", "`other`"),
            ("ja", "`other`", "`other`"),
        ] {
            let plurals = Plurals::for_lang(&tag.parse().unwrap()).unwrap();
            assert_eq!((plurals.cardinal.names(), plurals.ordinal.names()), (cardinal.into(), ordinal.into()), "{tag}");
        }
        assert!(Plurals::for_lang(&"tlh".parse().unwrap()).is_none());
    }

    #[test]
    fn one_is_one_alone_in_some_languages_only() {
        for (tag, other) in [("uk", Some(21)), ("ru", Some(21)), ("en", None), ("pl", None)] {
            assert_eq!(Plurals::for_lang(&tag.parse().unwrap()).unwrap().cardinal.another_one(), other, "{tag}");
        }
    }
}
