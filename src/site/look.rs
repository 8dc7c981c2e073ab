//! `[look]` of `site.toml`: the logo and the accent colour.

use super::{Placed, TomlFields, colour::Colour};
use crate::model::sentence::say;

/// The look of a site besides its own style sheet.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Look {
    /// The file of the logo, `static/logo.svg`; `None` if the name of the site stands in its place.
    pub logo: Option<Placed<String>>,
    /// The colour of links and marks; `None`: as the style sheet has it.
    pub accent: Option<Accent>,
}

/// The accent colour on light and on dark pages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Accent {
    light: Colour,
    dark: Colour,
}

/// A page in light or in dark colours.
struct Scheme {
    /// The key of its colour.
    key: &'static str,
    /// The backgrounds on which links stand: `--paper` and `--tint` of `static/site.css`.
    grounds: [Colour; 2],
    /// The colour towards which a colour with too little contrast is moved.
    end: Colour,
}

const LIGHT: Scheme = Scheme {
    key: "light",
    grounds: [Colour::new(0xfd, 0xfc, 0xf9), Colour::new(0xf3, 0xef, 0xe6)],
    end: Colour::BLACK,
};
const DARK: Scheme =
    Scheme { key: "dark", grounds: [Colour::new(0x15, 0x16, 0x1a), Colour::new(0x20, 0x22, 0x2a)], end: Colour::WHITE };

/// The contrast that text must have (WCAG 2.2, 1.4.3).
const LEAST: f64 = 4.5;
/// The contrast that a dark page's colour is given where `site.toml` has one for light pages only.
const AMPLE: f64 = 7.0;

impl Look {
    /// Reads `[look]`.
    pub(super) fn read(fields: &TomlFields<'_, '_>) -> Self {
        let Some(table) = fields.table("look") else { return Look::default() };
        let logo = table.string("logo").zip(table.place("logo")).map(|(value, place)| Placed { value, place });
        let look = Look { logo: logo.and_then(|logo| in_static(&table, logo)), accent: accent(&table) };
        table.finish();
        look
    }
}

impl Accent {
    /// The colour on light pages, as `#rrggbb`.
    pub fn light(&self) -> String {
        self.light.to_string()
    }

    /// The rule that puts it into a style sheet.
    pub fn css(&self) -> String {
        format!(":root{{--accent:light-dark({},{})}}\n", self.light, self.dark)
    }
}

/// The logo, if it is a path below `static/`.
fn in_static(table: &TomlFields<'_, '_>, logo: Placed<String>) -> Option<Placed<String>> {
    let is_inside = |path: &str| path.split('/').all(|part| !part.is_empty() && !part.starts_with('.'));
    if logo.value.strip_prefix("static/").is_some_and(is_inside) {
        return Some(logo);
    }
    table.problem("logo", "bad-value", say("bad-value-logo-path").with("found", &logo.value));
    None
}

fn accent(table: &TomlFields<'_, '_>) -> Option<Accent> {
    if !table.is_table("accent") {
        let light = read(table, "accent", &LIGHT)?;
        return Some(Accent { light, dark: for_dark(light) });
    }
    let inner = table.table("accent")?;
    if !inner.has("light") {
        inner.missing("light");
    }
    let (light, dark) = (read(&inner, "light", &LIGHT), read(&inner, "dark", &DARK));
    let is_complete = dark.is_some() || !inner.has("dark");
    inner.finish();
    light.filter(|_| is_complete).map(|light| Accent { light, dark: dark.unwrap_or_else(|| for_dark(light)) })
}

fn for_dark(light: Colour) -> Colour {
    light.towards(DARK.end, &DARK.grounds, AMPLE)
}

/// The colour under `key`, if links in it can be read on the backgrounds of `scheme`.
fn read(table: &TomlFields<'_, '_>, key: &'static str, scheme: &Scheme) -> Option<Colour> {
    let colour: Colour = table.parsed(key)?;
    let found = colour.least_contrast(&scheme.grounds);
    if found >= LEAST {
        return Some(colour);
    }
    let ground = scheme.grounds.into_iter().min_by(|a, b| colour.contrast(*a).total_cmp(&colour.contrast(*b)));
    let message = say(format!("low-contrast-{}", scheme.key)).with("colour", colour.to_string());
    let message = message.with("ground", ground.unwrap_or(scheme.end).to_string());
    let (whole, part) = ratio(found);
    let message = message.with("whole", whole).with("part", part);
    let near = colour.towards(scheme.end, &scheme.grounds, LEAST);
    table.problem_with_help(key, "low-contrast", message, say("help-accent").with("colour", near.to_string()));
    None
}

