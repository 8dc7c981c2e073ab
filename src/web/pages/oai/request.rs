//! Reads a harvester's request: a verb and its arguments, or an error of the protocol. A resumption token contains the whole
//! state of a list, so that the server stores nothing.

use std::{fmt, str::FromStr};

use jiff::{Timestamp, civil, tz::TimeZone};
use percent_encoding::percent_decode_str;

use crate::catalog::HarvestKey;

/// The only metadata format: Dublin Core.
pub(super) const OAI_DC: &str = "oai_dc";

/// A verb with its arguments.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum OaiVerb {
    /// `Identify`: a description of this repository.
    Identify,
    /// `ListMetadataFormats`: the formats of all records, or of one.
    ListMetadataFormats(Option<String>),
    /// `ListSets`: the sets.
    ListSets,
    /// `ListRecords` or `ListIdentifiers`.
    List(ListForm, ListArguments),
    /// `GetRecord`: one record.
    GetRecord(String),
}

/// The part of each record that a list has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ListForm {
    /// `ListIdentifiers`
    Heads,
    /// `ListRecords`
    Whole,
}

/// The records of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum ListArguments {
    /// A list that begins.
    First(RecordSelection),
    /// The part that a token names.
    Resumed(String),
}

/// The records that are selected.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct RecordSelection {
    /// Changed in this second or later.
    pub(super) from: Option<i64>,
    /// Changed in this second or earlier.
    pub(super) until: Option<i64>,
    /// The set, as it is written.
    pub(super) set: Option<String>,
}

/// An error of the protocol.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct OaiError {
    /// Its code: `badArgument`.
    pub(super) code: &'static str,
    /// The problem, for the person who runs the harvester.
    pub(super) message: String,
}

impl OaiError {
    /// An error with this code.
    pub(super) fn new(code: &'static str, message: impl Into<String>) -> Self {
        OaiError { code, message: message.into() }
    }

    fn argument(message: impl Into<String>) -> Self {
        OaiError::new("badArgument", message)
    }

    /// Whether the request is repeated without its arguments, because they cannot be trusted (3.6 of the protocol).
    pub(super) fn hides_arguments(&self) -> bool {
        matches!(self.code, "badVerb" | "badArgument")
    }
}

/// Names and values, in their order.
pub(super) type QueryArguments = Vec<(String, String)>;

/// Reads the arguments of a query.
pub(super) fn arguments(query: &str) -> Result<QueryArguments, OaiError> {
    let text = |part: &str| {
        let decoded = percent_decode_str(&part.replace('+', " ")).decode_utf8().map(|text| text.into_owned());
        decoded.map_err(|_| OaiError::argument("an argument is not valid UTF-8"))
    };
    let pairs = query.split('&').filter(|pair| !pair.is_empty()).map(|pair| pair.split_once('=').unwrap_or((pair, "")));
    pairs.map(|(name, value)| Ok((text(name)?, text(value)?))).collect()
}

impl OaiVerb {
    /// Reads a verb and its arguments.
    pub(super) fn parse(arguments: &QueryArguments) -> Result<OaiVerb, OaiError> {
        let verb = verb(arguments)?;
        let read = |allowed: &[&str]| ArgumentReader::new(&verb, arguments, allowed);
        Ok(match verb.as_str() {
            "Identify" => read(&[]).map(|_| OaiVerb::Identify)?,
            "ListMetadataFormats" => OaiVerb::ListMetadataFormats(read(&["identifier"])?.value("identifier")),
            "ListSets" => match read(&["resumptionToken"])?.value("resumptionToken") {
                None => OaiVerb::ListSets,
                Some(_) => return Err(bad_token("the sets are one list without a token")),
            },
            "ListIdentifiers" => OaiVerb::List(ListForm::Heads, list(&verb, arguments)?),
            "ListRecords" => OaiVerb::List(ListForm::Whole, list(&verb, arguments)?),
            "GetRecord" => {
                let read = read(&["identifier", "metadataPrefix"])?;
                let identifier = read.required("identifier")?;
                form(&read.required("metadataPrefix")?)?;
                OaiVerb::GetRecord(identifier)
            }
            _ => return Err(OaiError::new("badVerb", format!("`{verb}` is not a verb of OAI-PMH 2.0"))),
        })
    }
}

