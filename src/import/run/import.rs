//! One import from beginning to end: what is there, what belongs together, where it goes; then text by text into the archive.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use jiff::tz::TimeZone;

use super::{
    options::{ImportOptions, ImportSummary, Progress},
    writing::Run,
};
use crate::{
    import::{
        ImportError, ImportedSite, ImportedVersion, Outcome, Pass, Reader, Report, SourcePlace, TranslatedFrom,
        plan::{Addresses, SiteFacts, Terms, languages_of, planned},
        ties::{Group, Head, Sketch, TiesFile, grouped, likeliest},
        write::{MenuTargets, Target, site_toml},
    },
    model::{lang::Lang, slug::ArticleId},
    site::parse_site,
};

/// Texts after which progress is shown.
const STEP: usize = 64;
/// Versions whose partners are looked for.
const MOST_UNTIED: usize = 5_000;

/// Imports all that `reader` gives.
///
/// # Errors
/// Where the source as a whole cannot be read, or the archive cannot be written. What was put into its place until then stays, and a
/// second run goes on from there.
pub fn import(
    reader: &mut dyn Reader,
    options: &ImportOptions,
    report: &mut Report,
    progress: &mut dyn FnMut(Progress),
) -> Result<ImportSummary, ImportError> {
    let target = Target::open(&options.into, options.source.as_deref(), options.is_dry_run)?;
    let site = reader.site(report)?;
    let (heads, default) = heads(reader, &site, options, report, progress)?;
    let ties = read_ties(&target)?;
    let groups = grouped(&heads, &ties.confirmed(), report);
    let facts = SiteFacts {
        default,
        languages: languages_of(&site, &heads),
        zone: site.time_zone.as_deref().and_then(|zone| TimeZone::get(zone).ok()).unwrap_or(TimeZone::UTC),
    };
    let known: BTreeMap<String, ArticleId> =
        target.record.versions.iter().map(|(id, place)| (id.clone(), place.article.clone())).collect();
    let articles = planned(&heads, &groups, &facts, &known, &|id| target.is_foreign(id), report);
    let mut terms = Terms::new(&heads, &site);
    terms.translate(&heads, &articles);
    let addresses = Addresses::new(&heads, &articles, &site, &terms, report);
    let to = MenuTargets { articles: &articles, heads: &heads, terms: &terms, addresses: &addresses };
    let site_text = site_toml(&site, &facts, to);
    let Some(parsed) = parse_site("site.toml", &site_text).0 else {
        return Err(ImportError::Broken { path: "site.toml".to_owned(), found: "no language".to_owned() });
    };
    let mut run = Run {
        target,
        site,
        site_text,
        parsed,
        heads,
        facts,
        articles,
        terms,
        addresses,
        summary: ImportSummary::default(),
        places: HashMap::new(),
        names: HashMap::new(),
    };
    run.summary.untied = run.write_ties(reader, &groups, &ties, report)?;
    run.withdraw_merged(report)?;
    run.write_versions(reader, report, progress)?;
    run.write_site(reader, report)?;
    run.target.commit(true)?;
    run.check_addresses(&options.addresses, report);
    Ok(run.summary)
}

