//! 99bill's RMB gateway through the command.

mod calls;
mod notices;
mod signatures;
