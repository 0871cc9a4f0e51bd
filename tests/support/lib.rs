//! Shared pieces of the tests.

pub mod binary;
pub mod clients;
pub mod files;
pub mod localstripe;
pub mod outside;
pub mod process;
pub mod root;
pub mod sample;
pub mod stripe;
pub mod tree;
pub mod wait;
