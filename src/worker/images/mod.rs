//! The image worker: cleans pictures and makes smaller ones in the background, once each, in a folder of bounded size.

mod disk_cache;
mod image_queue;
mod image_worker;

pub use disk_cache::{DiskCache, DiskCacheError};
pub use image_worker::{ImageWorker, RenditionState};
