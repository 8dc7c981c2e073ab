//! The body of an answer: bytes that are all there, or a file that is read as its reader takes it.

use std::{
    future::Future,
    io,
    ops::Range,
    pin::Pin,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    task::{Context, Poll, ready},
};

use axum::{
    body::{Bytes, HttpBody},
    http::Response,
};
use hyper::body::{Frame, SizeHint};
use tokio::{sync::OwnedSemaphorePermit, task::spawn_blocking};

use super::{
    connection_limit::ClientPermit,
    connection_state::{ConnectionState, InFlight},
};
use crate::{source::StoredFile, web::middleware::render_limit::RenderLimit};

/// An answer as it is sent.
pub(in crate::web) type HttpResponse = Response<ResponseBody>;

/// Bytes of a file that are read at once.
const PIECE: u64 = 16 << 10;
/// Bytes that lie in memory already and are handed over at once: the next part shows that the client takes them.
const PART: usize = 64 << 10;
/// Bytes of answers, made for one reader each, that may lie in memory because their readers have not taken them yet.
const UNSENT: usize = 96 << 20;

/// A body, with what is held until it is sent.
#[derive(Default)]
pub(in crate::web) struct ResponseBody {
    content: BodyContent,
    /// Whether only this response holds its bytes.
    own: bool,
    from_cache: bool,
    /// Whether a part was handed over before.
    begun: bool,
    in_flight: Option<InFlight>,
    held: Option<HeldResources>,
    client: Option<Box<ClientPermit>>,
}

enum BodyContent {
    Bytes(Bytes),
    File(FilePart),
}

/// The rest of a file that is to be sent.
struct FilePart {
    file: Arc<StoredFile>,
    next: u64,
    end: u64,
    reading: Option<Pin<Box<dyn Future<Output = io::Result<Bytes>> + Send>>>,
    limits: Option<Box<FileLimits>>,
}

/// The limits within which a file is read: those of its connection, and of all.
type FileLimits = (Arc<ConnectionState>, Arc<RenderLimit>);

/// The shared resources that an answer with bytes of its own holds.
pub(in crate::web) struct HeldResources {
    /// One of the answers that its connection may have.
    pub _permit: Arc<OwnedSemaphorePermit>,
    /// Its share of the memory.
    pub _unsent: UnsentBytes,
}

/// Bytes of all answers with bytes of their own.
#[derive(Debug, Default)]
pub(in crate::web) struct Unsent(Arc<AtomicUsize>);

/// The bytes of one answer, counted until this is dropped.
pub(in crate::web) struct UnsentBytes {
    all: Arc<AtomicUsize>,
    bytes: usize,
}

/// A piece of a file, and the permit to have it in memory until it is sent.
struct FileChunk {
    bytes: Vec<u8>,
    _permit: Option<OwnedSemaphorePermit>,
}

impl ResponseBody {
    /// Bytes that are in memory anyhow.
    pub(in crate::web) fn shared(bytes: Bytes) -> Self {
        ResponseBody { content: BodyContent::Bytes(bytes), ..ResponseBody::default() }
    }

    /// Bytes that were made for this answer.
    pub(in crate::web) fn own(bytes: Bytes) -> Self {
        ResponseBody { own: true, ..ResponseBody::shared(bytes) }
    }

    /// These bytes of a file.
    pub(in crate::web) fn file(file: Arc<StoredFile>, bytes: Range<u64>) -> Self {
        let part = FilePart { file, next: bytes.start, end: bytes.end, reading: None, limits: None };
        ResponseBody { content: BodyContent::File(part), ..ResponseBody::default() }
    }

    /// Marks it as one out of the page cache.
    #[must_use]
    pub(in crate::web) fn out_of_cache(self) -> Self {
        ResponseBody { from_cache: true, ..self }
    }

    /// Whether it came out of the page cache, without any work.
    pub(in crate::web) fn is_from_cache(&self) -> bool {
        self.from_cache
    }

    /// Bytes of its own that it takes in memory.
    pub(in crate::web) fn own_bytes(&self) -> usize {
        match &self.content {
            BodyContent::Bytes(bytes) if self.own => bytes.len(),
            _ => 0,
        }
    }

    /// Holds this until it is sent.
    pub(in crate::web) fn hold(&mut self, held: HeldResources) {
        self.held = Some(held);
    }

    /// Counts it as one of its client's until it is sent.
    pub(in crate::web) fn count_for(&mut self, client: ClientPermit) {
        self.client = Some(Box::new(client));
    }

    /// Notes what the client takes of it, and reads files within the limits of its connection and of `gate`.
    pub(in crate::web) fn send_on(
        &mut self,
        state: &Arc<ConnectionState>,
        in_flight: Option<InFlight>,
        gate: &Arc<RenderLimit>,
    ) {
        self.in_flight = in_flight;
        if let BodyContent::File(part) = &mut self.content {
            part.limits = Some(Box::new((Arc::clone(state), Arc::clone(gate))));
        }
    }

    fn left(&self) -> u64 {
        match &self.content {
            BodyContent::Bytes(bytes) => bytes.len() as u64,
            BodyContent::File(part) => part.end.saturating_sub(part.next),
        }
    }
}

impl Default for BodyContent {
    fn default() -> Self {
        BodyContent::Bytes(Bytes::new())
    }
}

