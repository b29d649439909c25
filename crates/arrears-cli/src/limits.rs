//! Limits of the system that would end the process without a word.

/// A write beyond the limit on the size of files fails as on a full disk, with a message and nothing half-done, instead of
/// ending the process: the signal that comes with it is taken and let go.
#[cfg(unix)]
pub fn survive_file_size() {
    use std::sync::Arc;
    use std::sync::atomic::AtomicBool;
    let taken = Arc::new(AtomicBool::new(false));
    // Where it cannot be taken, the limit ends the process as it did; what was on disk is whole all the same.
    let _ = signal_hook::flag::register(signal_hook::consts::SIGXFSZ, taken);
}

/// Elsewhere there is no such signal.
#[cfg(not(unix))]
pub fn survive_file_size() {}
