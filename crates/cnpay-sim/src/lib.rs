//! Every provider, simulated.
