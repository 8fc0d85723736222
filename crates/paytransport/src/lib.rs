//! One HTTPS request out, one response in, and how far it got.
