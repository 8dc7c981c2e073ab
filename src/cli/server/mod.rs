//! `litopys serve`: sockets, signals, the TLS certificate, messages to systemd and to the terminal.

pub(super) mod certificate;
pub(super) mod demand;
pub(super) mod listen;
pub(super) mod listen_address;
pub(super) mod live;
pub(super) mod searcher;
pub(super) mod serve;
pub(super) mod service_manager;
