//! The server's metrics, in the text format of OpenMetrics. docs/OPERATIONS.md describes each.

use std::time::Duration;

use prometheus_client::{
    encoding::{EncodeLabelSet, text::encode},
    metrics::{
        counter::Counter,
        family::Family,
        gauge::{ConstGauge, Gauge},
        histogram::Histogram,
    },
    registry::Registry,
};

use crate::{
    model::diagnostic::DiagnosticCounts,
    search::{SearchError, SearchResult},
    web::{
        server::{connection_limit::Rejected, tls::TlsMetrics},
        urls::route_name::RouteName,
    },
};

/// The media type of [`Metrics::encode`].
pub(in crate::web) const OPENMETRICS: &str = "application/openmetrics-text; version=1.0.0; charset=utf-8";

/// Upper bounds of the buckets of every histogram, in seconds.
const BUCKETS: [f64; 10] = [0.000_05, 0.000_1, 0.000_25, 0.000_5, 0.001, 0.002_5, 0.01, 0.05, 0.25, 1.0];

/// The metrics of one server.
#[derive(Debug)]
pub(in crate::web) struct Metrics {
    requests: Family<RequestLabels, Counter>,
    refused_connections: Family<Label, Counter>,
    cache_hits: Family<Label, Counter>,
    negotiations: Family<TwoLabels, Counter>,
    fallbacks: Family<TwoLabels, Counter>,
    render_seconds: Histogram,
    searches: Family<Label, Counter>,
    search_results: Counter,
    search_seconds: Histogram,
}

