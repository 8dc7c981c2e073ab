//! Whether a site holds together: every link, picture, anchor, alternate, feed, map and citation of an exported folder or a running
//! site. It knows nothing of how the site was made.

mod address;
mod citation;
mod finding;
mod folder_site;
mod machine;
mod machine_facts;
mod page;
mod site;
mod style;
mod verdict;
mod walk;
mod web_site;

pub use finding::{Finding, FindingKind};
pub use folder_site::FolderSite;
pub use site::{CheckedSite, SiteError};
pub use walk::{VerifyOptions, VerifyReport, verify};
pub use web_site::WebSite;
