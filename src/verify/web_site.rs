//! A running site, asked over HTTP: few requests at once, none to other hosts unless that is wanted.

use std::{sync::Arc, thread, time::Duration};

use ureq::{
    Agent, Body,
    http::Response,
    tls::{Certificate, RootCerts, TlsConfig},
};

use super::{
    address::Root,
    site::{CheckedSite, Fetched, SiteError},
};

/// The longest answer that links are read from.
const LONGEST: u64 = 64 << 20;
/// How long one answer may take.
const PATIENCE: Duration = Duration::from_secs(30);
/// How often a server that asks for patience is asked again.
const AGAIN: u32 = 3;
/// The longest that it is waited for.
const LONGEST_PAUSE: u64 = 30;

/// A site on the web.
pub struct WebSite {
    root: Root,
    web: Web,
    at_once: usize,
}

/// Asks servers.
pub(super) struct Web(Agent);

impl Web {
    pub(super) fn new() -> Web {
        // Those that cannot be read are of authorities that then are not trusted.
        let trusted = rustls_native_certs::load_native_certs().certs;
        let trusted = trusted.iter().map(|certificate| Certificate::from_der(certificate.as_ref()).to_owned());
        let tls = TlsConfig::builder()
            .root_certs(RootCerts::from(trusted))
            .unversioned_rustls_crypto_provider(Arc::new(rustls::crypto::ring::default_provider()))
            .build();
        let config = Agent::config_builder()
            .http_status_as_error(false)
            .max_redirects(0)
            .max_redirects_will_error(false)
            .timeout_global(Some(PATIENCE))
            .tls_config(tls)
            .user_agent(concat!("litopys-verify/", env!("CARGO_PKG_VERSION")));
        Web(config.build().new_agent())
    }

    /// The answer at a whole address, read to its end where links may be in it.
    fn get(&self, address: &str, is_head: bool) -> Fetched {
        for _ in 0..AGAIN {
            let request = if is_head { self.0.head(address).call() } else { self.0.get(address).call() };
            match request {
                Err(error) => return Fetched { failure: Some(error.to_string()), ..Fetched::default() },
                Ok(answer) if matches!(answer.status().as_u16(), 429 | 503) => pause(&answer),
                Ok(answer) => return read(answer, is_head),
            }
        }
        Fetched { status: 503, ..Fetched::default() }
    }

    /// The status of a page of another site, whose redirects are followed.
    pub(super) fn external(&self, address: &str) -> Fetched {
        let asked = |head: bool| {
            let builder = if head { self.0.head(address) } else { self.0.get(address) };
            builder.config().max_redirects(10).build().call()
        };
        // Some servers know GET alone.
        let answer = match asked(true) {
            Ok(answer) if answer.status().as_u16() < 400 => Ok(answer),
            _ => asked(false),
        };
        match answer {
            Ok(answer) => Fetched { status: answer.status().as_u16(), ..Fetched::default() },
            Err(error) => Fetched { failure: Some(error.to_string()), ..Fetched::default() },
        }
    }
}

impl WebSite {
    /// The site at `address`, asked for `at_once` pages at a time.
    ///
    /// # Errors
    /// Where that is not an address of the web, or does not answer.
    pub fn open(address: &str, at_once: usize) -> Result<WebSite, SiteError> {
        let root = Root::parse(address).ok_or_else(|| SiteError::NotFound(address.to_owned()))?;
        let site = WebSite { root, web: Web::new(), at_once: at_once.max(1) };
        let start = format!("{}/", site.root.base);
        match site.fetch(&start, false).failure {
            Some(cause) => Err(SiteError::Silent { address: address.to_owned(), cause }),
            None => Ok(site),
        }
    }
}

impl CheckedSite for WebSite {
    fn root(&self) -> String {
        format!("{}{}", self.root.origin, self.root.base)
    }

    fn starts(&self) -> Result<Vec<String>, SiteError> {
        Ok(["/", "/robots.txt", "/sitemap.xml"].iter().map(|path| format!("{}{path}", self.root.base)).collect())
    }

    fn fetch(&self, path: &str, is_file: bool) -> Fetched {
        self.web.get(&format!("{}{path}", self.root.origin), is_file)
    }

    fn key(&self, path: &str) -> String {
        path.to_owned()
    }

    fn at_once(&self) -> usize {
        self.at_once
    }
}

/// Waits as long as a server asks to be left alone.
fn pause(answer: &Response<Body>) {
    let seconds = answer.headers().get("retry-after").and_then(|value| value.to_str().ok()?.parse().ok());
    thread::sleep(Duration::from_secs(seconds.unwrap_or(1).min(LONGEST_PAUSE)));
}

fn read(mut answer: Response<Body>, is_head: bool) -> Fetched {
    let header = |name: &str| answer.headers().get(name).and_then(|value| value.to_str().ok()).map(str::to_owned);
    let media_type = header("content-type").unwrap_or_default();
    let media_type = media_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    let status = answer.status().as_u16();
    let location = header("location").filter(|_| (300..400).contains(&status));
    let is_text = ["text/", "xml", "json", "bibtex", "research-info"].iter().any(|part| media_type.contains(part));
    let mut fetched = Fetched { status, location, media_type, ..Fetched::default() };
    if is_text && !is_head && status == 200 {
        match answer.body_mut().with_config().limit(LONGEST).read_to_vec() {
            Ok(body) => fetched.body = body,
            Err(error) => fetched.failure = Some(error.to_string()),
        }
    }
    fetched
}
