//! 99bill agreement pay: MasMessage XML, bytes to messages and back.