/// A token that is not valid here.
pub(super) fn bad_token(message: &str) -> OaiError {
    OaiError::new("badResumptionToken", message)
}

fn verb(arguments: &QueryArguments) -> Result<String, OaiError> {
    let mut verbs = arguments.iter().filter(|(name, _)| name == "verb");
    match (verbs.next(), verbs.next()) {
        (Some((_, verb)), None) => Ok(verb.clone()),
        (None, _) => Err(OaiError::new("badVerb", "the argument `verb` is missing")),
        (Some(_), Some(_)) => Err(OaiError::new("badVerb", "the argument `verb` is repeated")),
    }
}

fn form(prefix: &str) -> Result<(), OaiError> {
    match prefix {
        OAI_DC => Ok(()),
        other => {
            Err(OaiError::new("cannotDisseminateFormat", format!("records are given as `{OAI_DC}`, not as `{other}`")))
        }
    }
}

fn list(verb: &str, arguments: &QueryArguments) -> Result<ListArguments, OaiError> {
    let all = ["metadataPrefix", "from", "until", "set", "resumptionToken"];
    let read = ArgumentReader::new(verb, arguments, &all)?;
    if let Some(token) = read.value("resumptionToken") {
        return match arguments.len() {
            2 => Ok(ListArguments::Resumed(token)),
            _ => Err(OaiError::argument("`resumptionToken` stands alone beside `verb`")),
        };
    }
    let prefix = read.required("metadataPrefix")?;
    let (from, until) = (read.value("from"), read.value("until"));
    if from.as_deref().zip(until.as_deref()).is_some_and(|(from, until)| from.len() != until.len()) {
        return Err(OaiError::argument("`from` and `until` have different granularities"));
    }
    let from = from.map(|text| moment("from", &text, DayEnd::Begin)).transpose()?;
    let until = until.map(|text| moment("until", &text, DayEnd::End)).transpose()?;
    if from.zip(until).is_some_and(|(from, until)| from > until) {
        return Err(OaiError::argument("`from` is later than `until`"));
    }
    form(&prefix)?;
    Ok(ListArguments::First(RecordSelection { from, until, set: read.value("set") }))
}

/// The second that a day without a time stands for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum DayEnd {
    Begin,
    End,
}

/// `2025-06-29` or `2025-06-29T09:00:00Z` as seconds since 1970.
fn moment(name: &str, text: &str, end: DayEnd) -> Result<i64, OaiError> {
    let wrong = || OaiError::argument(format!("`{name}` is `YYYY-MM-DD` or `YYYY-MM-DDThh:mm:ssZ`, found `{text}`"));
    let day = text.get(..10).and_then(|day| day.parse::<civil::Date>().ok()).ok_or_else(wrong)?;
    let shape = |c: char| if c.is_ascii_digit() { '0' } else { c };
    let (whole, length) = match text.chars().map(shape).collect::<String>().as_str() {
        "0000-00-00" => (format!("{day}T00:00:00"), 86_400),
        "0000-00-00T00:00:00Z" => (text.trim_end_matches('Z').to_owned(), 1),
        _ => return Err(wrong()),
    };
    let whole: civil::DateTime = whole.parse().map_err(|_| wrong())?;
    // The last day of 9999, with which harvesters say "until ever", lies beyond the last instant.
    let begin = whole.to_zoned_datetime(TimeZone::UTC).map_or(Timestamp::MAX, |begin| begin.timestamp()).as_second();
    Ok(if end == DayEnd::End { begin + length - 1 } else { begin })
}

/// Arguments of which each is allowed and none is repeated.
struct ArgumentReader<'a>(&'a QueryArguments);

