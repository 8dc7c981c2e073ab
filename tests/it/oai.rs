//! `/oai`: metadata for libraries, harvested as a harvester does it, and read as the schemas of OAI-PMH 2.0 have it.

use std::collections::{BTreeMap, BTreeSet};

use roxmltree::{Document, Node};

use crate::{
    cache::Live,
    harness::{Answer, Archive, SITE, Served},
};

const OAI: &str = "http://www.openarchives.org/OAI/2.0/";

/// Sends a request, and checks what all answers have in common.
fn checked(answer: &Answer, query: &str) -> String {
    assert_eq!((answer.status, answer.header("content-type")), (200, "text/xml; charset=utf-8"), "{query}");
    let text = answer.text().to_owned();
    assert_has_schema_shape(&text);
    text
}

fn oai(site: &Served, query: &str) -> String {
    checked(&site.get(&format!("/oai?{query}")), query)
}

fn names<'a>(node: Node<'a, 'a>) -> Vec<&'a str> {
    node.children().filter(Node::is_element).map(|child| child.tag_name().name()).collect()
}

/// Whether the children of `node` are these, in this order; `*` stands for any number, `?` for one or none.
fn assert_children(node: Node<'_, '_>, expected: &[&str]) {
    let mut left = names(node).into_iter().peekable();
    for name in expected {
        let (name, many, optional) = match (name.strip_suffix('*'), name.strip_suffix('?')) {
            (Some(name), _) => (name, true, true),
            (_, Some(name)) => (name, false, true),
            _ => (*name, false, false),
        };
        let mut found = 0;
        while left.peek() == Some(&name) && (many || found == 0) {
            left.next();
            found += 1;
        }
        assert!(found > 0 || optional, "`{name}` is missing in {:?}", names(node));
    }
    assert_eq!(left.next(), None, "in {:?}", names(node));
}

/// The order and number of elements, and the forms of values, as OAI-PMH.xsd and oai_dc.xsd have them.
fn assert_has_schema_shape(text: &str) {
    let document = Document::parse(text).unwrap_or_else(|error| panic!("{error}\n{text}"));
    let root = document.root_element();
    assert_eq!((root.tag_name().namespace(), root.tag_name().name()), (Some(OAI), "OAI-PMH"));
    let answer = root.children().filter(Node::is_element).nth(2).unwrap();
    let kind = answer.tag_name().name();
    let codes =
        ["badVerb", "badArgument", "cannotDisseminateFormat", "idDoesNotExist", "noRecordsMatch", "badResumptionToken"];
    assert_children(root, &["responseDate", "request", kind]);
    match kind {
        "error" => assert!(codes.contains(&answer.attribute("code").unwrap())),
        "Identify" => assert_children(
            answer,
            &[
                "repositoryName", "baseURL", "protocolVersion", "adminEmail", "earliestDatestamp", "deletedRecord",
                "granularity", "compression*", "description*",
            ],
        ),
        "ListMetadataFormats" => assert_children(answer, &["metadataFormat"]),
        "ListSets" => assert_children(answer, &["set*"]),
        "ListIdentifiers" => assert_children(answer, &["header*", "resumptionToken?"]),
        "ListRecords" => assert_children(answer, &["record*", "resumptionToken?"]),
        "GetRecord" => assert_children(answer, &["record"]),
        other => panic!("{other}"),
    }
    document.descendants().filter(Node::is_element).for_each(assert_element_has_schema_shape);
}

