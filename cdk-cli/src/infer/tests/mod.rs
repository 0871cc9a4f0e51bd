//! What is true of every sample.
