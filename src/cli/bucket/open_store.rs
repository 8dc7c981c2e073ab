//! The bucket at an address, with credentials from the environment.

use std::time::Duration;

use crate::source::bucket::{Store, StoreError, StoreOptions};

/// The bucket at `address`, for one that follows it: each request is tried once on each endpoint.
pub(in crate::cli) fn open_store(address: &str, endpoints: &[String]) -> Result<Store, StoreError> {
    let options = StoreOptions { patience: Some(Duration::ZERO), may_be_away: true, ..store_options(endpoints) };
    Store::open(address, &options)
}

/// The settings of a store: its nodes, and the variables of the environment that are text.
pub(in crate::cli) fn store_options(endpoints: &[String]) -> StoreOptions {
    let variables =
        std::env::vars_os().filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?)));
    StoreOptions { endpoints: endpoints.to_vec(), variables: variables.collect(), ..StoreOptions::default() }
}