/// All versions without their bodies, and the default language.
fn heads(
    reader: &dyn Reader,
    site: &ImportedSite,
    options: &ImportOptions,
    report: &mut Report,
    progress: &mut dyn FnMut(Progress),
) -> Result<(Vec<Head>, Lang), ImportError> {
    let mut versions: Vec<ImportedVersion> = Vec::new();
    let mut ids = BTreeSet::new();
    let count = reader.count();
    reader.versions(Pass::Heads, &mut Report::silent(), &mut |mut version| {
        // A reader that names two texts alike would lose one of them.
        while !ids.insert(version.id.clone()) {
            version.id.push_str(" (again)");
        }
        (version.body, version.media, version.pictures) = (String::new(), Vec::new(), Vec::new());
        version.translated_from = TranslatedFrom::Unknown;
        versions.push(version);
        if versions.len().is_multiple_of(STEP) {
            progress(Progress::Read(versions.len(), count));
        }
        Ok(())
    })?;
    let named = options.lang.clone().or_else(|| site.default.clone());
    let first = || site.languages.first().map(|language| language.tag.clone());
    let found = || versions.iter().find_map(|version| version.lang.clone());
    let default = match named.or_else(first).or_else(found) {
        Some(default) => default,
        None => {
            let found = "the source names no language";
            let done = "`en` is taken; name the right one with --lang";
            report.add(&SourcePlace::default(), "no-language", Outcome::Changed, found, done);
            "en".parse().map_err(|error| ImportError::Broken { path: "--lang".into(), found: format!("{error}") })?
        }
    };
    let mut guessed = 0_usize;
    let heads: Vec<Head> = versions
        .into_iter()
        .map(|version| {
            guessed += usize::from(version.lang.is_none());
            Head { lang: version.lang.clone().unwrap_or_else(|| default.clone()), version }
        })
        .collect();
    if guessed > 0 && guessed < heads.len() {
        let found = format!("{guessed} texts whose source names no language");
        let done = format!("taken to be in `{default}`; name another language with --lang");
        report.add(&SourcePlace::default(), "no-language", Outcome::Changed, found, done);
    }
    Ok((heads, default))
}

fn read_ties(target: &Target) -> Result<TiesFile, ImportError> {
    let Some(bytes) = target.read(TiesFile::NAME)? else { return Ok(TiesFile::default()) };
    TiesFile::parse(&String::from_utf8_lossy(&bytes))
        .map_err(|found| ImportError::Broken { path: TiesFile::NAME.to_owned(), found })
}

impl Run {
    /// Writes `ties.toml`; how many versions have a likely partner.
    fn write_ties(
        &mut self,
        reader: &dyn Reader,
        groups: &[Group],
        ties: &TiesFile,
        report: &mut Report,
    ) -> Result<usize, ImportError> {
        let languages = self.facts.languages.len();
        if languages < 2 {
            return Ok(0);
        }
        let lonely: Vec<usize> = groups
            .iter()
            .filter(|group| group.versions.len() < languages)
            .flat_map(|group| &group.versions)
            .copied()
            .collect();
        let single: Vec<usize> = groups
            .iter()
            .filter(|group| group.versions.len() == 1)
            .flat_map(|group| &group.versions)
            .copied()
            .collect();
        if lonely.is_empty() && ties.ties.is_empty() {
            return Ok(0);
        }
        if lonely.len() > MOST_UNTIED {
            let found = format!("{} texts that are not in every language", lonely.len());
            let done = format!("partners of the first {MOST_UNTIED} are looked for; confirm some, and import again");
            report.add(&SourcePlace::file(TiesFile::NAME), "many-untied", Outcome::Kept, found, done);
        }
        let wanted: HashMap<&str, usize> = lonely
            .iter()
            .take(MOST_UNTIED)
            .filter_map(|at| Some((self.heads.get(*at)?.version.id.as_str(), *at)))
            .collect();
        let mut sketches = BTreeMap::new();
        reader.versions(Pass::Bodies, &mut Report::silent(), &mut |version| {
            if let Some(at) = wanted.get(version.id.as_str())
                && let Some(head) = self.heads.get(*at)
            {
                sketches.insert(*at, Sketch::new(&version, &head.lang));
            }
            Ok(())
        })?;
        let candidates = likeliest(&self.heads, groups, &sketches);
        let paired: BTreeSet<usize> = candidates.iter().flat_map(|pair| [pair.one, pair.other]).collect();
        let lonely: Vec<usize> = single.iter().filter(|at| !paired.contains(at)).copied().collect();
        let text = ties.write(&self.heads, &candidates, &lonely);
        self.target.write_now(TiesFile::NAME, &text)?;
        Ok(candidates.len())
    }
}
