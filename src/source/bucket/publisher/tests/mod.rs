//! The publisher over a store in memory that fails.

mod failures;
mod hidden;
mod publishing;
mod site;
mod world;
