//! `litopys serve`: sockets, signals, the TLS certificate, messages to systemd and to the terminal.

pub(super) mod archive_source;
pub(super) mod certificate;
pub(super) mod fallback_counts_file;
pub(super) mod inherited;
pub(super) mod listen;
pub(super) mod listen_address;
pub(super) mod reader_args;
pub(super) mod serve;
pub(super) mod server_observer;
