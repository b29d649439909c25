//! What does it mean?
