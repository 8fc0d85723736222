//! What goes wrong on purpose, how often, and reproducibly.

use std::{fmt, str::FromStr};

use rand::{Rng, SeedableRng, rngs::StdRng};

const MILLION: u32 = 1_000_000;

/// Something that goes wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Fault {
    /// The connection is not taken.
    Refuse,
    /// No answer ever comes; half of the requests are processed all the same.
    Hang,
    /// The connection is cut before the request is processed.
    DropBefore,
    /// The connection is cut after the request was processed.
    DropAfter,
    /// The request lies around for a while, then all goes well.
    Slow,
    /// A server in front answers HTTP 502; half of the requests are processed all the same.
    Http5xx,
    /// The request is processed, and what comes back is no message.
    Garbage,
    /// A payment that would be paid at once is pending first.
    Pending,
    /// A notice is sent twice.
    NoticeDuplicate,
    /// A notice is sent late.
    NoticeDelay,
    /// Two waiting notices change places.
    NoticeReorder,
    /// A notice is changed on its way, so that its signature is wrong.
    NoticeTamper,
    /// A notice is written in GBK.
    NoticeGbk,
}

impl Fault {
    /// Every fault.
    pub const ALL: [Self; 13] = [
        Self::Refuse,
        Self::Hang,
        Self::DropBefore,
        Self::DropAfter,
        Self::Slow,
        Self::Http5xx,
        Self::Garbage,
        Self::Pending,
        Self::NoticeDuplicate,
        Self::NoticeDelay,
        Self::NoticeReorder,
        Self::NoticeTamper,
        Self::NoticeGbk,
    ];

    /// Its name on the command line.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Refuse => "refuse",
            Self::Hang => "hang",
            Self::DropBefore => "drop_before",
            Self::DropAfter => "drop_after",
            Self::Slow => "slow",
            Self::Http5xx => "http_5xx",
            Self::Garbage => "garbage",
            Self::Pending => "pending",
            Self::NoticeDuplicate => "notice_duplicate",
            Self::NoticeDelay => "notice_delay",
            Self::NoticeReorder => "notice_reorder",
            Self::NoticeTamper => "notice_tamper",
            Self::NoticeGbk => "notice_gbk",
        }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// How often: from never (0) to always (1), in millionths.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Rate(u32);

impl Rate {
    /// Never.
    pub const NEVER: Self = Self(0);
    /// Always.
    pub const ALWAYS: Self = Self(MILLION);

    /// So many times in a million; more than a million is always.
    pub const fn parts_per_million(parts: u32) -> Self {
        if parts < MILLION { Self(parts) } else { Self::ALWAYS }
    }
}

/// Not a fault and its rate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum FaultError {
    /// The name is none of [`Fault::ALL`].
    #[error(
        "no such fault; there are refuse, hang, drop_before, drop_after, slow, http_5xx, garbage, pending, notice_duplicate, \
         notice_delay, notice_reorder, notice_tamper, notice_gbk"
    )]
    Name,
    /// The rate is not a plain decimal from 0 to 1 with at most six decimals.
    #[error("a rate is a decimal from 0 to 1 with at most six decimals, such as 0.25")]
    Rate,
    /// There is no `=` between them.
    #[error("NAME=RATE is expected, such as drop_after=0.25")]
    Form,
}

impl FromStr for Fault {
    type Err = FaultError;

    fn from_str(name: &str) -> Result<Self, FaultError> {
        Self::ALL.into_iter().find(|fault| fault.as_str() == name).ok_or(FaultError::Name)
    }
}

impl FromStr for Rate {
    type Err = FaultError;

    fn from_str(text: &str) -> Result<Self, FaultError> {
        let (whole, decimals) = text.split_once('.').unwrap_or((text, "0"));
        let plain = |digits: &str| !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit());
        if !plain(whole) || !plain(decimals) || decimals.len() > 6 {
            return Err(FaultError::Rate);
        }
        let millionths: u32 = format!("{decimals:0<6}").parse().map_err(|_| FaultError::Rate)?;
        match whole.trim_start_matches('0') {
            "" => Ok(Self(millionths)),
            "1" if millionths == 0 => Ok(Self::ALWAYS),
            _ => Err(FaultError::Rate),
        }
    }
}

/// A fault and how often it happens: `drop_after=0.25` on the command line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FaultRate {
    /// The fault.
    pub fault: Fault,
    /// How often it happens.
    pub rate: Rate,
}

impl FromStr for FaultRate {
    type Err = FaultError;

