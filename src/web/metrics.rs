//! What the server counts, and how Prometheus reads it (text format 0.0.4). Every metric is described in
//! docs/OPERATIONS.md.

use std::{
    collections::BTreeMap,
    fmt::Write,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use super::{histogram::Histogram, route_name::RouteName, search_tally::SearchTally, tls::Counts};
use crate::problem::ProblemCounts;

/// Counts of one server.
#[derive(Debug, Default)]
pub(super) struct Metrics {
    /// Answers out of the cache, per kind of page and language.
    pages: Mutex<BTreeMap<(RouteName, String), Arc<Tally>>>,
    /// All other answers: kind of page, language, status.
    answers: Mutex<BTreeMap<(RouteName, String, u16), u64>>,
    /// Why readers of neutral addresses were sent where: (reason, language).
    negotiated: Mutex<BTreeMap<(&'static str, String), u64>>,
    /// Pages rendered with a fallback: (language wanted, language shown).
    fallbacks: Mutex<BTreeMap<(String, String), u64>>,
    renders: Histogram,
    searches: SearchTally,
}

/// Answers out of the cache for one kind of page. Counted on the hot path, so it is two plain counters.
#[derive(Debug, Default)]
pub(super) struct Tally {
    /// Pages sent whole.
    pub whole: AtomicU64,
    /// 304 sent in a page's stead.
    pub not_modified: AtomicU64,
}

/// What is measured at the moment of asking.
pub(super) struct Now {
    /// Pages in the cache.
    pub pages: usize,
    /// Bytes that they take.
    pub bytes: u64,
    /// Bytes that they may take.
    pub memory: u64,
    /// Requests that wait for their turn.
    pub waiting: usize,
    /// Searches that wait for theirs.
    pub searches_waiting: usize,
    /// Files that wait for theirs.
    pub media_waiting: usize,
    /// Work that is being done for requests, for searches, for files, whether anybody still waits for it or not.
    pub running: [usize; 3],
    /// Bytes of answers that were made for one reader each and are not sent yet.
    pub unsent: usize,
    /// What is wrong with the archive.
    pub problems: ProblemCounts,
}

impl Metrics {
    /// Where answers out of the cache are counted for this kind of page.
    pub(super) fn tally(&self, route: RouteName, lang: &str) -> Arc<Tally> {
        Arc::clone(lock(&self.pages).entry((route, lang.to_owned())).or_default())
    }

    /// Counts an answer that did not come out of the cache.
    pub(super) fn answered(&self, route: RouteName, lang: &str, status: u16) {
        *lock(&self.answers).entry((route, lang.to_owned(), status)).or_default() += 1;
    }

    /// Counts a negotiation.
    pub(super) fn negotiated(&self, reason: &'static str, lang: &str) {
        *lock(&self.negotiated).entry((reason, lang.to_owned())).or_default() += 1;
    }

    /// Counts a page rendered with the text of another language than the one asked for.
    pub(super) fn fell_back(&self, wanted: &str, shown: &str) {
        *lock(&self.fallbacks).entry((wanted.to_owned(), shown.to_owned())).or_default() += 1;
    }

    /// Counts a reply made, and the time that it took.
    pub(super) fn rendered(&self, took: Duration) {
        self.renders.add(took);
    }

    /// Where searches are counted.
    pub(super) fn searches(&self) -> &SearchTally {
        &self.searches
    }

    /// Everything, as Prometheus reads it.
    pub(super) fn text(&self, now: &Now) -> String {
        let mut out = Text::default();
        self.requests(&mut out);
        out.family("litopys_negotiations_total", "counter", "Redirects to a language, by why it was chosen.");
        for ((reason, lang), count) in &*lock(&self.negotiated) {
            out.sample("litopys_negotiations_total", &[("reason", reason), ("lang", lang)], *count);
        }
        out.family("litopys_fallbacks_total", "counter", "Articles rendered in another language than asked for.");
        for ((wanted, shown), count) in &*lock(&self.fallbacks) {
            out.sample("litopys_fallbacks_total", &[("wanted", wanted), ("shown", shown)], *count);
        }
        out.histogram("litopys_render_seconds", "Time to make a reply that was not in the cache.", &self.renders);
        self.search_counts(&mut out);
        out.gauge("litopys_cache_pages", "Pages in the cache.", now.pages as u64);
        out.gauge("litopys_cache_bytes", "Bytes that pages in the cache take.", now.bytes);
        out.gauge("litopys_cache_limit_bytes", "Bytes that pages in the cache may take.", now.memory);
        out.gauge("litopys_waiting_requests", "Requests that wait for their turn to be rendered.", now.waiting as u64);
        let help = "Searches that wait for their turn.";
        out.gauge("litopys_waiting_searches", help, now.searches_waiting as u64);
        out.gauge("litopys_waiting_media", "Files that wait for their turn.", now.media_waiting as u64);
        for (work, running) in ["requests", "searches", "media"].into_iter().zip(now.running) {
            let help = "Work under way, whether its client still waits for it or not.";
            out.gauge(&format!("litopys_running_{work}"), help, running as u64);
        }
        let help = "Bytes of answers made for one reader each that are not sent yet.";
        out.gauge("litopys_unsent_bytes", help, now.unsent as u64);
        out.family("litopys_problems", "gauge", "Problems in the archive.");
        out.sample("litopys_problems", &[("severity", "error")], now.problems.errors as u64);
        out.sample("litopys_problems", &[("severity", "warning")], now.problems.warnings as u64);
        out.0
    }

    fn requests(&self, out: &mut Text) {
        let mut all: BTreeMap<(RouteName, String, u16), u64> = lock(&self.answers).clone();
        let mut hits: BTreeMap<RouteName, u64> = BTreeMap::new();
        for ((route, lang), tally) in &*lock(&self.pages) {
            for (status, counter) in [(200, &tally.whole), (304, &tally.not_modified)] {
                let count = counter.load(Ordering::Relaxed);
                *all.entry((*route, lang.clone(), status)).or_default() += count;
                *hits.entry(*route).or_default() += count;
            }
        }
        out.family("litopys_requests_total", "counter", "Requests answered.");
        for ((route, lang, status), count) in all.iter().filter(|(_, count)| **count > 0) {
            let labels = [("route", route.as_str()), ("lang", lang), ("status", &status.to_string())];
            out.sample("litopys_requests_total", &labels, *count);
        }
        out.family("litopys_cache_hits_total", "counter", "Requests answered out of the cache.");
        for (route, count) in &hits {
            out.sample("litopys_cache_hits_total", &[("route", route.as_str())], *count);
        }
    }

    fn search_counts(&self, out: &mut Text) {
        out.family("litopys_searches_total", "counter", "Searches, by how they ended.");
        for (outcome, count) in self.searches.outcomes() {
            out.sample("litopys_searches_total", &[("outcome", outcome)], count);
        }
        out.family("litopys_search_results_total", "counter", "Articles found by searches.");
        out.sample("litopys_search_results_total", &[], self.searches.results());
        out.histogram("litopys_search_seconds", "Time that a search took, its page not included.", &self.searches.time);
    }
}

/// What TLS has counted, as Prometheus reads it.
pub(super) fn of_tls(counts: &Counts) -> String {
    let mut out = Text::default();
    let load = |count: &AtomicU64| count.load(Ordering::Relaxed);
    out.family("litopys_tls_handshakes_total", "counter", "TLS handshakes, by how they ended.");
    for (result, count) in [("done", &counts.done), ("failed", &counts.failed), ("late", &counts.late)] {
        out.sample("litopys_tls_handshakes_total", &[("result", result)], load(count));
    }
    out.family("litopys_tls_certificates_total", "counter", "Certificates that changed while serving.");
    for (result, count) in [("used", &counts.exchanged), ("refused", &counts.refused)] {
        out.sample("litopys_tls_certificates_total", &[("result", result)], load(count));
    }
    out.0
}

#[derive(Default)]
struct Text(String);

impl Text {
    fn family(&mut self, name: &str, kind: &str, help: &str) {
        self.line(&format!("# HELP {name} {help}\n# TYPE {name} {kind}"));
    }

    fn gauge(&mut self, name: &str, help: &str, value: u64) {
        self.family(name, "gauge", help);
        self.sample(name, &[], value);
    }

    fn histogram(&mut self, name: &str, help: &str, times: &Histogram) {
        self.family(name, "histogram", help);
        for (bound, count) in times.buckets() {
            self.sample(&format!("{name}_bucket"), &[("le", &bound.to_string())], count);
        }
        self.sample(&format!("{name}_bucket"), &[("le", "+Inf")], times.count());
        self.line(&format!("{name}_sum {}", times.seconds()));
        self.sample(&format!("{name}_count"), &[], times.count());
    }

    fn sample(&mut self, name: &str, labels: &[(&str, &str)], value: u64) {
        // Values of labels are tags, names of ours and numbers: nothing in them wants escaping.
        let labels: Vec<_> = labels.iter().map(|(label, value)| format!("{label}=\"{value}\"")).collect();
        let labels = if labels.is_empty() { String::new() } else { format!("{{{}}}", labels.join(",")) };
        self.line(&format!("{name}{labels} {value}"));
    }

    fn line(&mut self, line: &str) {
        writeln!(self.0, "{line}").expect("a string can be written to");
    }
}

fn lock<T>(counts: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    counts.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hits_and_other_answers_add_up() {
        let metrics = Metrics::default();
        metrics.answered(RouteName::Article, "uk", 200);
        metrics.tally(RouteName::Article, "uk").whole.fetch_add(2, Ordering::Relaxed);
        metrics.rendered(Duration::from_micros(80));
        let now = Now {
            pages: 1,
            bytes: 2,
            memory: 3,
            waiting: 0,
            searches_waiting: 6,
            media_waiting: 0,
            running: [7, 2, 1],
            unsent: 8,
            problems: ProblemCounts { errors: 4, warnings: 5 },
        };
        let text = metrics.text(&now);
        for line in [
            "litopys_requests_total{route=\"article\",lang=\"uk\",status=\"200\"} 3",
            "litopys_cache_hits_total{route=\"article\"} 2",
            "litopys_render_seconds_bucket{le=\"0.00005\"} 0",
            "litopys_render_seconds_bucket{le=\"0.0001\"} 1",
            "litopys_render_seconds_sum 0.00008",
            "litopys_problems{severity=\"error\"} 4",
            "litopys_searches_total{outcome=\"refused\"} 0",
            "litopys_search_seconds_count 0",
            "litopys_waiting_searches 6",
            "litopys_running_requests 7",
            "litopys_running_media 1",
            "litopys_unsent_bytes 8",
        ] {
            assert!(text.lines().any(|found| found == line), "{line} in\n{text}");
        }
        assert!(!text.contains("304"), "what never happened is no sample");
    }
}
