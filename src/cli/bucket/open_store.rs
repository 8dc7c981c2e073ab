//! The bucket at an address, with credentials from the environment.

use std::time::Duration;

use crate::source::bucket::{Store, StoreError, StoreOptions};

/// The bucket at `address`, for one that follows it: each request is tried once on each endpoint.
pub(in crate::cli) fn open_store(address: &str, endpoints: &[String]) -> Result<Store, StoreError> {
    let variables =
        std::env::vars_os().filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?)));
    let options =
        StoreOptions { endpoints: endpoints.to_vec(), variables: variables.collect(), patience: Some(Duration::ZERO) };
    Store::open(address, &options)
}
