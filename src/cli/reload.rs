//! SIGHUP: the archive is read again, and what is not sound in it does not take the place of what was.

use std::sync::Arc;

use anyhow::bail;

use super::{live::Live, terminal};
use crate::{
    catalog::Catalog,
    follow::{Follow, Follower, Observer, load_site},
    source::Source,
};

/// All that is needed to read the archive again.
#[derive(Clone)]
pub(super) struct Reload {
    pub(super) source: Arc<dyn Source>,
    pub(super) catalog: Arc<Catalog>,
    pub(super) live: Arc<Live>,
    pub(super) follow: Follow,
}

impl Reload {
    /// Reads `site.toml`, words, names, static files and every article that changed. Nothing where the files are
    /// followed anyway.
    pub(super) fn run(self) -> anyhow::Result<()> {
        if self.follow == Follow::On {
            terminal::say("the files are followed: nothing has to be read again");
            return Ok(());
        }
        let texts = load_site(&*self.source)?;
        let Some(site) = texts.site.clone() else {
            terminal::list(&texts.problems);
            bail!("`site.toml` names no language");
        };
        let anew = !self.catalog.fits(&site);
        let told = (site, texts.problems.clone());
        let mut follower = Follower::new(self.source, self.catalog, Arc::clone(&self.live) as Arc<dyn Observer>, told);
        if anew {
            follower.pass_anew()?;
            self.live.site_changed(texts);
        } else {
            self.live.site_changed(texts);
            follower.pass()?;
        }
        Ok(())
    }
}
