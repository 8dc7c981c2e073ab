//! Addresses of the map of the site. A part is named by its month and, where a month has several, by the key that it
//! follows, so that a part that is full never changes.

use std::{fmt, str::FromStr};

use crate::{
    catalog::ListingPart,
    model::slug::{Month, Year},
};

/// The index of all parts.
pub(in crate::web) const INDEX: &str = "/sitemap.xml";

/// One file of the map.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::web) enum SitemapFile {
    /// The home pages, years and months.
    Listings,
    /// Undated pages.
    Pages,
    /// Articles of a month.
    Articles(Year, Month, ListingPart),
}

/// The path: `/sitemap/2025-06.xml`, `/sitemap/2025-06.1751180400-0123456789ab.xml`.
impl fmt::Display for SitemapFile {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            SitemapFile::Listings => out.write_str("/sitemap/listings.xml"),
            SitemapFile::Pages => out.write_str("/sitemap/pages.xml"),
            SitemapFile::Articles(year, month, ListingPart::First) => write!(out, "/sitemap/{year}-{month}.xml"),
            SitemapFile::Articles(year, month, ListingPart::Past(key)) => {
                write!(out, "/sitemap/{year}-{month}.{key}.xml")
            }
        }
    }
}

/// Reads the file's name: `2025-06.xml`.
impl FromStr for SitemapFile {
    type Err = ();

    fn from_str(file: &str) -> Result<Self, ()> {
        let name = file.strip_suffix(".xml").ok_or(())?;
        match name {
            "listings" => return Ok(SitemapFile::Listings),
            "pages" => return Ok(SitemapFile::Pages),
            _ => {}
        }
        let (month, part) = match name.split_once('.') {
            Some((month, key)) => (month, ListingPart::Past(key.parse()?)),
            None => (name, ListingPart::First),
        };
        let (year, month) = month.split_once('-').ok_or(())?;
        Ok(SitemapFile::Articles(year.parse().map_err(|_| ())?, month.parse().map_err(|_| ())?, part))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn reads_what_it_writes() {
        for file in [
            "listings.xml",
            "pages.xml",
            "2025-06.xml",
            "0001-12.1751180400-0123456789ab.xml",
            "1960-01.-315619200-000000000001.xml",
        ] {
            assert_eq!(file.parse::<SitemapFile>().unwrap().to_string(), format!("/sitemap/{file}"));
        }
        for wrong in ["", "2025.xml", "2025-6.xml", "2025-06", "2025-06.x.xml", "listings.xml.xml", "../x.xml"] {
            assert_eq!(wrong.parse::<SitemapFile>(), Err(()), "{wrong}");
        }
    }

    proptest! {
        #[test]
        fn never_panics(file in "([0-9]|-|\\.|xml|\\PC){0,20}") {
            if let Ok(part) = file.parse::<SitemapFile>() {
                prop_assert_eq!(part.to_string(), format!("/sitemap/{file}"));
            }
        }
    }
}
