//! The binary carries `locales/` and `static/`: a new file there must rebuild it.

fn main() {
    for folder in ["locales", "static", "templates"] {
        println!("cargo::rerun-if-changed={folder}");
    }
}