/// A name and a value.
type Label = [(&'static str, &'static str); 1];
type TwoLabels = [(&'static str, String); 2];

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct RequestLabels {
    route: &'static str,
    lang: String,
    status: u16,
}

/// Counts the answers that the cache gives for one page, without a look at any label.
#[derive(Debug, Clone, Default)]
pub(in crate::web) struct HitCounters {
    /// Answers with the page.
    pub ok: Counter,
    /// Answers with 304.
    pub not_modified: Counter,
    /// Both.
    pub hits: Counter,
}

/// Values that are measured when the metrics are read.
#[derive(Debug)]
pub(in crate::web) struct Gauges {
    /// Pages in the cache.
    pub cache_pages: u64,
    /// Bytes that they take.
    pub cache_bytes: u64,
    /// Bytes that they may take.
    pub cache_limit_bytes: u64,
    /// Work for requests, searches and files.
    pub work: [LimitedWork; 3],
    /// Bytes of answers that were made for one reader each and are not sent yet.
    pub unsent_bytes: u64,
    /// Problems in the archive.
    pub problems: DiagnosticCounts,
    /// The time since the source last answered; `None` if its files are on this machine.
    pub source_lag: Option<Duration>,
}

/// Work of one kind that waits for a permit or holds one.
#[derive(Debug)]
pub(in crate::web) struct LimitedWork {
    /// `requests`, `searches` or `media`.
    pub kind: &'static str,
    /// How many wait.
    pub waiting: u64,
    /// How many are under way, whether their clients still wait for them or not.
    pub running: u64,
}

impl Default for Metrics {
    fn default() -> Self {
        let metrics = Metrics {
            requests: Family::default(),
            refused_connections: Family::default(),
            cache_hits: Family::default(),
            negotiations: Family::default(),
            fallbacks: Family::default(),
            render_seconds: Histogram::new(BUCKETS),
            searches: Family::default(),
            search_results: Counter::default(),
            search_seconds: Histogram::new(BUCKETS),
        };
        for outcome in ["found", "mended", "nothing", "building", "refused", "failed"] {
            drop(metrics.searches.get_or_create(&[("outcome", outcome)]));
        }
        for rejected in [Rejected::All, Rejected::PerAddress] {
            drop(metrics.refused_connections.get_or_create(&limit(rejected)));
        }
        metrics
    }
}

impl Metrics {
    /// The counters of answers out of the cache for a page of this kind.
    pub(in crate::web) fn hit_counters(&self, route: RouteName, lang: &str) -> HitCounters {
        let counter = |status| self.requests.get_or_create_owned(&RequestLabels::new(route, lang, status));
        let hits = self.cache_hits.get_or_create_owned(&[("route", route.as_str())]);
        HitCounters { ok: counter(200), not_modified: counter(304), hits }
    }

    /// Counts an answer that did not come out of the cache.
    pub(in crate::web) fn answered(&self, route: RouteName, lang: &str, status: u16) {
        self.requests.get_or_create(&RequestLabels::new(route, lang, status)).inc();
    }

    /// Counts a connection that is closed before a request is read.
    pub(in crate::web) fn connection_refused(&self, rejected: Rejected) {
        self.refused_connections.get_or_create(&limit(rejected)).inc();
    }

    /// Counts a redirect to a language.
    pub(in crate::web) fn negotiated(&self, reason: &'static str, lang: &str) {
        self.negotiations.get_or_create(&[("reason", reason.to_owned()), ("lang", lang.to_owned())]).inc();
    }

    /// Counts a page rendered with the text of another language than the one asked for.
    pub(in crate::web) fn fell_back(&self, wanted: &str, shown: &str) {
        self.fallbacks.get_or_create(&[("wanted", wanted.to_owned()), ("shown", shown.to_owned())]).inc();
    }

    /// Counts a reply that was not in the cache, and the time it took.
    pub(in crate::web) fn rendered(&self, took: Duration) {
        self.render_seconds.observe(took.as_secs_f64());
    }

    /// Counts a search and the time that the index and the excerpts took.
    pub(in crate::web) fn searched(&self, took: Duration, answer: &Result<SearchResult, SearchError>) {
        self.search_ended(outcome(answer));
        self.search_seconds.observe(took.as_secs_f64());
        if let Ok(SearchResult::Found(found)) = answer {
            self.search_results.inc_by(found.total as u64);
        }
    }

    /// Counts a search that got no permit.
    pub(in crate::web) fn search_refused(&self) {
        self.search_ended("refused");
    }

    fn search_ended(&self, outcome: &'static str) {
        self.searches.get_or_create(&[("outcome", outcome)]).inc();
    }

    /// All metrics as OpenMetrics text.
    pub(in crate::web) fn encode(&self, now: &Gauges, tls: Option<&TlsMetrics>) -> String {
        let mut registry = Registry::with_prefix("litopys");
        self.register(&mut registry);
        now.register(&mut registry);
        if let Some(tls) = tls {
            tls.register(&mut registry);
        }
        let mut text = String::new();
        encode(&mut text, &registry).expect("a string can be written to");
        text
    }

    fn register(&self, to: &mut Registry) {
        to.register("requests", "Requests answered", self.requests.clone());
        let help = "Connections closed before a request was read, by the limit that they were beyond";
        to.register("refused_connections", help, self.refused_connections.clone());
        to.register("cache_hits", "Requests answered out of the cache", self.cache_hits.clone());
        let help = "Redirects to a language, by the reason for choosing it";
        to.register("negotiations", help, self.negotiations.clone());
        to.register("fallbacks", "Articles rendered in another language than asked for", self.fallbacks.clone());
        to.register("render_seconds", "Time to make a reply that was not in the cache", self.render_seconds.clone());
        to.register("searches", "Searches, by their outcome", self.searches.clone());
        to.register("search_results", "Articles found by searches", self.search_results.clone());
        to.register("search_seconds", "Time of a search, without its page", self.search_seconds.clone());
    }
}

impl Gauges {
    fn register(&self, to: &mut Registry) {
        let mut gauge = |name: &str, help: &str, value: u64| to.register(name, help, ConstGauge::new(value));
        gauge("cache_pages", "Pages in the cache", self.cache_pages);
        gauge("cache_bytes", "Bytes that pages in the cache take", self.cache_bytes);
        gauge("cache_limit_bytes", "Bytes that pages in the cache may take", self.cache_limit_bytes);
        for LimitedWork { kind, waiting, running } in &self.work {
            gauge(&format!("waiting_{kind}"), "Work that waits for a permit", *waiting);
            let help = "Work under way, whether its client still waits for it or not";
            gauge(&format!("running_{kind}"), help, *running);
        }
        if let Some(lag) = self.source_lag {
            let help = "Seconds since the source could last be asked for changes";
            gauge("source_lag_seconds", help, lag.as_secs());
        }
        gauge("unsent_bytes", "Bytes of answers made for one reader each that are not sent yet", self.unsent_bytes);
        let problems = Family::<Label, Gauge>::default();
        for (severity, count) in [("error", self.problems.errors), ("warning", self.problems.warnings)] {
            problems.get_or_create(&[("severity", severity)]).set(i64::try_from(count).unwrap_or(i64::MAX));
        }
        to.register("problems", "Problems in the archive", problems);
    }
}

fn limit(rejected: Rejected) -> Label {
    match rejected {
        Rejected::All => [("limit", "all")],
        Rejected::PerAddress => [("limit", "client")],
    }
}

impl RequestLabels {
    fn new(route: RouteName, lang: &str, status: u16) -> Self {
        RequestLabels { route: route.as_str(), lang: lang.to_owned(), status }
    }
}

fn outcome(answer: &Result<SearchResult, SearchError>) -> &'static str {
    match answer {
        Err(_) => "failed",
        Ok(SearchResult::Building) => "building",
        Ok(SearchResult::Found(found)) if found.total == 0 => "nothing",
        Ok(SearchResult::Found(found)) if found.correction.is_some() => "mended",
        Ok(SearchResult::Found(_)) => "found",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::search::{FoundArticles, QueryCorrection};

    fn gauges() -> Gauges {
        let work = ["requests", "searches", "media"].map(|kind| LimitedWork { kind, waiting: 6, running: 7 });
        let problems = DiagnosticCounts { errors: 4, warnings: 5 };
        let source_lag = Some(Duration::from_millis(9_800));
        Gauges { cache_pages: 1, cache_bytes: 2, cache_limit_bytes: 3, work, unsent_bytes: 8, problems, source_lag }
    }

    fn assert_lines(text: &str, lines: &[&str]) {
        for line in lines {
            assert!(text.lines().any(|found| found == *line), "{line} in\n{text}");
        }
    }

    #[test]
    fn hits_and_other_answers_add_up() {
        let metrics = Metrics::default();
        metrics.answered(RouteName::Article, "uk", 200);
        let counters = metrics.hit_counters(RouteName::Article, "uk");
        counters.ok.inc_by(2);
        counters.hits.inc_by(2);
        metrics.rendered(Duration::from_micros(80));
        let text = metrics.encode(&gauges(), None);
        assert_lines(
            &text,
            &[
                "# TYPE litopys_requests counter",
                "litopys_requests_total{route=\"article\",lang=\"uk\",status=\"200\"} 3",
                "litopys_requests_total{route=\"article\",lang=\"uk\",status=\"304\"} 0",
                "litopys_cache_hits_total{route=\"article\"} 2",
                "litopys_render_seconds_bucket{le=\"0.00005\"} 0",
                "litopys_render_seconds_bucket{le=\"0.0001\"} 1",
                "litopys_render_seconds_sum 0.00008",
                "litopys_problems{severity=\"error\"} 4",
                "litopys_searches_total{outcome=\"refused\"} 0",
                "litopys_search_seconds_count 0",
                "litopys_waiting_searches 6",
                "litopys_running_requests 7",
                "litopys_running_media 7",
                "litopys_unsent_bytes 8",
                "litopys_source_lag_seconds 9",
            ],
        );
        assert!(text.ends_with("# EOF\n"));
    }

    #[test]
    fn every_outcome_of_a_search_is_counted_once_and_results_add_up() {
        let metrics = Metrics::default();
        let found = |total, correction| {
            Ok(SearchResult::Found(FoundArticles { total, hits: Vec::new(), correction, lang: None }))
        };
        let took = Duration::from_micros(80);
        for answer in
            [found(3, None), found(2, Some(QueryCorrection::Most)), found(0, None), Ok(SearchResult::Building)]
        {
            metrics.searched(took, &answer);
        }
        metrics.searched(took, &Err(SearchError::Index("broken".to_owned())));
        metrics.search_refused();
        let text = metrics.encode(&gauges(), None);
        for outcome in ["found", "mended", "nothing", "building", "refused", "failed"] {
            assert_lines(&text, &[&format!("litopys_searches_total{{outcome=\"{outcome}\"}} 1")]);
        }
        assert_lines(&text, &["litopys_search_results_total 5", "litopys_search_seconds_count 5"]);
    }
}
