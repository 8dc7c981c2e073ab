//! `litopys publish --checkpoint`: a catalog and a search index beside the articles.

use std::{
    path::{Path, PathBuf},
    sync::mpsc::{Receiver, TryRecvError, sync_channel},
    time::{Duration, Instant},
};

use anyhow::anyhow;

use crate::{
    cli::{
        bucket::{checkpoint_form, make_checkpoint},
        terminal,
    },
    source::{
        Health,
        bucket::{Checkpoint, publisher::Publisher},
    },
};

/// How often they are made while publishing goes on.
const EVERY: Duration = Duration::from_secs(3600);
/// How soon one that is being made is looked after.
pub(super) const SOON: Duration = Duration::from_secs(5);

/// Makes a checkpoint of what is published now, unless the bucket has it.
pub(super) fn make_now(publisher: &mut Publisher, state: &Path) -> anyhow::Result<()> {
    let schema = checkpoint_form(state).schema;
    let sequence = publisher.sequence()?;
    if publisher.checkpoint()?.is_some_and(|known| (known.sequence, known.schema) == (sequence, schema)) {
        return Ok(());
    }
    let checkpoint = make_checkpoint(&publisher.store(), state)?;
    set(publisher, checkpoint)
}

fn set(publisher: &mut Publisher, checkpoint: Checkpoint) -> anyhow::Result<()> {
    let sequence = checkpoint.sequence;
    publisher.set_checkpoint(checkpoint)?;
    terminal::say(&format!("made a checkpoint of segment {sequence}"));
    Ok(())
}

/// Checkpoints that are made while publishing goes on.
pub(super) struct Checkpoints {
    /// The folder in which they are made.
    state: PathBuf,
    running: Option<Receiver<anyhow::Result<Checkpoint>>>,
    /// When the last one was begun.
    begun: Option<Instant>,
    /// Whether something was published since.
    is_due: bool,
}

impl Checkpoints {
    pub(super) fn new(state: &Path) -> Checkpoints {
        Checkpoints { state: state.to_owned(), running: None, begun: None, is_due: true }
    }

    /// Whether one is being made.
    pub(super) fn is_running(&self) -> bool {
        self.running.is_some()
    }

    /// Between two publishes: takes up one that was made, begins one that is due. A failure costs time at the start of readers,
    /// and no publish.
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
                tracing::warn!(error = format!("{error:#}"), "no checkpoint could be made");
            }
        }
        if self.is_due && self.running.is_none() && self.begun.is_none_or(|begun| begun.elapsed() >= EVERY) {
            (self.is_due, self.begun) = (false, Some(Instant::now()));
            let (send, receive) = sync_channel(1);
            let (store, state) = (publisher.store(), self.state.clone());
            // The receiver is gone once publishing has ended.
            let work = move || _ = send.send(make_checkpoint(&store, &state));
            match Health::default().spawn("checkpoint", work) {
                Ok(_) => self.running = Some(receive),
                Err(error) => tracing::warn!(%error, "no checkpoint could be made"),
            }
        }
    }
}