fn assert_element_has_schema_shape(node: Node<'_, '_>) {
    match node.tag_name().name() {
        "header" => assert_children(node, &["identifier", "datestamp", "setSpec*"]),
        "record" => {
            let deleted = names(node).len() == 1;
            assert_eq!(node.first_element_child().unwrap().attribute("status"), deleted.then_some("deleted"));
            assert_children(node, &["header", "metadata?"]);
        }
        "set" => assert_children(node, &["setSpec", "setName"]),
        "metadata" => assert_eq!(names(node), ["dc"]),
        "dc" => {
            let known = "title creator subject description publisher contributor date type format identifier source \
                         language relation coverage rights";
            let known: Vec<_> = known.split_whitespace().collect();
            assert!(names(node).iter().all(|name| known.contains(name)));
        }
        "datestamp" | "responseDate" | "earliestDatestamp" => {
            let text = node.text().unwrap();
            assert!(text.len() == 20 && text.parse::<jiff::Timestamp>().is_ok(), "{text}");
        }
        "setSpec" => {
            let text = node.text().unwrap();
            assert!(text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_.!~*'()".contains(&byte)), "{text}");
        }
        _ => {}
    }
}

/// Every part of a list: identifiers with whether they are deleted, in the order in which they came.
fn harvest(mut ask: impl FnMut(&str) -> String, verb: &str, arguments: &str) -> (Vec<(String, bool)>, usize) {
    let (mut found, mut parts) = (Vec::new(), 0);
    let mut query = format!("verb={verb}&metadataPrefix=oai_dc{arguments}");
    loop {
        let text = ask(&query);
        let document = Document::parse(&text).unwrap();
        let heads = document.descendants().filter(|node| node.has_tag_name((OAI, "header")));
        let before = found.len();
        found.extend(heads.map(|head| {
            let id = head.first_element_child().unwrap().text().unwrap().to_owned();
            (id, head.attribute("status") == Some("deleted"))
        }));
        parts += 1;
        let token = document.descendants().find(|node| node.has_tag_name((OAI, "resumptionToken")));
        if let Some(token) = token {
            assert_eq!(token.attribute("cursor"), Some(before.to_string().as_str()));
        }
        match token.and_then(|token| token.text()) {
            Some(token) => query = format!("verb={verb}&resumptionToken={token}"),
            None => return (found, parts),
        }
    }
}

fn code(text: &str) -> Option<&str> {
    text.split_once("<error code=\"")?.1.split('"').next()
}

#[test]
fn every_version_is_harvested_exactly_once_and_so_in_every_set() {
    for seed in [1_u64, 42, 2026] {
        let mut state = seed;
        let mut random = |below: u64| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (state >> 33) % below
        };
        let mut archive = Archive::new();
        let mut expected: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for n in 0..130 {
            let id = format!("20{:02}/a{n}", 10 + random(10));
            let section = ["", "section = \"law\"\n", "section = \"мова\"\n"][random(3) as usize];
            let front = format!("published = {}-01-01\nsource = \"uk\"\n{section}", &id[..4]);
            archive = archive.file(&format!("articles/{id}/article.toml"), &front);
            let langs: Vec<_> = ["uk", "en", "ru"].into_iter().filter(|lang| *lang == "uk" || random(2) == 0).collect();
            for lang in langs {
                archive = archive.version(&id, lang, "");
                let mut sets = vec!["", "&set=lang-uk", "&set=lang-en", "&set=lang-ru"];
                sets.retain(|set| set.is_empty() || set.ends_with(lang));
                match section {
                    "section = \"law\"\n" => sets.push("&set=section-law"),
                    "" => {}
                    _ => sets.push("&set=section-~D0~BC~D0~BE~D0~B2~D0~B0"),
                }
                for set in sets {
                    expected.entry(set.to_owned()).or_default().insert(format!("oai:example.org:{id}/{lang}"));
                }
            }
        }
        // An undated page is not a work that libraries collect.
        let site = archive.file("pages/about/uk.md", "+++\ntitle = \"x\"\n+++\n\nx\n").serve();
        for (set, expected) in &expected {
            for verb in ["ListIdentifiers", "ListRecords"] {
                let (found, parts) = harvest(|query| oai(&site, query), verb, set);
                assert!(found.iter().all(|(_, deleted)| !deleted));
                let ids: BTreeSet<_> = found.iter().map(|(id, _)| id.clone()).collect();
                assert_eq!((ids.len(), &ids), (found.len(), expected), "seed {seed}, {verb}{set}");
                assert!(parts > 1 || !set.is_empty(), "seed {seed}, {set}");
            }
        }
    }
}

fn library() -> Archive {
    Archive::new()
        .file(
            "articles/names.toml",
            "[tag.law]\nuk = \"Право\"\n[author.o-k]\nuk = \"О. Коваль\"\n[section.news]\nuk = \"Новини\"\n",
        )
        .file(
            "articles/2025/dnipro/article.toml",
            "published = 2025-06-29\nsource = \"uk\"\ntags = [\"law\"]\nauthors = [\"o-k\"]\nsection = \"news\"\n\
             licence = \"CC-BY-4.0\"\norigin = \"Газета, 1999\"\n",
        )
        .file(
            "articles/2025/dnipro/uk.md",
            "+++\ntitle = \"Дніпро & <море>\"\nsummary = \"Про річку\"\nslug = \"richka\"\n+++\n\nТекст.\n",
        )
        .version("2025/dnipro", "en", "translators = [\"T. Translator\"]\n")
        .article("2024/акт", "uk", &["uk"])
}