impl<'a> ArgumentReader<'a> {
    fn new(verb: &str, arguments: &'a QueryArguments, allowed: &[&str]) -> Result<Self, OaiError> {
        let mut seen = Vec::new();
        for (name, value) in arguments {
            if name != "verb" && !allowed.contains(&name.as_str()) {
                return Err(OaiError::argument(format!("`{verb}` has no argument `{name}`")));
            }
            if seen.contains(&name) {
                return Err(OaiError::argument(format!("the argument `{name}` is repeated")));
            }
            if value.is_empty() {
                return Err(OaiError::argument(format!("the argument `{name}` has no value")));
            }
            seen.push(name);
        }
        Ok(ArgumentReader(arguments))
    }

    fn value(&self, name: &str) -> Option<String> {
        self.0.iter().find(|(own, _)| own == name).map(|(_, value)| value.clone())
    }

    fn required(&self, name: &str) -> Result<String, OaiError> {
        self.value(name).ok_or_else(|| OaiError::argument(format!("the argument `{name}` is missing")))
    }
}

/// Bytes of a token at most: two moments, two keys and the name of a set.
const LONGEST: usize = 1_024;

/// A place in a list. It belongs to one catalog: in a catalog that was rebuilt, changes come in another order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct ResumptionToken {
    /// The birth of the catalog.
    pub(super) birth: String,
    /// The last article of the part before.
    pub(super) after: HarvestKey,
    /// How many records the parts before have.
    pub(super) cursor: u64,
    /// The selection of the list.
    pub(super) selection: RecordSelection,
}

/// `<birth>.<key>.<cursor>.<from>.<until>.<set>`: missing parts are empty.
impl fmt::Display for ResumptionToken {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let ResumptionToken { birth, after, cursor, selection } = self;
        let moment = |moment: Option<i64>| moment.map(|moment| moment.to_string()).unwrap_or_default();
        let set = selection.set.as_deref().unwrap_or_default();
        write!(out, "{birth}.{after}.{cursor}.{}.{}.{set}", moment(selection.from), moment(selection.until))
    }
}

