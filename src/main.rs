//! The `litopys` command.

fn main() {}
