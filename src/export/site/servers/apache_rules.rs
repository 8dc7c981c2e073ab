//! Rules of `mod_rewrite`, and what their conditions are made of.

use std::fmt::Write;

/// Rules of `mod_rewrite`.
pub(super) struct RewriteRules(pub(super) String);

impl RewriteRules {
    /// A rule without a pattern of its own: conditions, what is done, flags.
    pub(super) fn rule(&mut self, conditions: &[String], to: &str, flags: &str) {
        for condition in conditions {
            // A string takes all that is written to it.
            _ = writeln!(self.0, "    RewriteCond {condition}");
        }
        _ = writeln!(self.0, "    RewriteRule ^ {to} [{flags}]");
    }

    /// Sets a variable where the conditions hold.
    pub(super) fn set(&mut self, conditions: &[String], name: &str, value: &str) {
        self.rule(conditions, "-", &format!("E={name}:{value}"));
    }

    pub(super) fn note(&mut self, text: &str) {
        _ = writeln!(self.0, "\n    # {text}");
    }
}

pub(super) fn matches(subject: &str, pattern: &str) -> String {
    format!("\"{subject}\" \"{pattern}\"")
}

pub(super) fn any_case(subject: &str, pattern: &str) -> String {
    format!("\"{subject}\" \"{pattern}\" [NC]")
}

pub(super) fn env(name: &str) -> String {
    format!("%{{ENV:{name}}}")
}
