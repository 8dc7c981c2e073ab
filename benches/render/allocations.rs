//! The number of allocations for an uncached page: `cargo bench --bench allocations`.

#![expect(clippy::unwrap_used, clippy::print_stdout, reason = "a measurement ends where something fails")]

mod archive;

use litopys::web::rendered;

fn main() {
    let (served, pictured) = (archive::served(), archive::served_with_front());
    for (served, path) in [
        (&served, archive::PAGE),
        (&served, "/en/"),
        (&served, "/en/tag/all"),
        (&pictured, "/en/"),
        (&pictured, "/en/tag/all"),
    ] {
        rendered(&served.app, path).unwrap();
        let counted = allocation_counter::measure(|| drop(rendered(&served.app, path).unwrap()));
        println!(
            "{path}: {} allocations, {} bytes, {} at most at once",
            counted.count_total, counted.bytes_total, counted.bytes_max
        );
    }
}
