//! `map` of nginx.

use std::fmt::Write;

/// A `map`; the lines are (key, value), the first that matches counts.
pub(super) fn map(source: &str, target: &str, lines: &[(String, String)], default: &str) -> String {
    let mut out = format!("map {source} {target} {{\n    default {};\n", quoted(default));
    for (key, value) in lines {
        // A string takes all that is written to it.
        _ = writeln!(out, "    {} {};", quoted(key), quoted(value));
    }
    out.push_str("}\n");
    out
}

/// A parameter of a directive.
fn quoted(text: &str) -> String {
    if text == "\"\"" { text.to_owned() } else { format!("\"{}\"", text.replace('"', "\\\"")) }
}
