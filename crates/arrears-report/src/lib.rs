//! What do people read?
