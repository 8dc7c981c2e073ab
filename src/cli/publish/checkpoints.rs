//! `litopys publish --checkpoint`: a catalog and a search index with the articles, and smaller pictures.

use std::{
    path::{Path, PathBuf},
    sync::mpsc::{Receiver, TryRecvError, sync_channel},
    time::{Duration, Instant},
};

use anyhow::anyhow;

use crate::{
    cli::{
        bucket::{MadeCheckpoint, checkpoint_form, make_checkpoint},
        terminal,
    },
    source::{Health, bucket::publisher::Publisher},
};

/// The shortest time between two checkpoints while publishing goes on.
const EVERY: Duration = Duration::from_secs(3600);
/// How soon to look again whether a checkpoint is finished.
pub(super) const SOON: Duration = Duration::from_secs(5);

/// Makes a checkpoint of what is published now, unless the bucket has it.
pub(super) fn make_now(publisher: &mut Publisher, state: &Path, with_pictures: bool) -> anyhow::Result<()> {
    let schema = checkpoint_form(state).schema;
    let sequence = publisher.sequence()?;
    let is_known = publisher.checkpoint()?.is_some_and(|known| (known.sequence, known.schema) == (sequence, schema));
    if is_known && !with_pictures {
        return Ok(());
    }
    let made = make_checkpoint(&publisher.store(), state, with_pictures)?;
    set(publisher, made)
}

fn set(publisher: &mut Publisher, made: MadeCheckpoint) -> anyhow::Result<()> {
    let sequence = made.checkpoint.sequence;
    publisher.set_checkpoint(made.checkpoint)?;
    terminal::say(&format!("made a checkpoint of segment {sequence}"));
    if let Some(pictures) = made.pictures {
        publisher.collect_pictures(&pictures)?;
        terminal::say(&format!("the bucket has {}", terminal::counted(pictures.len(), "smaller picture")));
    }
    Ok(())
}

/// Checkpoints that are made while publishing goes on.
pub(super) struct Checkpoints {
    /// The folder in which they are made.
    state: PathBuf,
    with_pictures: bool,
    running: Option<Receiver<anyhow::Result<MadeCheckpoint>>>,
    /// When the last one was started.
    begun: Option<Instant>,
    /// Whether something was published since.
    is_due: bool,
}

impl Checkpoints {
    pub(super) fn new(state: &Path, with_pictures: bool) -> Checkpoints {
        Checkpoints { state: state.to_owned(), with_pictures, running: None, begun: None, is_due: true }
    }

    /// Whether one is being made.
    pub(super) fn is_running(&self) -> bool {
        self.running.is_some()
    }

    /// Called between two publishes: takes over a finished checkpoint, and starts one if it is due. A failure only makes the
    /// start of new readers slower; publishing goes on.
    pub(super) fn turn(&mut self, publisher: &mut Publisher, has_changed: bool) {
        self.is_due |= has_changed;
        let ended = match self.running.as_ref().map(Receiver::try_recv) {
            Some(Ok(made)) => Some(made.and_then(|made| set(publisher, made))),
            Some(Err(TryRecvError::Disconnected)) => Some(Err(anyhow!("it ended with a panic, reported above"))),
            Some(Err(TryRecvError::Empty)) | None => None,
        };
        if let Some(ended) = ended {
            self.running = None;
            if let Err(error) = ended {
                tracing::warn!(error = format!("{error:#}"), "the checkpoint failed; new readers take an earlier one");
            }
        }
        if self.is_due && self.running.is_none() && self.begun.is_none_or(|begun| begun.elapsed() >= EVERY) {
            (self.is_due, self.begun) = (false, Some(Instant::now()));
            let (send, receive) = sync_channel(1);
            let (store, state, with_pictures) = (publisher.store(), self.state.clone(), self.with_pictures);
            // The receiver is gone once publishing has ended.
            let work = move || _ = send.send(make_checkpoint(&store, &state, with_pictures));
            match Health::default().spawn("checkpoint", work) {
                Ok(_) => self.running = Some(receive),
                Err(error) => tracing::warn!(%error, "the checkpoint failed; new readers take an earlier one"),
            }
        }
    }
}
