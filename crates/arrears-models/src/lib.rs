//! When will it be paid, and who is alike?
