//! `[log]` of `site.toml`: what the access log may say of readers.

use super::TomlFields;

/// What `site.toml` says of the access log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LogRules {
    addresses: bool,
}

impl LogRules {
    /// Whether readers' addresses are logged; by default they are not.
    pub fn addresses(&self) -> bool {
        self.addresses
    }

    /// Reads `[log]`; a key that is absent has its default.
    pub(super) fn read(fields: &TomlFields<'_, '_>) -> Self {
        let Some(table) = fields.table("log") else { return LogRules { addresses: false } };
        let rules = LogRules { addresses: table.boolean("addresses").unwrap_or(false) };
        table.finish();
        rules
    }
}
