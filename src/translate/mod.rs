//! The translator's tools. They read what the other layers made of an archive, and never serve or change it unasked.

pub mod check;