#[test]
fn a_record_says_in_dublin_core_what_the_page_says() {
    let site = library().serve();
    let text = oai(&site, "verb=GetRecord&metadataPrefix=oai_dc&identifier=oai:example.org:2025/dnipro/uk");
    for part in [
        "<request verb=\"GetRecord\" metadataPrefix=\"oai_dc\" identifier=\"oai:example.org:2025/dnipro/uk\">https://example.org/oai</request>",
        "<setSpec>lang-uk</setSpec>\n<setSpec>section-news</setSpec>",
        "<dc:title xml:lang=\"uk\">Дніпро &amp; &lt;море&gt;</dc:title>",
        "<dc:creator xml:lang=\"uk\">О. Коваль</dc:creator>",
        "<dc:subject xml:lang=\"uk\">Новини</dc:subject>",
        "<dc:subject xml:lang=\"uk\">Право</dc:subject>",
        "<dc:description xml:lang=\"uk\">Про річку</dc:description>",
        "<dc:date>2025-06-29T00:00:00+03:00</dc:date>",
        "<dc:type>Text</dc:type>",
        "<dc:format>text/html</dc:format>",
        "<dc:identifier>https://example.org/uk/2025/richka</dc:identifier>",
        "<dc:identifier>tag:example.org,2025:2025/dnipro/uk</dc:identifier>",
        "<dc:identifier xml:lang=\"uk\">Коваль",
        "<dc:source>Газета, 1999</dc:source>",
        "<dc:language>uk</dc:language>",
        "<dc:relation>https://example.org/en/2025/dnipro</dc:relation>",
        "<dc:rights xml:lang=\"uk\">CC BY 4.0</dc:rights>",
        "<dc:rights>https://creativecommons.org/licenses/by/4.0/",
    ] {
        assert!(text.contains(part), "{part}\n{text}");
    }
    let english = oai(&site, "verb=GetRecord&metadataPrefix=oai_dc&identifier=oai:example.org:2025/dnipro/en");
    for part in [
        "<dc:contributor xml:lang=\"en\">T. Translator</dc:contributor>",
        "<dc:source>https://example.org/uk/2025/richka</dc:source>",
        "<dc:relation>https://example.org/uk/2025/richka</dc:relation>",
    ] {
        assert!(english.contains(part), "{part}\n{english}");
    }
    let cyrillic = "oai:example.org:2024/%25D0%25B0%25D0%25BA%25D1%2582/uk";
    assert_eq!(code(&oai(&site, &format!("verb=GetRecord&metadataPrefix=oai_dc&identifier={cyrillic}"))), None);
}

#[test]
fn identify_describes_the_repository() {
    let contact = format!("{SITE}[feed]\nemail = \"editors@example.org\"\n");
    let site = library().file("site.toml", &contact).serve();
    let text = oai(&site, "verb=Identify");
    for part in [
        "<repositoryName>Litopys</repositoryName>",
        "<baseURL>https://example.org/oai</baseURL>",
        "<adminEmail>editors@example.org</adminEmail>",
        "<deletedRecord>transient</deletedRecord>",
        "<granularity>YYYY-MM-DDThh:mm:ssZ</granularity>",
        "<sampleIdentifier>oai:example.org:2025/example/uk</sampleIdentifier>",
    ] {
        assert!(text.contains(part), "{part}\n{text}");
    }
    assert!(oai(&library().serve(), "verb=Identify").contains("<adminEmail>webmaster@example.org</adminEmail>"));
    let sets = oai(&site, "verb=ListSets");
    assert!(sets.contains("<setSpec>section-news</setSpec>\n<setName>Новини</setName>"), "{sets}");
    assert_eq!(sets.matches("<setSpec>lang-").count(), 3);
    assert!(oai(&site, "verb=ListMetadataFormats").contains("<metadataPrefix>oai_dc</metadataPrefix>"));
    let id = "oai:example.org:2025/dnipro/uk";
    assert!(oai(&site, &format!("verb=ListMetadataFormats&identifier={id}")).contains("oai_dc.xsd"));
    let answer = site.get("/oai?verb=Identify");
    assert_eq!(
        (answer.header("cache-control"), answer.header("vary")),
        ("public, max-age=60, stale-if-error=86400", "Accept-Encoding")
    );
    let below = SITE.replace("https://example.org", "https://example.org/museum");
    let below = library().file("site.toml", &below).serve();
    let text = checked(&below.get("/museum/oai?verb=ListRecords&metadataPrefix=oai_dc"), "base path");
    assert!(text.contains(">https://example.org/museum/oai</request>"), "{text}");
    assert!(text.contains("<dc:identifier>https://example.org/museum/uk/2025/richka</dc:identifier>"), "{text}");
    assert_eq!(below.get("/oai?verb=Identify").status, 404);
}

