//! Connections: accepted, limited, timed, encrypted, closed.

pub(super) mod admin;
pub(super) mod census;
pub(super) mod connection;
pub(super) mod connection_state;
pub(super) mod paced;
pub(super) mod response_body;
pub(super) mod run;
pub(super) mod service;
pub(super) mod tls;
pub(super) mod workers;
