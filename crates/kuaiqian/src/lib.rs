//! 99bill clients: agreement pay.
