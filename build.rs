//! The binary carries the folders below, so a new file there must rebuild it; and options of the
//! allocator, set in C, for the program has no `unsafe`.

fn main() {
    for folder in ["src/model/diagnostic/words", "locales", "static", "templates"] {
        println!("cargo::rerun-if-changed={folder}");
    }
    println!("cargo::rerun-if-changed=src/malloc.c");
    for object in cc::Build::new().file("src/malloc.c").compile_intermediates() {
        println!("cargo::rustc-link-arg-bins={}", object.display());
        println!("cargo::rustc-link-arg-benches={}", object.display());
    }
}
