//! What do the bytes say?