impl HttpBody for ResponseBody {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(self: Pin<&mut Self>, context: &mut Context) -> Poll<Option<io::Result<Frame<Bytes>>>> {
        let body = self.get_mut();
        if body.left() == 0 {
            return Poll::Ready(None);
        }
        let part = match &mut body.content {
            BodyContent::Bytes(bytes) => Ok(bytes.split_to(bytes.len().min(PART))),
            BodyContent::File(part) => ready!(part.poll_piece(context)),
        };
        // It is asked for more once what it gave before is on its way.
        if let Some(in_flight) = body.in_flight.as_ref().filter(|_| body.begun) {
            in_flight.taken();
        }
        body.begun = true;
        Poll::Ready(Some(part.map(Frame::data)))
    }

    fn is_end_stream(&self) -> bool {
        self.left() == 0
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.left())
    }
}

impl FilePart {
    fn poll_piece(&mut self, context: &mut Context) -> Poll<io::Result<Bytes>> {
        let (file, next) = (&self.file, self.next);
        let length = usize::try_from(self.end.saturating_sub(next).min(PIECE)).unwrap_or_default();
        let limits = &self.limits;
        let reading =
            self.reading.get_or_insert_with(|| Box::pin(read(Arc::clone(file), next, length, limits.clone())));
        let piece = ready!(reading.as_mut().poll(context));
        self.reading = None;
        match &piece {
            Ok(piece) => self.next += piece.len() as u64,
            // The length was announced, so the connection or the stream ends with an error.
            Err(error) => {
                tracing::warn!(%error, "a file could not be sent to its end");
                self.next = self.end;
            }
        }
        Poll::Ready(piece)
    }
}

async fn read(file: Arc<StoredFile>, offset: u64, length: usize, limits: Option<Box<FileLimits>>) -> io::Result<Bytes> {
    let (permit, turn) = match limits.as_deref() {
        Some((state, gate)) => (state.piece_permit().await, gate.wait().await),
        None => (None, None),
    };
    let read = spawn_blocking(move || {
        let _turn = turn;
        file.read(offset, length)
    });
    let bytes = read.await.map_err(io::Error::other)??;
    Ok(Bytes::from_owner(FileChunk { bytes, _permit: permit }))
}

impl AsRef<[u8]> for FileChunk {
    fn as_ref(&self) -> &[u8] {
        &self.bytes
    }
}

impl Unsent {
    /// Counts `bytes`; `None` if there are too many already.
    pub(in crate::web) fn take(&self, bytes: usize) -> Option<UnsentBytes> {
        let before = self.0.fetch_add(bytes, Ordering::Relaxed);
        let taken = UnsentBytes { all: Arc::clone(&self.0), bytes };
        (before + bytes <= UNSENT).then_some(taken)
    }

    /// How many there are.
    pub(in crate::web) fn bytes(&self) -> usize {
        self.0.load(Ordering::Relaxed)
    }
}

impl Drop for UnsentBytes {
    fn drop(&mut self) {
        self.all.fetch_sub(self.bytes, Ordering::Relaxed);
    }
}

#[cfg(test)]
#[expect(clippy::disallowed_methods, reason = "the tests write the files that are sent")]
mod tests {
    use http_body_util::BodyExt;

    use super::*;
    use crate::web::server::connection_state::Endpoints;

    #[tokio::test]
    async fn a_file_is_sent_in_pieces_and_one_that_shrinks_ends_with_an_error() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.pdf");
        let bytes: Vec<u8> = (0..100_000_u32).map(|n| n.to_le_bytes()[0]).collect();
        std::fs::write(&path, &bytes).unwrap();
        let file = Arc::new(StoredFile::at(&path).unwrap());
        let (state, gate) = (ConnectionState::new(Endpoints::default(), None), Arc::new(RenderLimit::for_media()));
        let mut body = ResponseBody::file(Arc::clone(&file), 10..99_990);
        body.send_on(&state, None, &gate);
        assert_eq!(body.size_hint().exact(), Some(99_980));
        // A piece that is let go makes room for the next one.
        let mut read = Vec::new();
        while let Some(frame) = body.frame().await {
            read.extend_from_slice(&frame.unwrap().into_data().unwrap());
        }
        assert_eq!(read, bytes[10..99_990]);

        let mut body = ResponseBody::file(file, 0..100_000);
        assert!(body.frame().await.unwrap().is_ok());
        std::fs::write(&path, &bytes[..50_000]).unwrap();
        assert!(body.frame().await.unwrap().is_err());
        assert!(body.frame().await.is_none());
    }

    #[tokio::test]
    async fn a_connection_has_four_pieces_in_memory_and_the_fifth_waits_for_one_to_be_sent() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.pdf");
        std::fs::write(&path, vec![0; 1 << 20]).unwrap();
        let file = Arc::new(StoredFile::at(&path).unwrap());
        let (state, gate) = (ConnectionState::new(Endpoints::default(), None), Arc::new(RenderLimit::for_media()));
        let mut body = ResponseBody::file(file, 0..1 << 20);
        body.send_on(&state, None, &gate);
        let mut pieces = Vec::new();
        for _ in 0..4 {
            pieces.push(body.frame().await.unwrap().unwrap());
        }
        let fifth = tokio::time::timeout(std::time::Duration::from_millis(50), body.frame()).await;
        assert!(fifth.is_err());
        pieces.pop();
        assert!(body.frame().await.unwrap().is_ok());
    }

    #[test]
    fn bytes_that_nobody_takes_are_bounded_and_given_back() {
        let unsent = Unsent::default();
        let most = unsent.take(UNSENT).unwrap();
        assert!(unsent.take(1).is_none());
        drop(most);
        assert!(unsent.take(1).is_some());
        assert_eq!(unsent.bytes(), 0);
    }
}
