//! One page each: a private template struct, its handler, its tests.

pub(super) mod article;
pub(super) mod card;
pub(super) mod cards;
pub(super) mod error;
pub(super) mod home;
pub(super) mod keeping;
pub(super) mod listing;
pub(super) mod media;
pub(super) mod neutral;
pub(super) mod pager;
pub(super) mod robots;
