//! Single flight: however many ask for a page that is not there, it is rendered once.

use std::{
    collections::HashMap,
    future::Future,
    sync::{Arc, Mutex, PoisonError},
};

use tokio::sync::OnceCell;

use super::cached_page::CachedPage;

/// A page that is being rendered, at a revision of the archive. Who asks after a change never joins a rendering that
/// began before it.
type Flight = (Arc<str>, u64);

/// The result of a flight: `None` if the reply is not to be cached, so that each request must render its own.
type Landing = Arc<OnceCell<Option<Arc<CachedPage>>>>;

/// Every page that is being rendered.
#[derive(Debug, Default)]
pub(super) struct Flights(Mutex<HashMap<Flight, Landing>>);

/// One who waits for a flight; the last one forgets it, even where all gave up waiting.
struct FlightWaiter<'a> {
    flights: &'a Flights,
    flight: Flight,
    landing: Landing,
}

impl Flights {
    /// The result of `render`, or that of another `render` of the same page that began first.
    pub(super) async fn join(
        &self,
        key: &Arc<str>,
        revision: u64,
        render: impl Future<Output = Option<Arc<CachedPage>>>,
    ) -> Option<Arc<CachedPage>> {
        let flight = (Arc::clone(key), revision);
        let landing = Arc::clone(self.lock().entry(flight.clone()).or_default());
        let waiting = FlightWaiter { flights: self, flight, landing };
        waiting.landing.get_or_init(|| render).await.clone()
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, HashMap<Flight, Landing>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for FlightWaiter<'_> {
    fn drop(&mut self) {
        let mut flights = self.flights.lock();
        // One count is the map's, one is ours.
        if self.landing.initialized() || Arc::strong_count(&self.landing) <= 2 {
            flights.remove(&self.flight);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicU32, Ordering};

    use axum::{body::Bytes, http::HeaderMap};
    use tokio::runtime::Runtime;

    use super::*;
    use crate::web::cache::cached_page::CacheableReply;

    fn page() -> Arc<CachedPage> {
        let kept = CacheableReply { head: HeaderMap::new(), body: Bytes::from_static(b"a") };
        Arc::new(CachedPage::new(kept, 0, Default::default(), Arc::default()))
    }

    #[test]
    fn a_thousand_readers_are_one_rendering() {
        let (flights, renderings) = (Arc::new(Flights::default()), Arc::new(AtomicU32::new(0)));
        Runtime::new().unwrap().block_on(async {
            let mut readers = Vec::new();
            for _ in 0..1000 {
                let (flights, renderings) = (Arc::clone(&flights), Arc::clone(&renderings));
                readers.push(tokio::spawn(async move {
                    let render = async {
                        renderings.fetch_add(1, Ordering::Relaxed);
                        tokio::time::sleep(std::time::Duration::from_millis(200)).await;
                        Some(page())
                    };
                    flights.join(&"/uk/".into(), 1, render).await.is_some()
                }));
            }
            for reader in readers {
                assert!(reader.await.unwrap());
            }
        });
        assert_eq!(renderings.load(Ordering::Relaxed), 1);
        assert!(flights.lock().is_empty());
    }

    #[test]
    fn where_the_first_reader_goes_away_the_next_one_renders() {
        let flights = Arc::new(Flights::default());
        Runtime::new().unwrap().block_on(async {
            let first = Arc::clone(&flights);
            let gone = tokio::spawn(async move { first.join(&"/uk/".into(), 1, std::future::pending()).await });
            tokio::task::yield_now().await;
            gone.abort();
            assert!(gone.await.is_err());
            assert!(flights.lock().is_empty());
            assert!(flights.join(&"/uk/".into(), 1, async { Some(page()) }).await.is_some());
        });
    }
}
