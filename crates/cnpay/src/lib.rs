//! The façade: payments through Chinese acquirers in one vocabulary.