/// Reads exactly the form that [`ResumptionToken`] writes.
impl FromStr for ResumptionToken {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        if text.len() > LONGEST {
            return Err(());
        }
        let mut parts = text.splitn(6, '.');
        let mut part = || parts.next().ok_or(());
        let moment = |text: &str| match text {
            "" => Ok(None),
            text => text.parse().map(Some).map_err(|_| ()),
        };
        let token = ResumptionToken {
            birth: part()?.to_owned(),
            after: part()?.parse()?,
            cursor: part()?.parse().map_err(|_| ())?,
            selection: RecordSelection {
                from: moment(part()?)?,
                until: moment(part()?)?,
                set: Some(part()?.to_owned()).filter(|set| !set.is_empty()),
            },
        };
        (token.to_string() == text).then_some(token).ok_or(())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn read(query: &str) -> Result<OaiVerb, &'static str> {
        arguments(query).and_then(|arguments| OaiVerb::parse(&arguments)).map_err(|error| error.code)
    }

    fn first(from: Option<i64>, until: Option<i64>, set: Option<&str>) -> Result<OaiVerb, &'static str> {
        let selection = RecordSelection { from, until, set: set.map(str::to_owned) };
        Ok(OaiVerb::List(ListForm::Whole, ListArguments::First(selection)))
    }

    #[test]
    fn every_verb_takes_only_its_own_arguments() {
        for (query, expected) in [
            ("verb=Identify", Ok(OaiVerb::Identify)),
            ("verb=ListSets", Ok(OaiVerb::ListSets)),
            ("verb=ListMetadataFormats&identifier=a%3Ab", Ok(OaiVerb::ListMetadataFormats(Some("a:b".into())))),
            ("identifier=a+b&verb=GetRecord&metadataPrefix=oai_dc", Ok(OaiVerb::GetRecord("a b".into()))),
            (
                "verb=ListIdentifiers&resumptionToken=x",
                Ok(OaiVerb::List(ListForm::Heads, ListArguments::Resumed("x".into()))),
            ),
            ("verb=ListRecords&metadataPrefix=oai_dc", first(None, None, None)),
            (
                "verb=ListRecords&metadataPrefix=oai_dc&from=1970-01-02&until=1970-01-02&set=lang-uk",
                first(Some(86_400), Some(172_799), Some("lang-uk")),
            ),
            (
                "verb=ListRecords&metadataPrefix=oai_dc&from=1970-01-01T00:00:09Z&until=1970-01-01T00:00:09Z",
                first(Some(9), Some(9), None),
            ),
        ] {
            assert_eq!(read(query), expected, "{query}");
        }
        for until in ["9999-12-31", "9999-12-31T23:59:59Z"] {
            let query = format!("verb=ListRecords&metadataPrefix=oai_dc&until={until}");
            let is_later = |until: Option<i64>| until.is_some_and(|until| until >= Timestamp::MAX.as_second());
            assert!(
                matches!(read(&query), Ok(OaiVerb::List(_, ListArguments::First(selection))) if is_later(selection.until)),
                "{query}"
            );
        }
    }

    #[test]
    fn every_wrong_request_has_the_error_of_the_protocol() {
        for (query, code) in [
            ("", "badVerb"),
            ("verb", "badVerb"),
            ("verb=", "badVerb"),
            ("verb=identify", "badVerb"),
            ("Verb=Identify", "badVerb"),
            ("verb=Identify&verb=Identify", "badVerb"),
            ("verb=Identify&x=1", "badArgument"),
            ("verb=Identify&metadataPrefix=oai_dc", "badArgument"),
            ("verb=%FF", "badArgument"),
            ("verb=GetRecord", "badArgument"),
            ("verb=GetRecord&identifier=x", "badArgument"),
            ("verb=GetRecord&metadataPrefix=oai_dc", "badArgument"),
            ("verb=GetRecord&identifier=&metadataPrefix=oai_dc", "badArgument"),
            ("verb=GetRecord&identifier=x&metadataPrefix=marc", "cannotDisseminateFormat"),
            ("verb=ListRecords", "badArgument"),
            ("verb=ListRecords&metadataPrefix=oai_dc&metadataPrefix=oai_dc", "badArgument"),
            ("verb=ListRecords&metadataPrefix=marc21", "cannotDisseminateFormat"),
            ("verb=ListRecords&metadataPrefix=oai_dc&resumptionToken=x", "badArgument"),
            ("verb=ListRecords&metadataPrefix=oai_dc&from=2025", "badArgument"),
            ("verb=ListRecords&metadataPrefix=oai_dc&from=2025-02-30", "badArgument"),
            ("verb=ListRecords&metadataPrefix=oai_dc&from=2025-02-03T00:00:00", "badArgument"),
            ("verb=ListRecords&metadataPrefix=oai_dc&from=2025-02-03T00:00:00.5Z", "badArgument"),
            ("verb=ListRecords&metadataPrefix=oai_dc&from=2025-02-03T25:00:00Z", "badArgument"),
            ("verb=ListRecords&metadataPrefix=oai_dc&from=2025-02-03T00:00:00Z&until=2025-02-04", "badArgument"),
            ("verb=ListRecords&metadataPrefix=oai_dc&from=2025-02-04&until=2025-02-03", "badArgument"),
            ("verb=ListSets&resumptionToken=x", "badResumptionToken"),
            ("verb=ListSets&set=x", "badArgument"),
        ] {
            assert_eq!(read(query), Err(code), "{query}");
        }
    }

    proptest! {
        #[test]
        fn a_token_reads_what_it_writes(
            birth in "[0-9a-f]{16}", key in "(0|[1-9][0-9]{0,9})-(0|[1-9][0-9]{0,9})", cursor in any::<u64>(),
            from in any::<Option<i64>>(), until in any::<Option<i64>>(), set in proptest::option::of("[a-z.~-]{1,20}")
        ) {
            let after = key.parse().unwrap();
            let token = ResumptionToken { birth, after, cursor, selection: RecordSelection { from, until, set } };
            prop_assert_eq!(token.to_string().parse(), Ok(token));
        }

        #[test]
        fn any_other_text_is_refused(text in "[0-9a-f.+ -]{0,40}|\\PC{0,40}") {
            if let Ok(token) = text.parse::<ResumptionToken>() {
                prop_assert_eq!(token.to_string(), text);
            }
        }
    }
}
