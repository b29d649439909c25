//! What would a ledger with known truth look like?
