//! `litopys check`: what was found, written for people and programs; and what git knows of addresses that are gone.

pub(super) mod command;
mod git;
mod vanished;
