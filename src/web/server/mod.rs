//! Connections: accepted, limited, timed, encrypted, closed.

pub(super) mod admin;
pub(super) mod connection;
pub(super) mod connection_limit;
pub(super) mod connection_state;
pub(super) mod forwarded;
pub(super) mod listener;
pub(super) mod proxy_preface;
pub(super) mod response_body;
pub(super) mod run;
pub(super) mod timeout_stream;
pub(super) mod tls;
