//! The addresses of files and of the pages that WordPress makes for them.

use super::path_of;
use crate::import::{
    MediaSource, OldAddress, OldTarget,
    wordpress::{
        index::{Attachment, Index},
        item::version_id,
        uploads::Uploads,
    },
};

/// The targets of files and their pages: a page leads to the text that shows the file, else to the file. Files that no text shows stay where they
/// were.
pub(in crate::import::wordpress) fn of_files(index: &Index, uploads: &Uploads) -> Vec<OldAddress> {
    let base = index.base_path();
    let mut all = Vec::new();
    let mut add = |path: String, to: OldTarget| all.push(OldAddress { path, to });
    for (id, attachment) in &index.attachments {
        let shown_by = index.shown_by.get(id).copied();
        let post = Some(attachment.parent).filter(|parent| index.posts.contains_key(parent)).or(shown_by);
        let file = attachment.file.as_deref().and_then(|file| uploads.find_path(file));
        let of = |post: u64, lang| OldTarget::Version(version_id(post, lang));
        let to = || match (post, &file) {
            (Some(post), _) => of(post, index.posts.get(&post).and_then(|post| post.languages.first())),
            (None, Some(file)) => OldTarget::File(MediaSource::File(file.clone())),
            (None, None) => OldTarget::Home(None),
        };
        // The address of the file itself says what it is called here.
        if let Some(file) = &file {
            for address in std::iter::once(attachment.url.clone()).chain(smaller(attachment, uploads.smaller(file))) {
                add(address, OldTarget::File(MediaSource::File(file.clone())));
            }
        }
        if path_of(&attachment.link).len() > 1 && !attachment.link.contains("?attachment_id") {
            add(attachment.link.clone(), to());
            let path = path_of(&attachment.link);
            for (prefix, lang) in &index.prefixes {
                let has = |post: &u64| index.posts.get(post).is_some_and(|post| post.languages.contains(lang));
                if let Some(post) = post.filter(has) {
                    add(format!("{prefix}{}", path.strip_prefix(&base).unwrap_or(path)), of(post, Some(lang)));
                }
            }
        }
        add(format!("{base}/?attachment_id={id}"), to());
    }
    // WordPress served uploads without an entry of their own, too.
    let folder = index.uploads_folder();
    for file in uploads.dated().filter(|file| !index.by_file.contains_key(*file)) {
        let addresses = std::iter::once(file).chain(uploads.smaller(file).iter().map(String::as_str));
        for path in addresses {
            add(format!("{folder}{}", written(path)), OldTarget::File(MediaSource::File(file.to_owned())));
        }
    }
    all
}

/// The path of a file as it is written in an address.
fn written(path: &str) -> String {
    path.replace('%', "%25").replace('#', "%23").replace('?', "%3F")
}

/// The addresses of the sizes of a picture: of those that WordPress names, and of `on_disk`.
fn smaller(attachment: &Attachment, on_disk: &[String]) -> Vec<String> {
    let folder = attachment.url.rsplit_once('/').map_or("", |(folder, _)| folder);
    let on_disk = on_disk.iter().filter_map(|path| path.rsplit('/').next());
    let names = attachment.sizes.iter().map(String::as_str).chain(on_disk);
    names.map(|name| format!("{folder}/{}", written(name))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sizes_of_a_picture_have_its_folder() {
        let attachment = Attachment {
            url: "https://a.b/wp-content/uploads/2019/05/a-scaled.jpg".to_owned(),
            sizes: vec!["a-300x200.jpg".to_owned()],
            ..Attachment::default()
        };
        let found = smaller(&attachment, &["2019/05/a#9x9.jpg".to_owned()]);
        let folder = "https://a.b/wp-content/uploads/2019/05";
        assert_eq!(found, [format!("{folder}/a-300x200.jpg"), format!("{folder}/a%239x9.jpg")]);
    }
}