    fn from_str(text: &str) -> Result<Self, FaultError> {
        let (fault, rate) = text.split_once('=').ok_or(FaultError::Form)?;
        Ok(Self { fault: fault.parse()?, rate: rate.parse()? })
    }
}

/// Every fault's rate, and the seed that decides when each happens: the same seed and the same requests give the same faults.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct FaultPlan {
    seed: u64,
    rates: [Rate; Fault::ALL.len()],
}

impl FaultPlan {
    /// No faults yet, under a seed.
    pub fn seeded(seed: u64) -> Self {
        Self { seed, ..Self::default() }
    }

    /// With that fault at that rate.
    #[must_use]
    pub fn with(mut self, fault: Fault, rate: Rate) -> Self {
        self.rates[fault as usize] = rate;
        self
    }

    /// The seed.
    pub const fn seed(&self) -> u64 {
        self.seed
    }
}

impl Extend<FaultRate> for FaultPlan {
    fn extend<I: IntoIterator<Item = FaultRate>>(&mut self, rates: I) {
        for FaultRate { fault, rate } in rates {
            self.rates[fault as usize] = rate;
        }
    }
}

/// A plan being played. Each fault has a die of its own, so that one fault's rate does not move the others.
#[derive(Debug)]
pub(crate) struct Dice {
    rates: [Rate; Fault::ALL.len()],
    dice: [StdRng; Fault::ALL.len()],
}

impl Dice {
    pub(crate) fn new(plan: &FaultPlan) -> Self {
        // The golden ratio keeps the dice of neighbouring seeds apart.
        let die = |fault: Fault| StdRng::seed_from_u64(plan.seed ^ (fault as u64 + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15));
        Self { rates: plan.rates, dice: Fault::ALL.map(die) }
    }

    /// Whether it happens now.
    pub(crate) fn roll(&mut self, fault: Fault) -> bool {
        self.dice[fault as usize].gen_range(0..MILLION) < self.rates[fault as usize].0
    }

    /// One of two, for a fault that has happened.
    pub(crate) fn coin(&mut self, fault: Fault) -> bool {
        self.dice[fault as usize].r#gen()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rates_are_read_without_rounding() {
        for (text, parts) in [("0", 0), ("1", MILLION), ("1.0", MILLION), ("0.25", 250_000), ("00.000001", 1), ("0.5", 500_000)] {
            assert_eq!(text.parse(), Ok(Rate(parts)), "{text}");
        }
        for text in ["", ".5", "1.", "1.000001", "2", "-0", "0.0000001", "1e-3", "０.5", "0.5 ", "99999999999999999999"] {
            assert_eq!(text.parse::<Rate>(), Err(FaultError::Rate), "{text}");
        }
    }

    #[test]
    fn faults_by_name() {
        for (at, fault) in Fault::ALL.into_iter().enumerate() {
            assert_eq!((fault.as_str().parse(), fault as usize), (Ok(fault), at));
            assert!(FaultError::Name.to_string().contains(fault.as_str()), "the error lists {fault}");
        }
        assert_eq!("drop_after=0.1".parse(), Ok(FaultRate { fault: Fault::DropAfter, rate: Rate(100_000) }));
        assert_eq!("drop_after".parse::<FaultRate>(), Err(FaultError::Form));
        assert_eq!("drop=1".parse::<FaultRate>(), Err(FaultError::Name));
    }

    #[test]
    fn a_die_is_its_seed_and_nobody_elses() {
        let throws = |plan: FaultPlan| {
            let mut dice = Dice::new(&plan);
            (0..200).map(|_| (dice.roll(Fault::Hang), dice.roll(Fault::Slow)).1).collect::<Vec<_>>()
        };
        let half = Rate(500_000);
        let plan = FaultPlan::seeded(7).with(Fault::Slow, half);
        assert_eq!(throws(plan.clone()), throws(plan.clone().with(Fault::Hang, half)), "another fault changes nothing");
        assert_ne!(throws(plan.clone()), throws(FaultPlan::seeded(8).with(Fault::Slow, half)));
        let hits = throws(plan).into_iter().filter(|hit| *hit).count();
        assert!((60..140).contains(&hits), "{hits} of 200 at one half");
    }

    #[test]
    fn never_and_always_mean_it() {
        let mut dice = Dice::new(&FaultPlan::seeded(1).with(Fault::Refuse, Rate::ALWAYS));
        assert!((0..1000).all(|_| dice.roll(Fault::Refuse) && !dice.roll(Fault::Garbage)));
    }
}