#[test]
fn errors_are_those_of_the_protocol() {
    let site = library().serve();
    let list = "verb=ListRecords&metadataPrefix=oai_dc";
    for (query, expected) in [
        ("", Some("badVerb")),
        ("verb=Harvest", Some("badVerb")),
        ("verb=Identify&verb=Identify", Some("badVerb")),
        ("verb=Identify&set=x", Some("badArgument")),
        ("verb=ListRecords", Some("badArgument")),
        (&format!("{list}&from=2025-13-01"), Some("badArgument")),
        (&format!("{list}&set=lang-uk&set=lang-en"), Some("badArgument")),
        ("verb=ListRecords&metadataPrefix=mods", Some("cannotDisseminateFormat")),
        ("verb=GetRecord&metadataPrefix=oai_dc&identifier=oai:example.org:2025/none/uk", Some("idDoesNotExist")),
        ("verb=GetRecord&metadataPrefix=oai_dc&identifier=oai:example.org:2025/dnipro/ru", Some("idDoesNotExist")),
        ("verb=GetRecord&metadataPrefix=oai_dc&identifier=../../etc/passwd", Some("idDoesNotExist")),
        ("verb=ListMetadataFormats&identifier=x", Some("idDoesNotExist")),
        (&format!("{list}&until=1999-01-01"), Some("noRecordsMatch")),
        (&format!("{list}&from=2999-01-01T00:00:00Z"), Some("noRecordsMatch")),
        (&format!("{list}&set=lang-de"), Some("noRecordsMatch")),
        (&format!("{list}&set=nonsense"), Some("noRecordsMatch")),
        (&format!("{list}&set=section-none"), Some("noRecordsMatch")),
        (&format!("{list}&from=1999-01-01&until=2999-01-01"), None),
        ("verb=ListRecords&resumptionToken=x", Some("badResumptionToken")),
        ("verb=ListRecords&resumptionToken=0123456789abcdef.1-1.0...", Some("badResumptionToken")),
        ("verb=ListSets&resumptionToken=x", Some("badResumptionToken")),
    ] {
        let text = oai(&site, query);
        assert_eq!(code(&text), expected, "{query}\n{text}");
        let is_bare = matches!(expected, Some("badVerb" | "badArgument"));
        assert_eq!(text.contains("<request>https://example.org/oai</request>"), is_bare, "{query}\n{text}");
    }
}

#[test]
fn a_harvester_may_send_its_arguments_as_a_form() {
    let site = library().serve();
    let form = "application/x-www-form-urlencoded";
    let sent = |body: &str, kind: &str| site.post("/oai", kind, body.as_bytes());
    let asked = "verb=GetRecord&metadataPrefix=oai_dc&identifier=oai%3Aexample.org%3A2025%2Fdnipro%2Fuk";
    for kind in [form, "application/x-www-form-urlencoded; charset=UTF-8"] {
        assert!(checked(&sent(asked, kind), asked).contains("<dc:title"), "{kind}");
    }
    for (body, kind, expected) in [
        ("verb=Identify&verb=Identify", form, "badVerb"),
        ("", form, "badVerb"),
        ("verb=Identify", "text/plain", "badVerb"),
        ("verb=GetRecord&metadataPrefix=oai_dc&identifier=a b\"<я#", form, "idDoesNotExist"),
        ("\u{0}\u{1}=", form, "badVerb"),
    ] {
        assert_eq!(code(&checked(&sent(body, kind), body)), Some(expected), "{body}");
    }
    assert_eq!(sent(&"x".repeat(9_000), form).status, 413);
    for elsewhere in ["/uk/", "/robots.txt", "/oai/x"] {
        let refused = site.post(elsewhere, form, b"verb=Identify");
        assert_eq!((refused.status, refused.header("allow")), (405, "GET, HEAD"), "{elsewhere}");
    }
    let refused = site.ask("PUT", "/oai", &[]);
    assert_eq!((refused.status, refused.header("allow")), (405, "GET, HEAD, POST"));
    let head = site.ask("HEAD", "/oai?verb=Identify", &[]);
    assert_eq!((head.status, head.body.len()), (200, 0));
}

