//! The `server` of nginx's configuration: what is done with what the maps say.

use std::path::Path;

use crate::{export::site::facts::SiteFacts, site::Site};

/// The block, with a name between two `@` in place of each value.
const SERVER: &str = include_str!("templates/nginx_server.conf");

/// The way to a site below a path, from that path without its slash and from the root of the host.
fn outside(base: &str) -> String {
    let paths = ["/", base].into_iter().filter(|_| !base.is_empty());
    paths.map(|path| format!("    location = {path} {{ return 308 {base}/$is_args$args; }}\n")).collect()
}

/// The block.
pub(super) fn text(site: &Site, facts: &SiteFacts, root: &Path) -> String {
    let host =
        site.base_url().split_once("://").map_or("", |(_, rest)| rest.split(['/', ':']).next().unwrap_or_default());
    let line = |(ending, kind): (&String, &String)| format!("            \"{kind}\" {ending};");
    let lines = |lines: &mut dyn Iterator<Item = String>| lines.collect::<Vec<_>>().join("\n");
    let header = |(name, value): (String, &str)| format!("    add_header {name} \"{value}\" always;");
    let https = site.is_https().then(|| ("strict-transport-security".to_owned(), "max-age=31536000"));
    let named = facts.page_types.iter().filter(|(file, _)| file.contains('.')).map(|(file, kind)| {
        format!(
            "    location = /.litopys-serve/{file} {{\n        internal;\n        types {{ }}\n        default_type \"{kind}\";\n        \
             try_files $litopys_part_file $litopys_file =404;\n    }}"
        )
    });
    let values = [
        ("@host@", host.to_owned()),
        ("@root@", root.display().to_string()),
        ("@outside@", outside(site.base_path())),
        ("@base@", site.base_path().to_owned()),
        ("@security@", lines(&mut crate::web::security_headers().chain(https).map(header))),
        ("@files@", lines(&mut facts.types.iter().map(line))),
        ("@pages@", lines(&mut facts.page_types.iter().filter(|(ending, _)| !ending.contains('.')).map(line))),
        ("@named@", lines(&mut named.into_iter())),
    ];
    values.iter().fold(SERVER.to_owned(), |text, (name, value)| text.replace(name, value))
}