/// A contrast as its whole part and two decimals, rounded down; each language has its own decimal mark. 4.499 must not be shown as the 4.5
/// that it falls short of.
fn ratio(contrast: f64) -> (String, String) {
    let text = format!("{:.2}", (contrast * 100.0).floor() / 100.0);
    let (whole, part) = text.split_once('.').unwrap_or((&text, ""));
    (whole.to_owned(), part.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::site::parse_site;

    fn read_look(look: &str) -> (Look, Vec<String>) {
        let text = format!("name = 'x'\nbase_url = 'https://x.org'\n[[language]]\ntag = 'uk'\n[look]\n{look}\n");
        let (site, problems) = parse_site("site.toml", &text);
        (site.unwrap().look().clone(), problems.iter().map(ToString::to_string).collect())
    }

    #[test]
    fn the_backgrounds_are_those_of_the_style_sheet() {
        let sheet = include_str!("../../static/site.css");
        for (at, name) in ["paper", "tint"].into_iter().enumerate() {
            let rule = format!("--{name}: light-dark({}, {});", LIGHT.grounds[at], DARK.grounds[at]);
            assert!(sheet.contains(&rule), "{rule}");
        }
    }

    #[test]
    fn one_colour_serves_light_pages_and_is_lightened_for_dark_ones() {
        let (look, problems) = read_look("accent = '#8a1c1c'");
        assert_eq!(problems, [""; 0]);
        let accent = look.accent.unwrap();
        assert_eq!(accent.light.to_string(), "#8a1c1c");
        assert!(accent.dark.least_contrast(&DARK.grounds) >= AMPLE);
        assert_eq!(accent.css(), format!(":root{{--accent:light-dark(#8a1c1c,{})}}\n", accent.dark));
        let (look, problems) = read_look("accent = { light = '#036', dark = '#9cf' }");
        assert_eq!(
            (look.accent.unwrap().css().as_str(), problems.len()),
            (":root{--accent:light-dark(#003366,#99ccff)}\n", 0)
        );
    }

    #[test]
    fn a_colour_that_cannot_be_read_is_refused_with_its_figure() {
        for (look, problem) in [
            (
                "accent = '#ffcc00'",
                "site.toml:6:10: error: links in `#ffcc00` would have a contrast of 1.31 : 1 on the light background \
                 `#f3efe6`; they need 4.5 : 1 [low-contrast]\n  help: choose a colour like `#836900`",
            ),
            (
                "accent = { light = '#036', dark = '#036' }",
                "site.toml:6:35: error: links in `#003366` would have a contrast of 1.25 : 1 on the dark background \
                 `#20222a`; they need 4.5 : 1 [low-contrast]\n  help: choose a colour like `#708ca9`",
            ),
            (
                "accent = 'red'",
                "site.toml:6:10: error: `accent`: expected a colour like `#8a1c1c`, found `red` [bad-value]",
            ),
            (
                "accent = { dark = '#9cf' }",
                "site.toml:6:10: error: `light` is missing [missing-key]\n  help: add a line `light = …` below `[accent]`",
            ),
            (
                "accent = 5",
                "site.toml:6:10: error: `accent`: expected a string in quotes, found a whole number [wrong-type]",
            ),
            (
                "logo = 'logo.svg'",
                "site.toml:6:8: error: `logo`: expected a file below `static/`, found `logo.svg` [bad-value]",
            ),
            (
                "logo = 'static/../x.svg'",
                "site.toml:6:8: error: `logo`: expected a file below `static/`, found `static/../x.svg` [bad-value]",
            ),
        ] {
            let (found, problems) = read_look(look);
            assert_eq!((found, problems), (Look::default(), vec![problem.to_owned()]), "{look}");
        }
    }
}