#[test]
fn removed_withdrawn_and_drafted_versions_are_deleted_records_until_they_return() {
    let ask = |site: &Live, query: &str| checked(&site.get(&format!("/oai?{query}"), &[]), query);
    let all = |site: &Live| -> BTreeMap<String, bool> {
        let (found, _) = harvest(|query| ask(site, query), "ListRecords", "");
        assert_eq!(found.iter().map(|(id, _)| id).collect::<BTreeSet<_>>().len(), found.len());
        found.into_iter().collect()
    };
    let remove = |archive: Archive, path: &str| {
        let path = archive.path().join(path);
        if path.is_dir() {
            std::fs::remove_dir_all(path).unwrap()
        } else {
            std::fs::remove_file(path).unwrap()
        }
        archive
    };
    let (uk, en) = ("oai:example.org:2025/a/uk".to_owned(), "oai:example.org:2025/a/en".to_owned());
    let other = ("oai:example.org:2024/b/uk".to_owned(), false);
    let site = Live::of(
        Archive::new()
            .article("2025/a", "uk", &["uk", "en"])
            .article("2024/b", "uk", &["uk"])
            .version("2024/b", "en", "draft = true\n"),
    );
    let state = |uk_gone, en_gone| BTreeMap::from([(uk.clone(), uk_gone), (en.clone(), en_gone), other.clone()]);
    assert_eq!(all(&site), state(false, false), "a draft is in no record");
    let site = site.edit(|archive| remove(archive, "articles/2025/a/en.md"));
    assert_eq!(all(&site), state(false, true));
    let site = site.edit(|archive| archive.version("2025/a", "en", "draft = true\n"));
    assert_eq!(all(&site), state(false, true));
    let site = site.edit(|archive| archive.version("2025/a", "en", ""));
    assert_eq!(all(&site), state(false, false));
    let meta = "articles/2025/a/article.toml";
    let site =
        site.edit(|archive| archive.file(meta, "published = 2025-06-29\nsource = \"uk\"\nwithdrawn = \"an error\"\n"));
    assert_eq!(all(&site), state(true, true));
    let text = ask(&site, "verb=GetRecord&metadataPrefix=oai_dc&identifier=oai:example.org:2025/a/uk");
    assert!(text.contains("status=\"deleted\"") && !text.contains("<metadata>"), "{text}");
    let site = site.edit(|archive| archive.file(meta, "published = 2025-06-29\nsource = \"uk\"\n"));
    assert_eq!(all(&site), state(false, false));
    let site = site.edit(|archive| remove(archive, "articles/2025/a"));
    assert_eq!(all(&site), state(true, true));
    assert_eq!(
        ask(&site, "verb=ListIdentifiers&metadataPrefix=oai_dc&set=lang-en")
            .matches("<header status=\"deleted\">")
            .count(),
        1
    );
    let site = site.edit(|archive| archive.article("2025/a", "uk", &["uk"]));
    assert_eq!(all(&site), state(false, true));
}

/// SQLite gives the number of a deleted article again, also to a page, of which there is no record.
#[test]
fn a_page_that_follows_a_deleted_article_is_in_no_list() {
    let site = Live::of(Archive::new().article("2025/a", "uk", &["uk"]));
    let site = site.edit(|archive| {
        std::fs::remove_dir_all(archive.path().join("articles/2025/a")).unwrap();
        archive
    });
    let site = site.edit(|archive| archive.file("pages/about/uk.md", "+++\ntitle = \"Про нас\"\n+++\n\nТекст.\n"));
    assert_eq!(site.get("/uk/about", &[]).status, 200);
    let assert_has_the_article_alone = |site: &Live| {
        for (verb, set) in [("ListRecords", ""), ("ListRecords", "&set=lang-uk"), ("ListIdentifiers", "")] {
            let ask = |query: &str| checked(&site.get(&format!("/oai?{query}"), &[]), query);
            let (found, _) = harvest(ask, verb, set);
            assert_eq!(found, [("oai:example.org:2025/a/uk".to_owned(), true)], "{verb}{set}");
        }
    };
    assert_has_the_article_alone(&site);
    let site = site.edit(|archive| {
        std::fs::remove_dir_all(archive.path().join("pages/about")).unwrap();
        archive
    });
    assert_has_the_article_alone(&site);
}
