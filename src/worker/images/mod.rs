//! The image worker: cleans pictures and makes smaller ones in the background, once each, in a folder of bounded size.

mod image_queue;
mod image_worker;

pub use image_worker::{ImageWorker, RenditionState, rendition_names};

pub use crate::source::{DiskCache, DiskCacheError};
